"""Both forms answer with the same bytes: nobody can tell from an answer how the product is run."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.harness.live import AnyForm, LiveSystem
from tests.harness.split import SplitSystem
from tests.harness.store import Store

WHO, WHAT = "/api/directory/v1", "/api/indicators/v1"
OF_PROVINCES = "period_from=2025-01&period_to=2026-12"
PATHS = (
    f"{WHO}/areas?level=T&valid_on=2026-09-30&limit=20",
    f"{WHO}/areas?q=tu%20le",
    f"{WHO}/areas/T15-2025",
    f"{WHO}/areas/T15-2025/predecessors",
    f"{WHO}/areas/T80-2025/children?limit=3",
    f"{WHO}/organisations?limit=5",
    f"{WHAT}/frameworks",
    f"{WHAT}/frameworks/CDS-XA-2025",
    f"{WHAT}/indicators?limit=10",
    f"{WHAT}/indicators/DVC-766",
    f"{WHAT}/values?area=T15-2025&{OF_PROVINCES}",
    f"{WHAT}/values?limit=3",
    f"{WHAT}/figures?indicator=DVC-766&within=VN&level=T",
    f"{WHAT}/figures/DVC-766/T15-2025/2026-10",
    f"{WHAT}/figures/DVC-766/T15-2025/2026-10/proof",
    f"{WHAT}/overviews/T15-2025",
    f"{WHAT}/assessments?framework=CDS-XA-2025&period=2025",
    f"{WHAT}/rankings?framework=DTI-2022&period=2022&level=T",
    f"{WHAT}/areas",
    f"{WHAT}/frameworks/KHONG-CO",
    f"{WHAT}/values?limit=không",
    "/api/pilots/v1/pilots",
    "/internal/v1/events",
    "/api/openapi.json",
    "/version",
    "/readyz",
)
PROMISED = ("etag", "content-type", "cache-control", "allow", "access-control-allow-origin", "www-authenticate", "link")
CALLERS: dict[str, Callable[[AnyForm], httpx.Client]] = {
    "nobody": lambda form: form.client(),
    "a system": lambda form: form.token("indicators:read"),
    "an officer": lambda form: form.client("commune_officer"),
}


@pytest.fixture(scope="module")
def forms(split_system: SplitSystem, store: Store) -> Iterator[tuple[AnyForm, AnyForm]]:
    """The one-process form beside the split one, on the very same database."""
    with LiveSystem(store.settings(), split_system.admin) as live:
        yield live, split_system


def told(client: httpx.Client, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and promised headers of an answer."""
    answer = client.get(path, headers={"X-Request-Id": "cung-mot-ten", **headers})
    return (
        answer.status_code,
        answer.content,
        {name: answer.headers[name] for name in PROMISED if name in answer.headers},
    )


@pytest.mark.parametrize("caller", CALLERS)
def test_every_answer_is_the_same_to_the_byte(forms: tuple[AnyForm, AnyForm], caller: str) -> None:
    here, there = (CALLERS[caller](form) for form in forms)
    differing = [path for path in PATHS if told(here, path) != told(there, path)]
    assert differing == []
    assert told(here, PATHS[0])[0] == 200


def test_what_one_form_tagged_the_other_need_not_send_again(forms: tuple[AnyForm, AnyForm]) -> None:
    here, there = (form.client() for form in forms)
    tagged = [(path, headers["etag"]) for path in PATHS for _, _, headers in [told(here, path)] if "etag" in headers]
    assert tagged
    for path, tag in tagged:
        assert told(there, path, **{"If-None-Match": tag})[:2] == (304, b""), path


def test_a_token_of_one_form_is_good_in_the_other(forms: tuple[AnyForm, AnyForm]) -> None:
    here, there = forms
    token = here.token("indicators:read").headers["Authorization"]
    paths = [f"{WHAT}/assessments", f"{WHO}/areas"]
    assert [there.client().get(path, headers={"Authorization": token}).status_code for path in paths] == [200, 200]
