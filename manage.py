#!/usr/bin/env python3
"""The one command of Lan Tỏa: `python manage.py run` makes its own environment, then serves the product.

Needs nothing but Python >= 3.11 on Linux or macOS: the first call builds `.venv` from the hashed locks and goes on
inside it.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCKS = {False: ["requirements.lock"], True: ["requirements-dev.lock"]}
ASSETS = "requirements-assets.lock"


def venv_python() -> Path:
    """The interpreter of our own environment."""
    return VENV / "bin" / "python"


def fingerprint(locks: list[str]) -> str:
    """What the environment was built from; another fingerprint means it is built again."""
    digest = hashlib.sha256(sys.version.encode())
    for name in locks:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_built(dev: bool) -> bool:
    """True when the environment holds what the locks say; one built for development serves both."""
    for kind in (True, False) if not dev else (True,):
        marker = VENV / ("built-dev" if kind else "built")
        if marker.is_file() and marker.read_text() == fingerprint([*LOCKS[kind], ASSETS]):
            return venv_python().is_file()
    return False


def build(dev: bool) -> None:
    """Make `.venv` and install the locked packages, every one checked against its hash."""
    print("Đang chuẩn bị môi trường (chỉ lần đầu)…", file=sys.stderr, flush=True)
    if not venv_python().is_file():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    pip = [str(venv_python()), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    for name in LOCKS[dev]:
        subprocess.run([*pip, "-r", str(ROOT / name)], check=True)
    subprocess.run([*pip, "--no-deps", "-r", str(ROOT / ASSETS)], check=True)
    (VENV / ("built-dev" if dev else "built")).write_text(fingerprint([*LOCKS[dev], ASSETS]))


def main() -> int:
    """Build the environment when needed, then hand over to the commands inside it."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file must speak on older versions too
        print("Cần Python 3.11 trở lên.", file=sys.stderr)
        return 1
    if os.name == "nt":
        print("Chưa chạy trực tiếp trên Windows. Hãy chạy trong WSL 2.", file=sys.stderr)
        return 1
    dev = "--dev" in sys.argv
    given = os.environ.get("LANTOA_ENVIRONMENT") == "ready"  # an image holds the packages already
    try:
        if not given and not is_built(dev):
            build(dev)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"Không chuẩn bị được môi trường: {error}", file=sys.stderr)
        print("Trên Debian/Ubuntu hãy cài gói python3-venv rồi chạy lại.", file=sys.stderr)
        return 1
    if sys.argv[1:2] == ["setup"]:
        return 0
    if not given and Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(venv_python(), [str(venv_python()), *sys.argv])
    from commands.line import main as command

    return command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
