"""What strangers read first: both READMEs say the same, the map is whole, every link leads somewhere."""

import re
from pathlib import Path

import pytest

from tools.picture import TARGET, draw

ROOT = Path(__file__).parents[2]
ENGLISH, VIETNAMESE = ROOT / "README.md", ROOT / "README.vi.md"
PAGES = [ENGLISH, VIETNAMESE, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands_in(page: Path) -> list[str]:
    """The lines to type, without their comments."""
    blocks = re.findall(r"```\n(.*?)```", page.read_text(), re.DOTALL)
    return [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]


def folders_in(page: Path) -> list[str]:
    """The folders and files of the map."""
    rows = re.findall(r"^\| (`.*?`) \|", page.read_text(), re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def test_both_readmes_have_the_same_commands_map_and_links() -> None:
    assert commands_in(ENGLISH) == commands_in(VIETNAMESE)
    assert folders_in(ENGLISH) == folders_in(VIETNAMESE)
    links = [set(re.findall(r"\]\(([^)]+)\)", page.read_text())) for page in (ENGLISH, VIETNAMESE)]
    assert links[0] - {"README.vi.md"} == links[1] - {"README.md"}
    assert "README.vi.md" in links[0]
    assert "README.md" in links[1]


def test_the_map_names_every_folder() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages <= {name.split("/")[0] for name in folders_in(ENGLISH)}
    assert all((ROOT / name).exists() for name in folders_in(ENGLISH))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        if not link.startswith("http"):
            assert (page.parent / link).exists(), link


def test_the_picture_of_the_architecture_is_what_its_description_draws() -> None:
    assert TARGET.read_text() == draw()
