"""Which scopes a token gets."""

import pytest

from gateway.rules.systems.scopes import ScopeRefused, granted

HELD = ["values:write", "indicators:read"]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (None, ["indicators:read", "values:write"]),
        ("", ["indicators:read", "values:write"]),
        ("indicators:read", ["indicators:read"]),
        ("values:write indicators:read values:write", ["indicators:read", "values:write"]),
    ],
)
def test_a_client_gets_what_it_asks_for_and_everything_when_it_does_not_say(
    asked: str | None, given: list[str]
) -> None:
    assert granted(asked, HELD) == given


@pytest.mark.parametrize("asked", ["feeds:read", "indicators:read feeds:read", "INDICATORS:READ", "*"])
def test_nothing_is_given_beyond_what_it_holds(asked: str) -> None:
    with pytest.raises(ScopeRefused):
        granted(asked, HELD)
