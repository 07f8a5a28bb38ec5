"""Schemathesis holds every service to its document: no 5xx, no undocumented answer, no shape but the promised one."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import CHECKS

from tests.harness.live import LiveSystem

CASES = 12
EXCLUDED = ("positive_data_acceptance", "unsupported_method", "use_after_free", "ensure_resource_availability")
"""Valid text may name no area or indicator: 404 and 422 are documented answers to it, not defects."""

explore = settings(
    max_examples=CASES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def document(system: LiveSystem, service: str) -> Any:
    """The service's document, read through the gateway."""
    schema = schemathesis.openapi.from_url(f"{system.url}/api/{service}/openapi.json")
    schema.config.update(base_url=system.url)
    return schema


@pytest.fixture
def directory_document(system: LiveSystem) -> Any:
    """What the directory promises."""
    return document(system, "directory")


@pytest.fixture
def indicators_document(system: LiveSystem) -> Any:
    """What the indicators service promises."""
    return document(system, "indicators")


@pytest.fixture
def bearer(system: LiveSystem) -> str:
    """The access token of a system that may read and write values anywhere."""
    return str(system.token("indicators:read", "values:write").headers["Authorization"])


def hold(case: Case, bearer: str) -> None:
    """Send the case with a token and hold the answer to the document."""
    excluded = [check for check in CHECKS.get_all() if check.__name__ in (*EXCLUDED, "ignored_auth")]
    case.call_and_validate(headers={"Authorization": bearer}, excluded_checks=excluded)


@schemathesis.pytest.from_fixture("directory_document").parametrize()
@explore
def test_the_directory_answers_as_promised(case: Case, bearer: str) -> None:
    hold(case, bearer)


@schemathesis.pytest.from_fixture("indicators_document").parametrize()
@explore
def test_the_indicators_service_answers_as_promised(case: Case, bearer: str) -> None:
    hold(case, bearer)
