"""Style sheet, scripts, map and mark: hashed, immutable, packed and small enough for a slow line."""

import gzip
import re
from collections.abc import Callable

import httpx
from lxml import etree

from frontend.assets import STATIC, Assets

Get = Callable[..., httpx.Response]
NAMES = ("app.css", "app.js", "vn34.svg", "favicon.svg")
BUDGET = 25 * 1024


def test_style_sheet_and_scripts_fit_the_budget(assets: Assets) -> None:
    assert sum(len(assets.get(name).packed) for name in ("app.css", "app.js")) <= BUDGET


def test_every_file_is_served_for_ever_under_its_hash(assets: Assets, get: Get) -> None:
    for name in NAMES:
        url = assets.url(name)
        assert re.fullmatch(r"/s/[a-z0-9]+\.[0-9a-f]{12}\.(css|js|svg)", url)
        answer = get(url)
        assert answer.content == assets.get(name).body
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_reader_without_gzip_gets_plain_bytes(assets: Assets, get: Get) -> None:
    answer = get(assets.url("app.css"), Accept_Encoding="identity")
    assert "Content-Encoding" not in answer.headers
    assert answer.content == gzip.decompress(assets.get("app.css").packed)


def test_an_old_or_invented_name_is_not_found(get: Get) -> None:
    assert get("/s/app.000000000000.css").status_code == 404
    assert get("/s/app.css").status_code == 404


def test_every_source_is_in_the_style_sheet_and_the_script(assets: Assets) -> None:
    sheet, script = assets.get("app.css").body.decode(), assets.get("app.js").body.decode()
    bare = "".join(sheet.split())
    for path in STATIC.rglob("*.css"):
        rule = next(line.strip() for line in path.read_text().splitlines() if line.strip()[:1] in {".", ":", "@", "*"})
        assert "".join(rule.split()) in bare, path
    for path in STATIC.rglob("*.js"):
        statement = next(line.strip() for line in path.read_text().splitlines() if "addEventListener" in line)
        assert statement in script, path


def test_a_component_sheet_stays_readable() -> None:
    for path in (STATIC / "css").rglob("*.css"):
        assert len(path.read_text().splitlines()) <= 100, path


def test_classes_carry_the_prefix_of_the_product() -> None:
    for path in (STATIC / "css").rglob("*.css"):
        for name in re.findall(r"(?<![\w.])\.([a-z][\w-]*)(?=[^{}]*\{)", path.read_text()):
            assert name.startswith(("lt-", "htmx-")), f"{path.name}: .{name}"


def test_the_map_has_34_provinces_and_two_archipelagos(assets: Assets) -> None:
    sheet = etree.fromstring(assets.get("vn34.svg").body)
    keys = [symbol.get("id") for symbol in sheet]
    assert len([key for key in keys if re.fullmatch(r"p\d\d", key)]) == 34
    assert {"hoang-sa", "truong-sa"} <= set(keys)
    assert len(keys) == len(set(keys)) == 36
    paths = {symbol.get("id"): symbol[1].get("d") for symbol in sheet}
    assert paths["hoang-sa"].count("M") == 8
    assert paths["truong-sa"].count("M") == 54
    assert min(path.count("M") for path in paths.values()) >= 1
