"""Targets every installation starts with (Nghị quyết 03/NQ-CP), those of the source texts, and invented ones."""

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.indicators.cascades import CascadeCreate
from contracts.indicators.targets import (
    Baseline,
    Comparator,
    Milestone,
    TargetCreate,
    TargetInstrument,
    TargetSource,
    Trajectory,
)
from kit import clock
from kit.caller import Caller, Grant
from kit.database import Database, in_unit
from services.indicators.actions.targets.cascading import cascade_target
from services.indicators.actions.targets.setting import set_targets
from services.indicators.queries.source import Transaction
from services.indicators.queries.targets.rows import has_any, list_stated
from services.indicators.rules.targets.printed import read_printed

_SETTER = Caller(
    "sample-data", "service", "Dữ liệu có sẵn", (Grant(frozenset({Right.TARGETS_WRITE, Right.INDICATORS_READ}), "VN"),)
)
_FOLDER = "targets"


async def seed_national_targets(database: Database, data: Path) -> None:
    """Take over the targets of the national programme; what was changed or withdrawn since stays so."""
    told = _yaml(data / _FOLDER / "nq57.yaml")
    with (data / "dti" / "nq57_targets.csv").open(encoding="utf-8", newline="") as file:
        wanted = [_national(row, told) for row in csv.DictReader(file)]
    async with in_unit(database) as session:
        await _set_new(session, wanted)


async def seed_stated_targets(database: Database, data: Path) -> None:
    """Take over the targets of the source texts."""
    told = _yaml(data / _FOLDER / "source_texts.yaml")
    async with in_unit(database) as session:
        await _set_new(session, [_stated(one, told["documents"]) for one in told["targets"]])


async def seed_illustrative_targets(database: Database, data: Path) -> None:
    """Set invented targets and hand some of them down, once."""
    told = _yaml(data / _FOLDER / "illustrative.yaml")
    async with in_unit(database) as session:
        if await has_any(Transaction(session), TargetSource.ILLUSTRATIVE):
            return
        wanted = [_invented(one, told) for one in told["targets"]]
        made = await set_targets(session, _SETTER, wanted, source=TargetSource.ILLUSTRATIVE)
        for target, one in zip(made, told["targets"], strict=True):
            if "cascade" in one:
                way = CascadeCreate.model_validate(one["cascade"])
                today = clock.today()
                await cascade_target(session, _SETTER, target, way, today=today, source=TargetSource.ILLUSTRATIVE)


async def _set_new(session: AsyncSession, wanted: list[TargetCreate]) -> None:
    """Set those that were never set from their place in their document."""
    known = await list_stated(Transaction(session))
    new = [one for one in wanted if _stated_at(one) not in known]
    if new:
        await set_targets(session, _SETTER, new, source=TargetSource.DOCUMENT)


def _stated_at(one: TargetCreate) -> tuple[str, str, str | None]:
    assert one.instrument is not None
    return one.area, one.instrument.number, one.instrument.place


def _national(row: Mapping[str, str], told: Mapping[str, Any]) -> TargetCreate:
    no = row["no"]
    printed = read_printed(told["texts"].get(no, row["target"]))
    bound = told["indicators"].get(no)
    notes = [told["note"]]
    if printed.rest:
        notes.insert(0, f"Nguyên văn: {row['target']}.")
    if bound:
        notes.insert(0, f"{bound['same']}.")
    instrument = told["instrument"] | {"place": told["instrument"]["place"].format(no=no)}
    return TargetCreate(
        area=told["area"],
        indicator=bound["code"] if bound else None,
        measure=row["indicator"].rstrip("."),
        horizon=row["horizon"],
        comparator=printed.comparator,
        value=printed.value,
        value_to=printed.value_to,
        text=printed.text,
        unit=told["units"].get(row["unit"], _lowered(row["unit"])) or None,
        owner=told["owners"].get(row["monitor_in_annex_jan2025"], row["monitor_in_annex_jan2025"]) or None,
        instrument=TargetInstrument(**instrument),
        note=" ".join(notes),
    )


def _lowered(unit: str) -> str:
    """A unit as it stands behind a number."""
    return unit[:1].lower() + unit[1:]


def _stated(one: Mapping[str, Any], documents: Mapping[str, Any]) -> TargetCreate:
    place = f"{one['place']} ({one['fact']})" if "place" in one else one["fact"]
    return TargetCreate(
        area=one["area"],
        indicator=one.get("indicator"),
        measure=one.get("measure"),
        horizon=one["horizon"],
        comparator=Comparator(one["comparator"]),
        value=Decimal(one["value"]),
        unit=one.get("unit"),
        instrument=TargetInstrument(**documents[one["document"]], place=place),
        note=one.get("note"),
    )


def _invented(one: Mapping[str, Any], told: Mapping[str, Any]) -> TargetCreate:
    return TargetCreate(
        area=told["area"],
        indicator=one["indicator"],
        horizon=one["horizon"],
        comparator=Comparator(one["comparator"]),
        value=Decimal(one["value"]),
        owner=one["owner"],
        baseline=next(_marks(Baseline, [one["baseline"]])) if "baseline" in one else None,
        trajectory=Trajectory(one.get("trajectory", "none")),
        milestones=list(_marks(Milestone, one.get("milestones", []))),
        note=told["note"],
    )


def _marks(shape: type[Any], told: list[Mapping[str, Any]]) -> Iterator[Any]:
    for one in told:
        yield shape(period=one["period"], value=Decimal(str(one["value"])))


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
