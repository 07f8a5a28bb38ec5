"""The containers: every part has one, only the gateway is reached from outside, none may do what it need not."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from commands.parts import GATEWAY, PARTS, url_name
from commands.storage import SERVICES
from kit.settings import Settings
from tests.house.source import ROOT

FILE = ROOT / "docker-compose.yml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text())
CONTAINERS: dict[str, dict[str, Any]] = COMPOSE["services"]
EXIST = {f"LANTOA_{name.upper()}" for name in Settings.model_fields} | {url_name(part) for part in PARTS}


def test_the_file_is_a_compose_file() -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    command = [checker, "--builtin-schema", "vendor.compose-spec", FILE]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_every_part_has_a_container_and_serves_only_itself() -> None:
    served = {name: found["command"] for name, found in CONTAINERS.items() if found.get("command", [""])[0] == "serve"}
    assert served == {part: ["serve", part] for part in PARTS}


def test_only_the_gateway_is_reached_from_outside() -> None:
    assert [name for name, found in CONTAINERS.items() if "ports" in found] == [GATEWAY]
    assert [name for name, found in CONTAINERS.items() if found["networks"] != ["inside"]] == [GATEWAY]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


@pytest.mark.parametrize("name", CONTAINERS)
def test_no_container_may_do_what_it_need_not(name: str) -> None:
    found = CONTAINERS[name]
    assert found["read_only"] is True
    assert found["cap_drop"] == ["ALL"]
    assert found["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in found


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_asked_whether_it_is_ready(part: str) -> None:
    assert "/readyz" in CONTAINERS[part]["healthcheck"]["test"][-1]


def test_every_setting_that_is_used_exists() -> None:
    used = set(re.findall(r"LANTOA_[A-Z_]+", FILE.read_text()))
    assert used <= EXIST, used - EXIST


def test_services_hold_no_administrators_password() -> None:
    assert [part for part in SERVICES if "@" in CONTAINERS[part]["environment"]["LANTOA_DATABASE_URL"]] == []
    assert "LANTOA_DATABASE_URL" not in CONTAINERS["frontend"]["environment"], "pages know the gateway only"


def test_secrets_have_no_default() -> None:
    for secret in ("LANTOA_MASTER_KEY", "POSTGRES_PASSWORD"):
        assert re.search(rf"\${{{secret}:\?", FILE.read_text()), secret
        assert not re.search(rf"\${{{secret}:-", FILE.read_text()), secret


def test_the_image_is_not_run_by_root_and_takes_only_locked_packages() -> None:
    image = (ROOT / "Dockerfile").read_text()
    assert image.rindex("USER 10001") < image.index("ENTRYPOINT")
    assert image.count("pip install") == image.count("--require-hashes") == 2
