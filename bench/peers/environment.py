"""The environment a peer runs in: built from a hashed lock beside the product's own, kept for the next measurement."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from bench.rounds import tell
from commands.storage import ROOT

LOCK = Path(__file__).with_name("requirements.lock")
FOLDER = ROOT / ".venv-peers"


def peer_python() -> str:
    """The interpreter of the peers' environment; needs the package registry the first time."""
    python, marker = FOLDER / "bin" / "python", FOLDER / "built"
    wanted = sha256(LOCK.read_bytes()).hexdigest()
    if not marker.is_file() or marker.read_text() != wanted:
        tell("building the peers' environment …")
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*pip, "-r", str(LOCK)], check=True)
        marker.write_text(wanted)
    return str(python)
