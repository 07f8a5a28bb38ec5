"""Facts of documents as observations: every one of them is kept, those that disagree stand side by side."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.indicators.sources import ObservationCreate
from contracts.indicators.values import Qualifier
from kit.database import Database, in_unit
from services.indicators.actions.sources import record_observations, settle
from services.indicators.queries.register import current_register
from services.indicators.queries.source import Transaction
from services.indicators.queries.sources import writing
from services.indicators.seed.definitions import LOADER

QUALIFIERS = {"gần": Qualifier.NEARLY, "hơn": Qualifier.OVER, "trên": Qualifier.OVER, "ước tính": Qualifier.ESTIMATED}
Told = Mapping[str, Any]


async def seed_sources(database: Database, data: Path) -> None:
    """Record what every fact says; set contradictions side by side, and choose where the sources allow to."""
    facts = json.loads((data / "facts" / "facts.json").read_text(encoding="utf-8"))["facts"]
    mapping = _yaml(data / "facts" / "mapping.yaml")
    words = _yaml(data / "facts" / "sources.yaml") | {"sources": mapping["sources"]}
    named = {key: given for fact in facts for key, given in observations_of(fact, mapping, words)}
    named |= {other["key"]: _other(other, words) for other in words["others"]}
    async with in_unit(database) as session:
        await record_observations(session, LOADER, [*named.values()], keys=[*named])
        for matter in words["matters"]:
            await _set_side_by_side(session, matter, words)


def observations_of(fact: Told, mapping: Told, words: Told) -> list[tuple[str, ObservationCreate]]:
    """What one fact says, by key: as many observations as it gave values, one when it gave none."""
    lines = [line for line in mapping["values"] if line["fact"] == fact["id"]]
    if fact["id"] in words["cells"]:
        lines.append({"use": "value", **words["cells"][fact["id"]]})
    if not lines:
        return [(fact["id"], ObservationCreate.model_validate(_of(fact, words) | _numbers_said(fact, words)))]
    made = []
    for line in lines:
        key = fact["id"] if line["use"] != "baseline" else f"{fact['id']}-truoc"
        cell = {name: line[name] for name in ("indicator", "area", "period", "as_of", "note") if name in line}
        given = _of(fact, words) | _numbers(fact, line["use"]) | cell
        made.append((key, ObservationCreate.model_validate(given)))
    return made


def _of(fact: Told, words: Told) -> dict[str, Any]:
    """What is the same however its number is used."""
    area = next((area for area, listed in words["areas"].items() if fact["id"] in listed), words["elsewhere"])
    unit = fact["unit"]
    return {
        "area": area,
        "measure": words["measures"][fact["metric"]],
        "scope": fact["scope"].replace("->", "→"),
        "unit": words["units"].get(unit, unit),
        "qualifier": QUALIFIERS[fact["qualifier"]] if "qualifier" in fact else Qualifier.EXACTLY,
        "kind": words["kinds"][_text_of(fact)],
        "source": words["sources"][_text_of(fact)],
        "reference": fact["id"],
        "quote": fact["quote"],
        "instrument": fact.get("document"),
        "doubt": words["doubts"].get(fact["id"]),
    }


def _numbers(fact: Told, use: str) -> dict[str, Any]:
    if use == "parts":
        return {name: _number(fact[name]) for name in ("numerator", "denominator")}
    return {"value": _number(fact[use])}


def _numbers_said(fact: Told, words: Told) -> dict[str, Any]:
    """The number of a fact that is of no indicator: as it was said, else its value, or what is to be reached."""
    if fact["id"] in words["said"]:
        return {"said": words["said"][fact["id"]]}
    told = {"as_of": date.fromisoformat(fact["date"])} if len(str(fact.get("date", ""))) == len("2022-12-31") else {}
    if "value" not in fact:
        return told | {"value": _number(fact["target"]), "note": "Mục tiêu phải đạt, không phải số đã đo."}
    if {"numerator", "denominator"} <= fact.keys():
        return told | {name: _number(fact[name]) for name in ("value", "numerator", "denominator")}
    return told | {"value": _number(fact["value"])}


def _other(other: Told, words: Told) -> ObservationCreate:
    given = {name: told for name, told in other.items() if name != "key"}
    if "value" in given:
        given["value"] = _number(given["value"])
    return ObservationCreate.model_validate({"area": words["elsewhere"], **given})


async def _set_side_by_side(session: AsyncSession, matter: Told, words: Told) -> None:
    source = Transaction(session)
    if "cell" in matter:
        found = await writing.explain(source, matter["cell"], matter["explanation"])
    else:
        area = (await current_register(session)).areas[matter.get("area", words["elsewhere"])].no
        told = {name: matter[name] for name in ("key", "title", "explanation")}
        found = await writing.join(source, area_no=area, keys=matter["sides"], **told)
    if found is None or "chosen" not in matter:
        return
    observation = await writing.find_observation(source, matter["chosen"])
    assert observation is not None
    sides = await writing.matters_of(source, observation, ["VN"])
    held = await writing.lock_matter(source, found)
    [side] = [side for side in sides if side.id == found]
    await settle(session, LOADER, side, matter["reason"], held)


def _text_of(fact: Told) -> str:
    return str(fact["id"]).partition("-")[0]


def _number(number: object) -> Decimal:
    return Decimal(str(number))


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
