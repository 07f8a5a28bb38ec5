"""Making accounts and API clients, and the sample accounts of a first start."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from contracts.access import Role
from gateway.actions.accounts import create_account
from gateway.actions.clients import by_operator, create_client, registration
from gateway.sample import SAMPLES, make_accounts
from kit import clock
from kit.database import in_unit
from kit.errors import Conflict, Invalid
from kit.settings import Settings
from tests.gateway.gate import PASSWORD, Gate

GOOD: dict[str, Any] = {
    "email": "moi@lantoa.example",
    "name": "Trần Văn Bình",
    "password": PASSWORD,
    "grants": [("leader", "T15-2025")],
}


def create(gate: Gate, **fields: Any) -> None:
    async def make() -> None:
        async with in_unit(gate.database) as session:
            await create_account(session, **{**GOOD, **fields})

    gate.loop.run(make())


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"email": "không phải thư"}, "/email"),
        ({"email": "a@b@c"}, "/email"),
        ({"email": ""}, "/email"),
        ({"name": " "}, "/name"),
        ({"name": "x" * 301}, "/name"),
        ({"name": "a\nb"}, "/name"),
        ({"password": "ngắn"}, "/password"),
        ({"grants": [("leader", "T15-2025"), ("king", "T15-2025")]}, "/grants/1/role"),
        ({"grants": [("leader", "Lào Cai")]}, "/grants/0/place"),
        ({"grants": [("leader", "T15-2025\n")]}, "/grants/0/place"),
    ],
)
def test_a_faulty_account_is_refused_at_the_fault(gate: Gate, fields: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        create(gate, **fields)
    assert [fault.pointer for fault in refused.value.faults] == [pointer]


def test_one_address_has_one_account_however_written(gate: Gate) -> None:
    create(gate, email="Mot.Nguoi@lantoa.example")
    with pytest.raises(Conflict, match=r"mot\.nguoi@lantoa\.example"):
        create(gate, email="mot.nguoi@LANTOA.example")


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"scopes": []}, "/scopes"),
        ({"scopes": ["feeds:read"]}, "/scopes"),
        ({"scopes": ["indicators:read", "assessments:appraise"]}, "/scopes"),
        ({"name": ""}, "/name"),
        ({"area": "Tây Ninh"}, "/area"),
        ({"area": "VN\n"}, "/area"),
    ],
)
def test_a_faulty_client_is_refused_at_the_fault(gate: Gate, fields: dict[str, Any], pointer: str) -> None:
    async def make() -> None:
        async with in_unit(gate.database) as session:
            told = {"name": "Bộ KH&CN", "scopes": ["indicators:read"], "area": "VN", **fields}
            await create_client(session, registration(**told), by_operator(clock.now()))

    with pytest.raises(Invalid) as refused:
        gate.loop.run(make())
    assert [fault.pointer for fault in refused.value.faults] == [pointer]


def settings(folder: Path, **fields: Any) -> Settings:
    return Settings(data_dir=folder, **fields)


@pytest.fixture(autouse=True)
def no_samples(gate: Gate) -> None:
    """Every test starts without sample accounts."""
    emails = [sample.email for sample in SAMPLES]
    gate.execute("delete from accounts where email = any(:emails)", {"emails": emails})


def test_there_is_a_sample_account_for_every_role_in_both_provinces() -> None:
    for province, commune in (("T80-2025", "X28159-2025"), ("T15-2025", "X04630-2025")):
        assert {sample.role for sample in SAMPLES if sample.area in (province, commune)} == set(Role)
    assert {sample.area for sample in SAMPLES if sample.role == Role.COMMUNE_OFFICER} == {"X28159-2025", "X04630-2025"}
    assert len({sample.email for sample in SAMPLES}) == len(SAMPLES)


def test_sample_accounts_are_made_once_with_passwords_only_their_owner_reads(gate: Gate, tmp_path: Path) -> None:
    made = gate.loop.run(make_accounts(gate.database, settings(tmp_path)))
    assert len(made) == len(SAMPLES)
    assert len({account.password for account in made}) == len(SAMPLES)
    kept = tmp_path / "sample-accounts.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [entry["password"] for entry in json.loads(kept.read_text())] == [account.password for account in made]
    officer = made[0]
    answer = gate.visitor().sign_in(officer.email, officer.password)
    assert [role["area"] for role in answer.json()["roles"]] == ["X28159-2025"]
    assert gate.loop.run(make_accounts(gate.database, settings(tmp_path))) == []


def test_an_account_made_again_keeps_the_password_in_the_file(gate: Gate, tmp_path: Path) -> None:
    first = gate.loop.run(make_accounts(gate.database, settings(tmp_path)))
    gate.execute("delete from accounts where email = :email", {"email": first[3].email})
    assert gate.loop.run(make_accounts(gate.database, settings(tmp_path))) == [first[3]]
    assert len(json.loads((tmp_path / "sample-accounts.json").read_text())) == len(SAMPLES)


def test_the_operator_may_choose_one_password_for_all(gate: Gate, tmp_path: Path) -> None:
    chosen = settings(tmp_path, sample_password=SecretStr("mẫu"))
    made = gate.loop.run(make_accounts(gate.database, chosen))
    assert {account.password for account in made} == {"mẫu"}
    assert gate.visitor().sign_in(made[-1].email, "mẫu").status_code == 201


def test_production_has_no_sample_accounts(gate: Gate, tmp_path: Path) -> None:
    behind_https = settings(tmp_path, public_url="https://lantoa.example")
    assert gate.loop.run(make_accounts(gate.database, behind_https)) == []
    assert not gate.rows("select 1 from accounts where email like 'xa.%@lantoa.example'")
    assert not (tmp_path / "sample-accounts.json").exists()
