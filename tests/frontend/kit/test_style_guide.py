"""The style guide shows every macro, and the page it makes is sound."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import httpx
import pytest
from lxml import html

from frontend.render import TEMPLATES

Get = Callable[..., httpx.Response]
GUIDE = [*(TEMPLATES / "style_guide").glob("*.html"), TEMPLATES / "layout.html", TEMPLATES / "errors" / "error.html"]
INPUTS = "//input[not(@type='hidden')]|//select|//textarea"


@pytest.fixture(scope="session")
def page(get: Get) -> html.HtmlElement:
    answer = get("/kieu")
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def test_every_macro_of_every_component_is_shown() -> None:
    shown = "\n".join(path.read_text() for path in GUIDE)
    for path in (TEMPLATES / "components").glob("*.html"):
        for name in re.findall(r"{% macro ([a-z]\w*)\(", path.read_text()):
            used = re.search(rf"(?:{{{{[^}}]*|call )\b{name}\(", shown)
            assert used, f"{path.name}: {name}"


def test_no_rule_of_the_style_sheet_is_dead() -> None:
    home = TEMPLATES.parent
    sources = [*TEMPLATES.rglob("*.html"), *(home / "charts").glob("*.py"), *(home / "static" / "js").glob("*.js")]
    spoken = "\n".join(path.read_text() for path in sources if path.parent.name != "style_guide")
    for path in (home / "static" / "css").rglob("*.css"):
        for name in re.findall(r"\.(lt-[a-z0-9_-]+)", path.read_text()):
            assert re.search(rf"\b{name.split('--')[0]}(?![\w])", spoken), f"{path.name}: .{name}"


def test_ids_are_unique_and_references_are_kept(page: html.HtmlElement) -> None:
    ids = Counter(page.xpath("//@id"))
    assert [key for key, times in ids.items() if times > 1] == []
    for value in page.xpath("//@aria-describedby|//@aria-labelledby|//@for"):
        assert set(value.split()) <= set(ids), value


def test_every_box_has_a_name(page: html.HtmlElement) -> None:
    for box in page.xpath(INPUTS):
        labelled = box.get("aria-label") or page.xpath("//label[@for=$key]", key=box.get("id"))
        assert labelled, html.tostring(box)


def test_errors_are_announced_at_the_box_and_in_the_summary(page: html.HtmlElement) -> None:
    for box in page.xpath("//*[@aria-invalid='true']"):
        described = box.get("aria-describedby").split()
        assert any("Lỗi: " in page.get_element_by_id(key).text_content() for key in described)
    linked = page.xpath("//*[@data-error-summary]//a/@href")
    assert linked
    for href in linked:
        assert page.get_element_by_id(href[1:]).get("aria-invalid") == "true"


def test_the_page_has_one_title_and_headings_in_order(page: html.HtmlElement) -> None:
    assert len(page.findall(".//h1")) == 1
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_status_is_shape_and_word_never_colour_alone(page: html.HtmlElement) -> None:
    tags = page.xpath("//span[contains(@class, 'lt-tag--')]")
    assert len(tags) > 10
    assert all(tag.text_content().strip() for tag in tags)
    coloured = [tag for tag in tags if re.search(r"--(good|watch|late|wait|none)", tag.get("class"))]
    assert all(tag.find("svg") is not None for tag in coloured)


def test_a_table_that_becomes_cards_names_every_cell(page: html.HtmlElement) -> None:
    cells = page.xpath("//table[contains(@class, 'stacked')]//td[not(contains(@class, '--code'))]")
    assert cells
    assert all(cell.get("data-label") for cell in cells)


def test_unsafe_forms_carry_the_token(page: html.HtmlElement) -> None:
    forms = page.xpath("//form[@method='post' and @action='/dang-xuat']")
    assert forms
    assert all(form.xpath(".//input[@name='csrf']/@value") == ["mau"] for form in forms)


def test_invented_figures_are_marked(page: html.HtmlElement) -> None:
    assert "Số liệu minh hoạ" in page.xpath("string(//footer)")
