"""Light twins of contracts."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pydantic import Field

from kit.light import instant, light, number, read, write
from kit.shapes import Day, Instant, Note, Number, Page, Schema


class Part(Schema):
    """A contract within a contract, that holds itself."""

    amount: Number | None
    parts: list["Part"] = Field(default_factory=list)


class Whole(Schema):
    """A contract with every form that needs care."""

    name: str
    note: Note | None = None
    day: Day | None
    at: Instant
    part: Part


BODY = (
    '{"name":"Xã Tú Lệ","note":null,"day":"2025-07-01","at":"2026-11-22T01:02:03.450Z",'
    '"part":{"amount":71.4,"parts":[{"amount":100.0,"parts":[]},{"amount":null,"parts":[]}]}}'
).encode()


def test_a_twin_reads_what_its_contract_reads() -> None:
    twin, contract = read(Whole, BODY), Whole.model_validate_json(BODY)

    assert (twin.name, twin.note, twin.day, twin.at) == (contract.name, contract.note, contract.day, contract.at)
    assert twin.day == date(2025, 7, 1)
    assert twin.part.amount == Decimal("71.4")
    assert [part.amount for part in twin.part.parts] == [Decimal(100), None]


def test_a_twin_writes_the_bytes_of_its_contract() -> None:
    twin = light(Whole)(
        name="Xã Tú Lệ",
        day=date(2025, 7, 1),
        at=instant(datetime(2026, 11, 22, 1, 2, 3, 450_000, tzinfo=UTC)),
        part=light(Part)(
            amount=number(Decimal("71.40")),
            parts=[light(Part)(amount=number(Decimal("100.00"))), light(Part)(amount=number(None))],
        ),
    )

    assert write(twin) == BODY
    assert Whole.model_validate_json(write(twin)).model_dump_json().encode() == BODY


@pytest.mark.parametrize(
    "text", ["0.1", "1e-7", "-12.5", "99999999999999", "0.30000000000000004", "1234567.000001", "0"]
)
def test_a_number_is_written_as_its_contract_writes_it(text: str) -> None:
    value = Decimal(text)

    assert write(light(Part)(amount=number(value))) == Part(amount=value).model_dump_json().encode()


def test_a_page_has_twins_of_its_items() -> None:
    page = read(Page[Part], b'{"items":[{"amount":1,"parts":[]}],"next":"/a?after=b"}')

    assert [item.amount for item in page.items] == [Decimal(1)]
    assert page.next == "/a?after=b"


def test_what_a_newer_part_of_the_system_adds_is_passed_over() -> None:
    assert read(Part, b'{"amount":1,"parts":[],"later":true}').amount == Decimal(1)
