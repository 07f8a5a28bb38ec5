"""docs/access.md says what the code does."""

from pathlib import Path

from contracts.access import RIGHTS, ROLE_NAMES, SCOPES, Right, Role

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "access.md").read_text()


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, its head first."""
    section = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines if "---" not in line]


def test_the_table_of_roles_is_the_one_in_the_code() -> None:
    head, *body = rows("Roles of people")
    assert head[2:] == list(Right)
    assert [row[0] for row in body] == list(Role)
    for name, label, *cells in body:
        assert label == ROLE_NAMES[Role(name)]
        assert {right for right, cell in zip(Right, cells, strict=True) if cell == "x"} == RIGHTS[Role(name)]


def test_the_table_of_scopes_is_the_one_in_the_code() -> None:
    _, *body = rows("Scopes of systems")
    assert [row[0] for row in body] == list(Right)
    assert {name for name, cell in body if cell == "x"} == SCOPES
