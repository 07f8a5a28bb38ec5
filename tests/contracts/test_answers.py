"""Schemathesis holds every service to its document: no 5xx, no undocumented answer, no shape but the promised one."""

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.specs.openapi import checks

from commands.documents import FOLDER
from tests.harness.live import LiveSystem

CASES = 12
EXCLUDED = [
    checks.positive_data_acceptance,  # valid text may name no area or indicator: a documented 404 or 422
    checks.ignored_auth,  # public routes answer without a token; who may enter is tested route by route
    checks.unsupported_method,
    checks.use_after_free,
    checks.ensure_resource_availability,
]

explore = settings(
    max_examples=CASES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def promised(service: str) -> Any:
    """The service's committed document; another test holds it equal to the running app's."""
    return schemathesis.openapi.from_dict(json.loads((FOLDER / f"{service}.json").read_text(encoding="utf-8")))


directory = promised("directory")
indicators = promised("indicators")
gateway = promised("gateway")


@pytest.fixture(scope="module")
def bearer(system: LiveSystem) -> dict[str, str]:
    """The access token of a system that may read and write values anywhere."""
    return {"Authorization": str(system.token("indicators:read", "values:write").headers["Authorization"])}


@directory.parametrize()
@explore
def test_the_directory_answers_as_promised(case: Case, system: LiveSystem, bearer: dict[str, str]) -> None:
    case.call_and_validate(base_url=system.url, headers=bearer, excluded_checks=EXCLUDED)


@indicators.parametrize()
@explore
def test_the_indicators_service_answers_as_promised(case: Case, system: LiveSystem, bearer: dict[str, str]) -> None:
    case.call_and_validate(base_url=system.url, headers=bearer, excluded_checks=EXCLUDED)


@gateway.parametrize()
@explore
def test_the_gateway_answers_as_promised(case: Case, system: LiveSystem) -> None:
    case.call_and_validate(base_url=system.url, excluded_checks=EXCLUDED)
