"""The command `framework`: faults by file and line with an exit code, and two files side by side."""

from pathlib import Path

import pytest

from commands.line import main
from tests.harness.frameworks import flat, head

SHIPPED = Path(__file__).parents[2] / "services/indicators/frameworks"


def test_a_sound_file_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["framework", "check", str(SHIPPED / "QD766.yaml")]) == 0
    assert "QD766.yaml: đạt. QD766, 21 tiêu chí, 100 điểm" in capsys.readouterr().out


def test_every_fault_is_told_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sai.yaml"
    file.write_text((head() + flat()).replace("periods: year", "periods: decade").replace("max: 50", "max: x", 1))
    assert main(["framework", "check", str(file)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith(f"{file}:8: periods: “decade” không hợp lệ")
    assert told[1:] == [f"{file}:13: nodes[0] (1).max: Thiếu hoặc không phải là số.", "2 lỗi."]


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["framework", "check", str(tmp_path / "khong-co.yaml")]) == 1
    assert "Không đọc được tệp" in capsys.readouterr().err


def test_two_files_are_compared_with_how_nodes_carry_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["framework", "diff", str(SHIPPED / "DTI-2022.yaml"), str(SHIPPED / "DTI-2025.yaml")]) == 0
    told = capsys.readouterr().out
    assert "- 6 Đô thị thông minh" in told
    assert "  6 ← 7 (ghi trong tệp) Hoạt động chính quyền số" in told
