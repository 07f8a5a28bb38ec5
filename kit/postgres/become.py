"""Run as a script: take the identity asked for, tie our life to the launcher's, then become the program.

`become.py LAUNCHER_PID same|mapped|UID:GID PROGRAM ARGUMENT…`. It stands alone (standard library only) and runs in a
fresh interpreter, because code between fork and exec in a process with threads may deadlock.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

NOBODY = 65534
_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1


def main() -> None:
    launcher, identity, *command = sys.argv[1:]
    if identity == "mapped":
        _enter_user_namespace()
    elif identity != "same":
        uid, gid = map(int, identity.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        _die_with(int(launcher))
    os.execv(command[0], command)  # noqa: S606  (the launcher names the program)


def _enter_user_namespace() -> None:
    """Root seen as nobody: PostgreSQL refuses root, yet files stay root's and closed folders stay reachable."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} 0 1", encoding="ascii")


def _die_with(launcher: int) -> None:
    """A killed launcher takes the server down by a fast shutdown; set last, a change of identity would clear it."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
    if os.getppid() != launcher:
        sys.exit("the launcher died before the server began")


if __name__ == "__main__":
    main()
