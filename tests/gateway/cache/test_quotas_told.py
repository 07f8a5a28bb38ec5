"""What is given from memory is one visitor's answer in this: what is left of their quota."""

from tests.gateway.cache.conftest import Keeper
from tests.gateway.cache.counting import ROOT

AREA = f"{ROOT}/areas/X"


def test_an_answer_from_memory_tells_each_visitor_their_own_quota_once(keeper: Keeper) -> None:
    visitor, token = keeper.gate.visitor(), keeper.gate.token("indicators:read")
    tag = visitor.get(AREA).headers["etag"]
    for _ in range(5):
        for shown in ({}, {"If-None-Match": tag}, {"Authorization": f"Bearer {token}"}):
            answer = visitor.get(AREA, headers=shown)
            name = '"client"' if "Authorization" in shown else '"address"'
            for header in ("ratelimit", "ratelimit-policy"):
                assert [value.partition(";")[0] for value in answer.headers.get_list(header)] == [name]
