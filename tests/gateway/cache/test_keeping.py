"""What is given from memory, to whom, and when it is asked anew."""

import asyncio
import gzip
import hashlib

import pytest

from kit.asgi import Answer, call
from tests.gateway.cache.conftest import Keeper
from tests.gateway.cache.counting import ROOT
from tests.gateway.gate import Visitor

AREA = f"{ROOT}/areas/X"


def test_the_same_question_is_asked_once(keeper: Keeper) -> None:
    visitor = keeper.gate.visitor()
    first, second = visitor.get(AREA), visitor.get(AREA)
    assert first.json() == second.json()
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert {name for name in first.headers if name != "date"} == {name for name in second.headers if name != "date"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_after_a_change_it_is_asked_anew(keeper: Keeper, method: str) -> None:
    visitor = keeper.gate.visitor()
    before, page = keeper.asked(visitor, AREA), keeper.asked(visitor, "/trang")
    visitor.request(method, f"{ROOT}/areas")
    assert keeper.asked(visitor, AREA) > before
    assert keeper.asked(visitor, "/trang") > page


def test_after_a_change_that_failed_as_well(keeper: Keeper) -> None:
    visitor = keeper.gate.visitor()
    before = keeper.asked(visitor, AREA)
    assert visitor.post(f"{ROOT}/crash").status_code == 500
    assert keeper.asked(visitor, AREA) > before


def test_after_a_form_that_changed_something(keeper: Keeper) -> None:
    visitor = keeper.gate.visitor()
    before, page = keeper.asked(visitor, AREA), keeper.asked(visitor, "/trang")
    assert visitor.post("/trang").status_code == 303
    assert keeper.asked(visitor, AREA) > before
    assert keeper.asked(visitor, "/trang") > page


def test_signing_in_makes_nobody_ask_anew(keeper: Keeper) -> None:
    visitor = keeper.gate.visitor()
    email = keeper.gate.account()
    keeper.hear_all()
    before = keeper.asked(visitor, "/trang")
    assert keeper.gate.visitor().sign_in(email).status_code == 201
    assert keeper.asked(visitor, "/trang") == before


def test_an_answer_made_during_a_change_is_not_kept(keeper: Keeper) -> None:
    visitor = keeper.gate.visitor()
    keeper.gate.loop.run(_shut(keeper))
    reading = keeper.gate.loop.begin(visitor.http.get(f"{ROOT}/waiting"))
    visitor.post(f"{ROOT}/areas")
    keeper.gate.loop.run(_open(keeper))
    before = reading.result(30).json()["asked"]
    assert keeper.asked(visitor, f"{ROOT}/waiting") > before


async def _shut(keeper: Keeper) -> None:
    keeper.directory.gate.clear()


async def _open(keeper: Keeper) -> None:
    keeper.directory.gate.set()


def test_in_a_tight_loop_nobody_reads_an_older_number(keeper: Keeper) -> None:
    async def read(visitor: Visitor) -> int:
        return int((await visitor.http.get(f"{ROOT}/number")).json()["number"])

    async def stay_hot(visitor: Visitor, done: asyncio.Event) -> None:
        last = 0
        while not done.is_set():
            seen = await read(visitor)
            assert seen >= last
            last = seen
            await asyncio.sleep(0)  # an answer from memory never waits for anything

    async def write(visitor: Visitor, done: asyncio.Event) -> None:
        try:
            for number in range(1, 40):
                await visitor.http.put(f"{ROOT}/number?number={number}")
                assert await read(visitor) == number
        finally:
            done.set()

    async def work() -> None:
        done = asyncio.Event()
        await asyncio.gather(write(visitors[0], done), *(stay_hot(reader, done) for reader in visitors[1:]))

    visitors = [keeper.gate.visitor() for _ in range(3)]
    keeper.gate.loop.run(work())


def test_who_asks_what_is_being_made_waits_for_it(keeper: Keeper) -> None:
    visitors = [keeper.gate.visitor() for _ in range(8)]
    keeper.gate.loop.run(_shut(keeper))
    readings = [keeper.gate.loop.begin(who.http.get(f"{ROOT}/waiting", params={"cung": 1})) for who in visitors]
    keeper.gate.loop.run(_open(keeper))
    assert len({reading.result(30).json()["asked"] for reading in readings}) == 1


def test_a_change_behind_the_door_is_heard(keeper: Keeper) -> None:
    visitor = keeper.gate.visitor()
    before = keeper.asked(visitor, AREA)
    keeper.gate.execute("select pg_notify('lantoa_changed', 'directory')")
    keeper.until(lambda: keeper.asked(visitor, AREA) > before)


def test_every_unit_of_work_that_wrote_is_heard(keeper: Keeper) -> None:
    visitor = keeper.gate.visitor()
    before = keeper.asked(visitor, "/trang")
    keeper.gate.account()
    keeper.until(lambda: keeper.asked(visitor, "/trang") > before)


def test_callers_never_share(keeper: Keeper) -> None:
    first, second = keeper.gate.signed_in(("leader", "T15-2025")), keeper.gate.signed_in(("leader", "T15-2025"))
    token = {"Authorization": f"Bearer {keeper.gate.token('indicators:read')}"}
    for _ in range(2):
        seen = [
            keeper.gate.visitor().get(AREA).json()["caller"],
            first.get(AREA).json()["caller"],
            second.get(AREA).json()["caller"],
            keeper.gate.visitor().get(AREA, headers=token).json()["caller"],
        ]
        assert seen[0] == "anonymous"
        assert len(set(seen)) == 4


def test_who_signed_out_is_nobody(keeper: Keeper) -> None:
    visitor = keeper.gate.signed_in()
    cookie = {"Cookie": f"lantoa_session={visitor.session}"}
    account = visitor.get(AREA).json()["caller"]
    assert visitor.request("DELETE", "/api/gateway/v1/sessions/current").status_code == 204
    assert account != "anonymous"
    assert keeper.gate.visitor().get(AREA, headers=cookie).json()["caller"] == "anonymous"


def test_a_role_taken_away_takes_the_answers_with_it(keeper: Keeper) -> None:
    visitor = keeper.gate.signed_in(("leader", "T15-2025"))
    keeper.hear_all()
    before = keeper.asked(visitor, AREA)
    assert keeper.asked(visitor, AREA) == before
    keeper.gate.execute(
        "update role_grants set until = now() where account_id in"
        " (select account_id from sessions where token_hash = :hash)",
        {"hash": hashlib.sha256(visitor.session.encode()).digest()},
    )
    keeper.gate.let_five_seconds_pass(visitor.session)
    assert keeper.asked(visitor, AREA) > before


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "lantoa_ngon_ngu=en"},
        {"Cookie": "lantoa_da_luu=3-1763790000"},
        {"Accept-Language": "en"},
        {"HX-Request": "true"},
        {"HX-Request": "true", "HX-Request-Type": "partial"},
        {"HX-History-Restore-Request": "true"},
        {"Host": "khac.example"},
        {"Accept": "text/plain"},
    ],
)
def test_whatever_a_page_may_vary_by_is_another_question(keeper: Keeper, headers: dict[str, str]) -> None:
    visitor = keeper.gate.visitor()
    plain, other = keeper.asked(visitor, "/trang"), keeper.asked(visitor, "/trang", headers=headers)
    assert plain != other
    assert keeper.asked(visitor, "/trang", headers=headers) == other
    assert keeper.asked(visitor, "/trang") == plain


def test_a_part_is_told_nothing_its_answer_must_not_depend_on(keeper: Keeper) -> None:
    told = keeper.gate.visitor().get("/trang?x=1", headers={"User-Agent": "may-rieng"})
    assert "may-rieng" not in told.text


@pytest.mark.parametrize("path", ["secret", "cookie"])
def test_what_its_part_forbids_to_keep_is_asked_each_time(keeper: Keeper, path: str) -> None:
    visitor = keeper.gate.visitor()
    assert visitor.get(f"{ROOT}/{path}").text != visitor.get(f"{ROOT}/{path}").text


def test_what_flows_passes_as_it_comes(keeper: Keeper) -> None:
    visitor = keeper.gate.visitor()
    first, second = visitor.get(f"{ROOT}/flowing"), visitor.get(f"{ROOT}/flowing")
    assert first.text.endswith("!")
    assert first.text != second.text
    assert "etag" not in first.headers


def test_nobody_waits_for_what_flows_to_another(keeper: Keeper) -> None:
    before = keeper.directory.flowing
    keeper.gate.loop.run(_shut(keeper))
    readings = [keeper.gate.loop.begin(keeper.gate.visitor().http.get(f"{ROOT}/flowing")) for _ in range(3)]
    keeper.until(lambda: keeper.directory.flowing == before + 3)
    keeper.gate.loop.run(_open(keeper))
    assert len({reading.result(30).text for reading in readings}) == 3


def test_head_is_answered_from_what_get_left_and_the_other_way_round(keeper: Keeper) -> None:
    visitor = keeper.gate.visitor()
    whole = visitor.get(f"{ROOT}/long")
    head = visitor.request("HEAD", f"{ROOT}/long")
    assert head.content == b""
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-length"] == whole.headers["content-length"]
    asked = visitor.request("HEAD", f"{ROOT}/long?2").headers["etag"]
    assert visitor.get(f"{ROOT}/long?2").headers["etag"] == asked


def ask(keeper: Keeper, path: str, headers: dict[str, str]) -> Answer:
    """Without httpx, which unpacks and asks for packing by itself."""
    return keeper.gate.loop.run(call(keeper.gate.app, "GET", path, headers={"host": "x", **headers}))


def test_readers_with_and_without_gzip_read_the_same(keeper: Keeper) -> None:
    packed = ask(keeper, f"{ROOT}/long", {"accept-encoding": "br, gzip;q=0.5"})
    plain = ask(keeper, f"{ROOT}/long", {})
    refusing = ask(keeper, f"{ROOT}/long", {"accept-encoding": "gzip;q=0, br"})
    assert packed.header("content-encoding") == "gzip"
    assert plain.header("content-encoding") is None
    assert gzip.decompress(packed.body) == plain.body == refusing.body
    assert len(packed.body) == int(packed.header("content-length") or "") < len(plain.body) / 5
    assert packed.header("vary") == plain.header("vary") == "Accept-Encoding"
    assert packed.header("etag") != plain.header("etag")


def test_short_answers_are_not_packed(keeper: Keeper) -> None:
    assert ask(keeper, AREA, {"accept-encoding": "gzip"}).header("content-encoding") is None


def test_another_site_that_makes_a_browser_ask_learns_no_packed_length(keeper: Keeper) -> None:
    visitor = keeper.gate.signed_in()
    browser = {"cookie": f"lantoa_session={visitor.session}", "accept-encoding": "gzip"}
    ours = ask(keeper, f"{ROOT}/long", {**browser, "sec-fetch-site": "same-origin"})
    theirs = ask(keeper, f"{ROOT}/long", {**browser, "sec-fetch-site": "cross-site"})
    assert (ours.header("content-encoding"), theirs.header("content-encoding")) == ("gzip", None)


@pytest.mark.parametrize("packs", ["", "gzip"])
@pytest.mark.parametrize("path", [f"{ROOT}/long", f"{ROOT}/tagged", AREA, "/trang"])
def test_unchanged_answers_are_not_sent_again(keeper: Keeper, path: str, packs: str) -> None:
    first = ask(keeper, path, {"accept-encoding": packs})
    tag = first.header("etag") or ""
    for wanted in (tag, f'"x", {tag}', f"W/{tag}", "*"):
        again = ask(keeper, path, {"accept-encoding": packs, "if-none-match": wanted})
        assert (again.status, again.body, again.header("etag")) == (304, b"", tag), wanted
        assert again.header("vary") == first.header("vary")
        assert again.header("content-type") is None
    assert ask(keeper, path, {"accept-encoding": packs, "if-none-match": '"x"'}).status == 200


def test_a_parts_own_tag_is_kept_to_the_letter(keeper: Keeper) -> None:
    for packs in ("", "gzip"):
        assert ask(keeper, f"{ROOT}/tagged", {"accept-encoding": packs}).header("etag") == '"v3"'


def test_a_question_with_a_body_is_no_other_question(keeper: Keeper) -> None:
    visitor = keeper.gate.visitor()
    before = keeper.asked(visitor, AREA)
    assert visitor.request("GET", AREA, content=b"x").json()["asked"] > before


@pytest.mark.parametrize(
    "headers", [[("Accept-Language", "vi"), ("Accept-Language", "en")], [("Cookie", "a=" + "x" * 2000)]]
)
def test_what_is_told_twice_or_at_great_length_is_asked_each_time(
    keeper: Keeper, headers: list[tuple[str, str]]
) -> None:
    visitor = keeper.gate.visitor()
    before = keeper.asked(visitor, "/trang", headers=headers)
    assert keeper.asked(visitor, "/trang", headers=headers) > before


def test_cookies_told_apart_are_the_question_they_are_together(keeper: Keeper) -> None:
    visitor = keeper.gate.visitor()
    apart = keeper.asked(visitor, "/trang", headers=[("Cookie", "a=1"), ("Cookie", "b=2")])
    assert keeper.asked(visitor, "/trang", headers={"Cookie": "a=1; b=2"}) == apart
