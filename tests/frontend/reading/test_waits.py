"""How long somebody must wait, as pages say it."""

import pytest

from frontend.reading.waits import wait_told
from kit.errors import TooMany


@pytest.mark.parametrize(
    ("retry_after", "told"),
    [
        ("30", "sau 30 giây."),
        ("90", "sau 90 giây."),
        ("91", "sau 2 phút."),
        ("900", "sau 15 phút."),
        ("soon", "Hãy chờ vài phút"),
    ],
)
def test_a_wait_is_told_in_seconds_then_in_minutes(retry_after: str, told: str) -> None:
    assert told in wait_told(TooMany(headers={"Retry-After": retry_after}))
