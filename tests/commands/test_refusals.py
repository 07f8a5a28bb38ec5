"""What an operator can mend is told in one Vietnamese sentence, with an exit code and without a stack trace."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

LINE = "import sys; from commands.line import main; sys.exit(main(sys.argv[1:]))"


def refused(folder: Path, *words: str, **settings: str) -> str:
    """What a command says that must fail."""
    environment = {**os.environ, "LANTOA_DATA_DIR": str(folder), **settings}
    ended = subprocess.run(
        [sys.executable, "-c", LINE, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_a_port_in_use_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        told = refused(tmp_path / "var", "run", LANTOA_PORT=port)
    assert told.startswith(f"Không mở được địa chỉ 127.0.0.1:{port} (")
    assert "LANTOA_PORT" in told
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("LANTOA_PORT", "tám nghìn", "Phải là một số nguyên"),
        ("LANTOA_DATABASE_URL", "postgresql://a:bi-mat@db", "Địa chỉ cơ sở dữ liệu phải có dạng postgresql://"),
        ("LANTOA_OIDC_ISSUER", "http://bi-mat.example", "Phải là một địa chỉ https đầy đủ"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not_shown(
    tmp_path: Path, name: str, value: str, reason: str
) -> None:
    told = refused(tmp_path, "migrate", **{name: value})
    assert told.startswith(f"Thiết lập chưa đúng:\n  {name}: {reason}")
    assert "bi-mat" not in told


@pytest.mark.parametrize("command", ["migrate", "run"])
def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path, command: str) -> None:
    told = refused(
        tmp_path, command, LANTOA_PORT="0", LANTOA_DATABASE_URL="postgresql://lantoa:bi-mat@127.0.0.1:1/lantoa"
    )
    assert told.startswith("Không kết nối được cơ sở dữ liệu: ")
    assert "bi-mat" not in told


def test_a_command_beside_a_product_that_is_just_starting_asks_for_patience(tmp_path: Path) -> None:
    home = tmp_path / "postgres"
    home.mkdir()
    with (home / "lock").open("w") as lock:
        holder = f"import fcntl, sys; fcntl.flock({lock.fileno()}, fcntl.LOCK_EX)"
        subprocess.run([sys.executable, "-c", holder], pass_fds=[lock.fileno()], check=True)
        told = refused(tmp_path, "migrate")
    assert told == f"Bản Lan Tỏa trên {tmp_path} đang khởi động lần đầu. Hãy chạy lại lệnh này sau ít phút.\n"


def test_half_a_single_sign_on_is_told_in_one_sentence(tmp_path: Path) -> None:
    told = refused(tmp_path, "run", LANTOA_OIDC_ISSUER="https://sso.example")
    assert told == (
        "Thiết lập chưa đúng:\n"
        "  LANTOA_OIDC_CLIENT_ID: Chưa đặt: nhà cung cấp đăng nhập một lần cần biết ai đang hỏi.\n"
    )
