"""An external server must be new enough."""

import os

import pytest

from kit.postgres.errors import OldServer
from kit.postgres.external import refuse_old, refuse_old_version


def test_a_server_of_today_will_do() -> None:
    refuse_old(os.environ["LANTOA_TEST_SERVER"])
    refuse_old_version(180000)


@pytest.mark.parametrize("number", [90624, 150018, 170099])
def test_an_older_server_is_refused_by_name(number: int) -> None:
    with pytest.raises(OldServer, match=f"PostgreSQL {number // 10000}; cần PostgreSQL 18"):
        refuse_old_version(number)
