"""Facts of documents as values: one mapping file says which, with what was left out and why."""

import csv
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from contracts.indicators.values import Qualifier, Source, ValueCreate
from kit.database import Database, in_unit
from services.indicators.actions.values import publish_values
from services.indicators.seed.definitions import LOADER

_QUALIFIERS = {"gần": Qualifier.NEARLY, "hơn": Qualifier.OVER, "trên": Qualifier.OVER, "ước tính": Qualifier.ESTIMATED}
_PORTAL = "DVC-766"
_PORTAL_QUOTE = "Cổng Dịch vụ công quốc gia, kết quả đánh giá năm 2026, lấy ngày 10/10/2026"

Fact = Mapping[str, Any]


async def seed_facts(database: Database, data: Path) -> None:
    """Publish the facts that fit, each with the words of its source."""
    facts = {fact["id"]: fact for fact in _json(data / "facts" / "facts.json")["facts"]}
    mapping = yaml.safe_load((data / "facts" / "mapping.yaml").read_text(encoding="utf-8"))
    lines = mapping["values"]
    values = [_value(line, facts[line["fact"]]) for line in lines]
    quotes = [_quote(facts[line["fact"]], mapping["sources"]) for line in lines]
    async with in_unit(database) as session:
        await publish_values(session, values, by=LOADER, source=Source.DOCUMENT, quotes=quotes, only_new=True)


async def seed_portal_scores(database: Database, data: Path) -> None:
    """Publish the provinces' scores of the national portal as read on 10/10/2026."""
    with (data / "areas" / "admin_provinces_34.csv").open(encoding="utf-8", newline="") as file:
        provinces = {row["dvcqg_org_code"]: f"T{row['gso_code'].zfill(2)}-2025" for row in csv.DictReader(file)}
    with (data / "dvc766" / "dvc766_provinces_2026-10-10.csv").open(encoding="utf-8", newline="") as file:
        values = [
            ValueCreate(
                indicator=_PORTAL,
                area=provinces[row["department_code"]],
                period="2026-10",
                value=Decimal(row["total_score"]),
                as_of=date(2026, 10, 10),
            )
            for row in csv.DictReader(file)
        ]
    async with in_unit(database) as session:
        quotes = [_PORTAL_QUOTE] * len(values)
        await publish_values(session, values, by=LOADER, source=Source.DOCUMENT, quotes=quotes, only_new=True)


def _value(line: Mapping[str, Any], fact: Fact) -> ValueCreate:
    numbers = {
        "value": {"value": _number(fact.get("value"))},
        "baseline": {"value": _number(fact.get("baseline"))},
        "parts": {"numerator": _number(fact.get("numerator")), "denominator": _number(fact.get("denominator"))},
    }[line["use"]]
    return ValueCreate(
        indicator=line["indicator"],
        area=line["area"],
        period=line["period"],
        qualifier=_QUALIFIERS[fact["qualifier"]] if "qualifier" in fact else Qualifier.EXACTLY,
        as_of=line.get("as_of"),
        note=line.get("note"),
        **numbers,
    )


def _quote(fact: Fact, sources: Mapping[str, str]) -> str:
    return f"“{fact['quote']}”. {sources[fact['id'].partition('-')[0]]} ({fact['id']})"


def _number(number: object) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
