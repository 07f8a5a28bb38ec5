"""The second wall: PostgreSQL itself keeps units apart, tested by going around the service's own checks."""

from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from msgspec import Struct
from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy.exc import DBAPIError

from commands import storage
from contracts.access import RIGHTS, Right, Role
from contracts.indicators.assessments import AssessmentCreate, NodeScoreUpdate, Stage
from contracts.indicators.values import Source, ValueCreate
from contracts.periods import Period
from kit.caller import Caller, Grant
from kit.database import SYSTEM, Reader, asked_by, in_unit
from kit.errors import NotFound
from kit.light import write
from services.indicators.actions.assessments import open_assessment, save_scores
from services.indicators.actions.values import publish_values
from services.indicators.queries import assessments, figure_lists, overviews, proofs, scopes
from services.indicators.queries import values as value_lists
from services.indicators.queries.rankings import listing as rankings
from services.indicators.queries.wanted import Wanted
from tests.harness.live import LiveSystem
from tests.harness.scoring import API, desk_of
from tests.harness.secrets import CODE, FRAMEWORK, PERIOD, YEAR, Secrets
from tests.harness.store import Store

OWN, OTHER, FRESH = "X28159-2025", "X04630-2025", "X04375-2025"
OFFICER = Caller("can-bo", "account", "Cán bộ", (Grant(RIGHTS[Role.COMMUNE_OFFICER], OWN),))
MINISTRY = Caller("bo", "account", "Bộ", (Grant(frozenset(map(str, Right)), "VN"), *OFFICER.grants))
"""Whom the service's own checks let do everything."""
Around = Callable[[str | None], psycopg.Connection]
AREA_COLUMNS = ("area", "area_no", "areas", "assessment_id", "submission_id")
OPEN = {"unit_counts": "how many units there are in an area is public, as the register is"}
ACTS = ("publications", "frameworks", "sheet_publications", "recognitions")
"""Acts of publishing tell no number, frameworks and who is recognised are for all to read: nobody adds others'."""
PLANS = ("targets", "target_revisions")
"""Targets are public plans with public history: everybody who asks sees them, nobody writes others'."""
SUMS, JUDGED = ("rollups", "latest"), ("panel_scores",)  # what members of a panel gave is between them
_TABLES: LiteralString = """
    select c.relname, array_agg(a.attname::text), c.relrowsecurity and c.relforcerowsecurity
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = any(%s)
    where c.relnamespace = 'indicators'::regnamespace and c.relkind in ('r', 'p') group by 1, 3 order by 1
"""
_OF_OTHERS: LiteralString = """
    select array_agg(ctid::text), (array_agg(to_jsonb({table})))[1] from {table} where {unit} and ({secret} or %s)
"""
_UNIT: dict[str, LiteralString] = {
    "area": "area = {area}",
    "area_no": "area_no in (select unnest(no || uppers) from areas where id = {area})",
    "areas": "areas @> array(select no from areas where id = {area})",
    "assessment_id": "assessment_id = {sheet}",
    "submission_id": "submission_id = {submission}",
}
_SECRET: LiteralString = "indicator_no = (select no from indicators where code = {code})"
_SELECT: LiteralString = "select from {table} where ctid = any(%(rows)s::tid[])"
_WRITES: dict[str, LiteralString] = {
    "update": "update {table} set {column} = {column} where ctid = any(%(rows)s::tid[])",
    "delete": "delete from {table} where ctid = any(%(rows)s::tid[])",
    "insert": "insert into {table} overriding system value"
    " select (jsonb_populate_record(null::{table}, %(example)s)).*",
}


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table that belong to another unit: where they are, and what one of them holds."""

    table: str
    column: str
    places: list[str]
    example: dict[str, Any]

    def tried(self, connection: psycopg.Connection, statement: LiteralString) -> int:
        """How many of them a statement touched: none when it was refused."""
        names = {"table": sql.Identifier(self.table), "column": sql.Identifier(self.column)}
        given = {"rows": self.places, "example": Jsonb(self.example)}
        try:
            return connection.execute(sql.SQL(statement).format(**names), given).rowcount
        except psycopg.errors.InsufficientPrivilege:
            return 0

    def written(self, connection: psycopg.Connection) -> dict[str, int]:
        """How many each way of writing touched, where it touched any."""
        tried = {f"{way} {self.table}": self.tried(connection, statement) for way, statement in _WRITES.items()}
        return {what: count for what, count in tried.items() if count}


@pytest.fixture(scope="module")
def admin(store: Store) -> Iterator[str]:
    with store.clone() as dsn:
        yield dsn


@pytest.fixture(scope="module")
def system(store: Store, admin: str) -> Iterator[LiveSystem]:
    with LiveSystem(store.settings(), admin) as live:
        yield live


@pytest.fixture(scope="module")
def secrets(system: LiveSystem) -> Secrets:
    found = Secrets(system)
    found.plant(OWN, OTHER)
    return found


@pytest.fixture
def around(store: Store, admin: str, secrets: Secrets) -> Iterator[Around]:
    """Connections as the service has them, on behalf of whomever the setting says."""
    opened: list[psycopg.Connection] = []

    def connect(asker: str | None) -> psycopg.Connection:
        dsn = storage.app_dsn(store.settings(), admin, "indicators")
        opened.append(psycopg.connect(dsn, autocommit=True, options="-csearch_path=indicators"))
        if asker is not None:
            opened[-1].execute("select set_config('lantoa.caller', %s, false)", [asker])
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


def tables(admin: str) -> dict[str, tuple[list[str], bool]]:
    """Every table that belongs to areas, by which columns, and whether row security is on and forced."""
    with psycopg.connect(admin) as connection:
        return {name: (columns, walled) for name, columns, walled in connection.execute(_TABLES, [[*AREA_COLUMNS]])}


def rows_of(admin: str, secrets: Secrets, area: str, *, secret: bool) -> list[Rows]:
    """The rows of a unit in every walled table, all of them or those that are no stranger's to read."""
    found = []
    for table, (columns, _) in tables(admin).items():
        if table in OPEN or (secret and table in PLANS):
            continue
        known = {"area": area, **secrets.papers(area), "code": CODE}
        narrowed = sql.SQL(_SECRET if columns[0] == "area_no" and table not in PLANS else "true").format(**known)
        unit = sql.SQL(_UNIT[columns[0]]).format(**known)
        statement = sql.SQL(_OF_OTHERS).format(table=sql.Identifier(table), unit=unit, secret=narrowed)
        with psycopg.connect(admin, options="-csearch_path=indicators") as connection:
            places, example = connection.execute(statement, [not secret]).fetchone() or (None, None)
        assert places, f"{table} has no row of {area} to try"
        found.append(Rows(table, columns[0], places, example))
    return found


def test_every_table_that_belongs_to_areas_is_walled_or_decided_to_be_open(admin: str) -> None:
    found = tables(admin)

    assert {name for name, (_, walled) in found.items() if not walled} == {*OPEN}
    assert {"indicator_values", "rollups", "assessments", "submissions", "submission_cells", *ACTS} <= found.keys()


@pytest.mark.parametrize("asker", [None, "", "{}", "[]"])
def test_nobody_sees_or_writes_what_is_not_public(
    admin: str, secrets: Secrets, around: Around, asker: str | None
) -> None:
    connection = around(asker)

    for rows in rows_of(admin, secrets, OTHER, secret=True):
        assert rows.tried(connection, _SELECT) == 0 or rows.table in ACTS
        assert rows.written(connection) == {}


def test_without_a_caller_not_even_public_rows_are_seen(admin: str, around: Around) -> None:
    connection = around(None)
    connection.execute("begin; set local lantoa.caller = '*'; commit")  # a setting once used comes back empty

    for table in tables(admin).keys() - OPEN.keys():
        assert connection.execute(sql.SQL("select from {}").format(sql.Identifier(table))).rowcount == 0


def test_an_officer_neither_sees_nor_writes_rows_of_another_unit(admin: str, secrets: Secrets, around: Around) -> None:
    connection = around(asked_by(OFFICER))

    for rows in rows_of(admin, secrets, OTHER, secret=True):
        assert rows.tried(connection, _SELECT) == 0 or rows.table in ACTS
    for rows in rows_of(admin, secrets, OTHER, secret=False):
        assert rows.written(connection) == {}


def test_the_walls_are_of_glass_for_the_system_and_for_ones_own_rows(
    admin: str, secrets: Secrets, around: Around
) -> None:
    officer, system = around(asked_by(OFFICER)), around(SYSTEM)

    for rows in rows_of(admin, secrets, OWN, secret=True):
        assert rows.tried(system, _SELECT) == len(rows.places)
        assert (rows.tried(officer, _SELECT) > 0) == (rows.table not in SUMS + JUDGED)
    own = officer.execute(
        "update indicator_values set note = note where area_no = (select no from areas where id = %s)", [OWN]
    )
    assert own.rowcount > 0
    scored = "update assessment_scores set at = at where assessment_id = %s returning stage"
    assert set(officer.execute(scored, [secrets.sheets[OWN]])) == {("self",)}


def test_sums_above_a_unit_are_its_publishers_only_while_publishing(
    admin: str, secrets: Secrets, around: Around
) -> None:
    officer = around(asked_by(OFFICER))
    [above] = [rows for rows in rows_of(admin, secrets, OWN, secret=True) if rows.table == "rollups"]
    assert (above.tried(officer, _SELECT), above.tried(officer, _WRITES["update"])) == (0, 0)
    with officer.transaction():
        officer.execute("select set_config('lantoa.summing', 'on', true)")
        assert above.tried(officer, _SELECT) == above.tried(officer, _WRITES["update"]) == len(above.places)
    assert above.tried(officer, _SELECT) == 0


async def as_officer(system: LiveSystem, work: Callable[[Any], Coroutine[Any, Any, object]]) -> object:
    """Do it in a unit of work of the officer's."""
    async with in_unit(system.databases["indicators"], asker=asked_by(OFFICER)) as session:
        return await work(session)


def test_actions_that_believe_a_widened_caller_are_refused_by_the_database(
    system: LiveSystem, secrets: Secrets
) -> None:
    value = ValueCreate(indicator=CODE, area=OTHER, period=PERIOD, value=1, reason="Thử")
    fresh = ValueCreate(indicator="KTS-03", area=OTHER, period="2026-Q4", value=1)
    score = NodeScoreUpdate(code="1.1", stage=Stage.FINAL, points=1)
    sheet, other = UUID(secrets.sheets[OTHER]), AssessmentCreate(framework=FRAMEWORK, area=FRESH, period=YEAR)

    for given in (value, fresh):
        with pytest.raises(DBAPIError, match="row-level security"):
            system.run(
                as_officer(system, lambda s, g=given: publish_values(s, [g], by=MINISTRY, source=Source.ENTERED))
            )  # type: ignore[misc]
    with pytest.raises(DBAPIError, match="row-level security"):
        system.run(as_officer(system, lambda s: open_assessment(s, MINISTRY, other)))
    with pytest.raises(NotFound):
        system.run(
            as_officer(system, lambda s: save_scores(s, MINISTRY, sheet, [score], seen=None, pointer=str.format))
        )


def test_queries_that_believe_in_a_wider_reach_are_given_nothing(system: LiveSystem, secrets: Secrets) -> None:
    reader = system.databases["indicators"].reader_for(asked_by(OFFICER))
    told = str(system.run(everything(reader, UUID(secrets.sheets[OTHER]))))

    assert [mark for mark in secrets.of_others(OWN) if mark in told] == []
    assert [mark for mark in secrets.marks[OWN] if mark in told] != []


async def everything(reader: Reader, sheet: UUID) -> list[object]:
    """All that the queries give who think that the officer may read the whole country."""
    places, wanted = ["VN"], Wanted(indicator=CODE)
    found: list[object] = [
        await value_lists.list_values(
            reader, await scopes.scope_of(reader, wanted, places), updated_since=None, limit=500, after=()
        ),
        await value_lists.list_changes(reader, after={}, places=places, limit=10_000),
        await rankings.get_ranking(reader, rankings.Wanted(FRAMEWORK, places)),
        await assessments.list_assessments(reader, assessments.Wanted(places, FRAMEWORK), after=None, limit=500),
    ]
    listed = await figure_lists.list_wanted_figures(reader, wanted, places, by_name=True, limit=500, after=())
    found += [row._asdict() for row in listed.rows]
    for area in (OTHER, "T15-2025", OWN):
        period = Period.parse(PERIOD)
        found.append(
            await overviews.get_overview(reader, area, None, places=places, by_name=True, today=date(2026, 11, 1))
        )
        with suppress(NotFound):
            found.append(await proofs.get_proof(reader, CODE, area, period, places=places, by_name=True))
    with pytest.raises(NotFound):
        await assessments.get_entry(reader, sheet)
    return [write(one) if isinstance(one, Struct) else one for one in found]


def test_at_the_door_a_wall_is_a_refusal_in_words(
    system: LiveSystem, secrets: Secrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = desk_of(system).person("commune_officer", OWN)
    score = {"scores": [{"code": "1.1", "stage": "self", "points": 1}]}
    sheet = f"{API}/assessments/{secrets.sheets[OTHER]}"
    value = {"indicator": CODE, "area": OTHER, "period": PERIOD, "value": 1, "reason": "Thử"}
    opened = {"framework": FRAMEWORK, "area": FRESH, "period": YEAR}

    monkeypatch.setattr(Caller, "may", lambda *_: True)
    answers = [
        officer.post(f"{API}/values", json={"values": [value]}),
        officer.post(f"{API}/assessments", json=opened),
        officer.put(f"{sheet}/scores", json=score, headers={"If-Match": '"v1"'}),
        officer.get(sheet),
        officer.get(f"{sheet}/proof"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 404, 404, 404]
    assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}
    assert answers[0].json()["detail"] == "Dữ liệu này ngoài phạm vi của tài khoản."
