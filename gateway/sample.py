"""One account per role for two places, so that a first visitor can look around; never made in production."""

import json
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from contracts.access import ROLE_NAMES, Role
from gateway.actions.accounts import store_account
from gateway.queries.accounts import is_known
from gateway.queries.grants import Given
from kit.database import Database, in_unit
from kit.settings import Settings

FILE = "sample-accounts.json"
DOMAIN = "lantoa.example"


@dataclass(frozen=True, slots=True)
class Sample:
    """An account to try the system with."""

    email: str
    name: str
    role: str
    area: str


@dataclass(frozen=True, slots=True)
class SampleAccount(Sample):
    """A sample account that was made; its password is printed once and kept in a file only its owner reads."""

    password: str


@dataclass(frozen=True, slots=True)
class Place:
    """A province and one commune of it: the commune has its officer, everybody else works for the province."""

    word: str
    id: str
    name: str
    commune_word: str
    commune_id: str
    commune_name: str


PLACES = (
    Place("tayninh", "T80-2025", "tỉnh Tây Ninh", "cangiuoc", "X28159-2025", "xã Cần Giuộc"),
    Place("laocai", "T15-2025", "tỉnh Lào Cai", "tule", "X04630-2025", "xã Tú Lệ"),
)
IN_PROVINCE = {
    Role.VIEWER: "xem",
    Role.TEAM_LEADER: "to",
    Role.DEPARTMENT_OFFICER: "so",
    Role.APPRAISER: "thamdinh",
    Role.LEADER: "lanhdao",
    Role.PUBLISHER: "congbo",
    Role.ADMIN: "quantri",
}


def _planned() -> Iterator[Sample]:
    for place in PLACES:
        officer = Role.COMMUNE_OFFICER
        yield Sample(f"xa.{place.commune_word}@{DOMAIN}", f"Cán bộ {place.commune_name}", officer, place.commune_id)
        for role, word in IN_PROVINCE.items():
            yield Sample(f"{word}.{place.word}@{DOMAIN}", f"{ROLE_NAMES[role]}, {place.name}", role, place.id)


SAMPLES = tuple(_planned())


async def make_accounts(database: Database, settings: Settings) -> list[SampleAccount]:
    """Make the sample accounts that are missing and return them; none in production."""
    if settings.production:
        return []
    path = settings.data_dir / FILE
    kept = _read(path)
    made = []
    async with in_unit(database) as session:
        for sample in SAMPLES:
            if await is_known(session, email=sample.email):
                continue
            password = _password(settings, kept.get(sample.email))
            await store_account(
                session,
                email=sample.email,
                name=sample.name,
                password=password,
                grants=[Given(sample.role, sample.area)],
            )
            made.append(SampleAccount(**asdict(sample), password=password))
        if made:
            _write(path, {**kept, **{account.email: account for account in made}}.values())
    return made


def _password(settings: Settings, before: SampleAccount | None) -> str:
    """The operator's choice, the one already in the file, or a random one."""
    if settings.sample_password is not None:
        return settings.sample_password.get_secret_value()
    return before.password if before else secrets.token_urlsafe(12)


def _read(path: Path) -> dict[str, SampleAccount]:
    if not path.exists():
        return {}
    return {entry["email"]: SampleAccount(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))}


def _write(path: Path, accounts: Iterable[SampleAccount]) -> None:
    """Replace the file as a whole; nobody but its owner may ever read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump([asdict(account) for account in accounts], file, ensure_ascii=False, indent=1)
    draft.replace(path)
