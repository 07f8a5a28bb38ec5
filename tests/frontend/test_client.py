"""The pages' client: contracts out of answers, errors out of problems, and cards that fail alone."""

import asyncio
import socket

import pytest

from contracts.directory import Area
from contracts.indicators.values import ValueBatch, ValueCreate
from contracts.sessions import SignIn
from frontend.client import AssessmentFilter, Card, Client, ThroughDoor, card_of, get_place
from frontend.client.directory import ROOT
from frontend.client.stand_ins import stand_in
from gateway.sample import SAMPLES
from kit.asgi import Receive, Scope, Send
from kit.errors import Invalid, NotFound, Unauthenticated, Unavailable
from kit.forwarding import Forwarder
from kit.tokens import SigningKey
from tests.harness.live import LiveSystem
from tests.harness.store import PASSWORD


def visitor(system: LiveSystem) -> Client:
    return Client(ThroughDoor(system.system.door), {})


def _without_register(system: LiveSystem) -> Client:
    async def half(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(ROOT):
            raise ConnectionError("refused")
        await system.system.door(scope, receive, send)

    return Client(ThroughDoor(half), {})


def officer(system: LiveSystem) -> Client:
    email = next(sample.email for sample in SAMPLES if sample.role == "commune_officer")
    opened = system.run(visitor(system).sign_in(SignIn(email=email, password=PASSWORD)))
    cookie = opened.cookies[0].partition(";")[0]
    return Client(ThroughDoor(system.system.door), {"cookie": cookie, "x-csrf-token": opened.session.csrf})


def test_an_area_comes_as_its_contract(system: LiveSystem) -> None:
    area = system.run(visitor(system).get_area("T15-2025"))

    assert (area.name, area.code, str(area.valid_from)) == ("Tỉnh Lào Cai", "15", "2025-07-01")


def test_a_missing_area_raises_the_error_of_its_status_with_its_words(system: LiveSystem) -> None:
    with pytest.raises(NotFound) as refusal:
        system.run(visitor(system).get_area("T99-2025"))

    assert refusal.value.detail


def test_a_list_of_many_pages_comes_whole(system: LiveSystem) -> None:
    communes = system.run(visitor(system).get_all(Area, f"{ROOT}/areas", {"level": "X", "valid_on": "2025-07-01"}))

    assert len(communes) == len({commune.id for commune in communes}) == 3321


def test_the_areas_above_a_commune_begin_with_the_nation(system: LiveSystem) -> None:
    client = visitor(system)
    commune = system.run(client.get_area("X04630-2025"))

    assert [above.id for above in system.run(client.list_ancestors(commune))] == ["VN", "T15-2025"]


def test_a_visitor_without_a_session_is_told_to_sign_in(system: LiveSystem) -> None:
    with pytest.raises(Unauthenticated):
        system.run(visitor(system).list_assessments(AssessmentFilter(area="X28159-2025")))


def test_the_session_of_the_visitor_is_the_only_right_of_the_client(system: LiveSystem) -> None:
    sheets = system.run(officer(system).list_assessments(AssessmentFilter(area="X28159-2025", period="2025")))

    assert [sheet.framework for sheet in sheets] == ["CDS-XA-2025"]


def test_faults_of_a_refused_change_name_their_places(system: LiveSystem) -> None:
    unknown = ValueBatch(values=[ValueCreate(indicator="KHONG-CO", area="X28159-2025", period="2026", value=1)])  # type: ignore[arg-type]

    with pytest.raises(Invalid) as refusal:
        system.run(officer(system).save_values(unknown))

    assert [fault.pointer for fault in refusal.value.faults] == ["/values/0/indicator"]


def test_a_crash_behind_the_door_looks_like_an_outage() -> None:
    async def crashing(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("crashed")

    with pytest.raises(Unavailable):
        asyncio.run(Client(ThroughDoor(crashing), {}).get_area("VN"))


def test_a_gateway_in_another_process_is_asked_as_the_one_in_this(system: LiveSystem) -> None:
    area = system.run(_through(system.url, system.system.signing_key, "T15-2025"))

    assert area.name == "Tỉnh Lào Cai"


def test_a_gateway_that_cannot_be_reached_is_an_outage(system: LiveSystem) -> None:
    with pytest.raises(Unavailable) as refusal:
        system.run(_through(_nobody(), system.system.signing_key, "T15-2025"))

    assert refusal.value.headers["Retry-After"] == "1"


def test_an_answer_that_breaks_off_is_an_outage_and_no_short_page() -> None:
    async def breaking(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b'{"id": "VN"', "more_body": True})

    with pytest.raises(Unavailable):
        asyncio.run(Client(ThroughDoor(breaking), {}).get_area("VN"))


@pytest.mark.parametrize(
    ("area", "level", "code", "since"),
    [("T15-2025", "T", "15", 2025), ("X01234-2004b", "X", "01234", 2004), ("VN", "N", "VN", 1945)],
)
def test_an_id_tells_what_is_shown_while_the_register_is_silent(area: str, level: str, code: str, since: int) -> None:
    shown = stand_in(area, "Tên")

    assert (shown.id, shown.level, shown.code, shown.valid_from.year, shown.name) == (area, level, code, since, "Tên")


def test_an_area_is_called_as_its_figures_call_it_while_the_register_is_silent(system: LiveSystem) -> None:
    names = [system.run(get_place(_without_register(system), area)).name for area in ("VN", "T15-2025")]

    assert names == ["Cộng hòa xã hội chủ nghĩa Việt Nam", "Tỉnh Lào Cai"]


def test_an_area_without_figures_is_an_outage_while_the_register_is_silent(system: LiveSystem) -> None:
    with pytest.raises(Unavailable):
        system.run(get_place(_without_register(system), "T99-2025"))


def test_an_area_the_register_does_not_know_is_not_made_up(system: LiveSystem) -> None:
    with pytest.raises(NotFound):
        system.run(get_place(visitor(system), "T99-2025"))


def test_a_card_that_takes_too_long_is_given_up_and_may_be_tried_again() -> None:
    card = asyncio.run(card_of(_endless(), budget=0.01))

    assert card.value is None
    assert card.failed


def test_a_card_of_something_absent_has_not_failed(system: LiveSystem) -> None:
    card = system.run(card_of(visitor(system).get_area("T99-2025")))

    assert (card.value, card.status, card.failed) == (None, 404, False)


def test_an_outage_fails_one_card_and_no_other(system: LiveSystem) -> None:
    async def absent(scope: Scope, receive: Receive, send: Send) -> None:
        raise ConnectionError("refused")

    cards = system.run(_both(visitor(system), Client(ThroughDoor(absent), {})))

    assert [(card.failed, card.value is not None) for card in cards] == [(False, True), (True, False)]


def _nobody() -> str:
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{port.getsockname()[1]}"


async def _through(url: str, key: SigningKey, area: str) -> Area:
    gateway = Forwarder(url, key=key)
    await gateway.open()
    try:
        return await Client(ThroughDoor(gateway), {}).get_area(area)
    finally:
        await gateway.close()


async def _endless() -> None:
    await asyncio.Event().wait()


async def _both(*clients: Client) -> list[Card[Area]]:
    return list(await asyncio.gather(*(card_of(client.get_area("VN")) for client in clients)))
