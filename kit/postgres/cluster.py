"""The embedded PostgreSQL of one data directory: started as our child, stopped with us, its data kept."""

import fcntl
import os
import secrets
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from kit.postgres import process, server
from kit.postgres.binaries import find_binaries
from kit.postgres.errors import CannotStart, ClusterError, DataDirectoryBusy
from kit.postgres.initialise import SUPERUSER, check_version, initialise
from kit.postgres.keeper import Keeper
from kit.postgres.privilege import Identity, choose_identity, hand_over, open_the_way, reachable_binaries
from kit.secrets import keep

DATABASE = "lantoa"


class Cluster:
    """A server for one installation; `durable=False` trades safety for speed and is for tests only.

    Everything lies in `data_dir/postgres`: lock, password (0600), port, server.log and the data in `cluster`.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        shared_buffers: str = "128MB",
        durable: bool = True,
        identity: Identity | None = None,
    ) -> None:
        self._home = data_dir.resolve() / "postgres"
        self._data = self._home / "cluster"
        self._shared_buffers = shared_buffers
        self._durable = durable
        self._identity = identity
        self._lock: int | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._port: int | None = None
        self._password = ""
        self._given_up = threading.Event()
        self._keeper: Keeper | None = None

    def start(self) -> str:
        """Bring the server up (again, if it died) and return the administrator's DSN.

        Raises ClusterError. Only from the main thread: the kernel ends the server with the thread that forked it.
        """
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("the embedded server must be started from the main thread")
        if self.alive:
            return self.dsn
        self._given_up.clear()
        try:
            self._hold()
            self._bring_up()
            self._create_database()
        except BaseException:
            self.stop()
            raise
        return self.dsn

    def keep_alive(self) -> None:
        """From now until `stop`, start the server again whenever it ends unasked: same port, same password."""
        if self._keeper is None:
            self._keeper = Keeper(lambda: self.alive, self._revive)

    def stop(self) -> None:
        """Shut down fast (running statements are cancelled, data written), reap the child, let the lock go."""
        self._given_up.set()
        if self._keeper is not None:
            self._keeper.dismiss()
            self._keeper = None
        if self._server is not None:
            process.end(self._server)
            self._server = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def alive(self) -> bool:
        """Whether the server process runs."""
        return self._server is not None and self._server.poll() is None

    @property
    def port(self) -> int:
        """The port on 127.0.0.1, known once started; it is kept from run to run while it is free."""
        if self._port is None:
            raise RuntimeError("the embedded server has not been started")
        return self._port

    @property
    def pid(self) -> int:
        """The process id of the server, known while it has not been stopped."""
        if self._server is None:
            raise RuntimeError("the embedded server has not been started")
        return self._server.pid

    @property
    def dsn(self) -> str:
        """The administrator's DSN of the application's database."""
        return self._dsn_of(DATABASE)

    def _dsn_of(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}:{self._password}@{server.HOST}:{self.port}/{database}"

    def _hold(self) -> None:
        """Take the lock of the data directory; the kernel lets it go when we die, however we die."""
        if self._lock is not None:
            return
        try:
            self._home.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self._home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise ClusterError(f"Không ghi được vào thư mục dữ liệu {self._home}: {error.strerror}.") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(lock, 20, 0).decode(errors="replace").strip()
            os.close(lock)
            raise DataDirectoryBusy(
                f"Thư mục dữ liệu {self._home.parent} đang được một bản Lan Tỏa khác sử dụng (tiến trình {holder})."
                " Hãy dừng bản đó, hoặc đặt LANTOA_DATA_DIR và LANTOA_PORT khác cho bản này."
            ) from error
        os.truncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        self._lock = lock

    def _bring_up(self) -> None:
        self._server, self._port = server.launch(self._plan(), self._remembered_port())
        (self._home / "port").write_text(str(self._port), encoding="ascii")

    def _revive(self) -> None:
        """Start the server where it was; data that are gone are not made anew behind the back of those who run."""
        if not self._data.exists():
            raise CannotStart(f"Không còn thư mục cơ sở dữ liệu {self._data}.")
        self._server = server.relaunch(self._plan(), self.port)

    def _plan(self) -> server.Plan:
        """What to start from, once the data are ready for it."""
        binaries = find_binaries()
        identity = self._identity or choose_identity(self._data, binaries)
        open_the_way(self._home, identity)
        binaries = reachable_binaries(binaries, self._home, identity)
        self._prepare_data(binaries, identity)
        log = self._home / "server.log"
        return server.Plan(binaries, self._data, identity, log, self._shared_buffers, self._durable, self._given_up)

    def _prepare_data(self, binaries: Path, identity: Identity) -> None:
        kept = self._home / "password"
        if not self._data.exists():
            self._password = keep(kept, secrets.token_urlsafe(32).encode()).decode()
            initialise(self._data, binaries, identity, self._password, durable=self._durable)
            return
        if not kept.exists():
            raise CannotStart(
                f"Mất tệp mật khẩu {kept} của cơ sở dữ liệu {self._data}. Hãy khôi phục tệp từ bản sao lưu."
            )
        self._password = kept.read_text(encoding="ascii")
        check_version(self._data, binaries)
        process.clear_leftover(self._data)
        hand_over(self._data, identity)

    def _remembered_port(self) -> int | None:
        try:
            return int((self._home / "port").read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return None

    def _create_database(self) -> None:
        try:
            with psycopg.connect(self._dsn_of(SUPERUSER), autocommit=True) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        except psycopg.OperationalError as error:
            raise CannotStart(f"Không đăng nhập được vào cơ sở dữ liệu nhúng {self._data}: {error}") from error


def running_dsn(data_dir: Path) -> str:
    """The administrator's DSN of the server that another process runs on this data directory.

    For commands beside a running product; ask only after DataDirectoryBusy, which proves that somebody runs it.
    """
    home = data_dir.resolve() / "postgres"
    try:
        password = (home / "password").read_text(encoding="ascii")
        port = int((home / "port").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError) as error:
        raise DataDirectoryBusy(
            f"Bản Lan Tỏa trên {data_dir} đang khởi động lần đầu. Hãy chạy lại lệnh này sau ít phút."
        ) from error
    return f"postgresql://{SUPERUSER}:{password}@{server.HOST}:{port}/{DATABASE}"
