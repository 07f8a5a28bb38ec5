"""Reading by boundaries: the switch on pages of figures, what was carried in words, and its proof."""

import pytest

from tests.frontend.pages.conftest import Visit
from tests.harness.live import LiveSystem
from tests.harness.reporting import Office, single

UNIT = "X04630-2025"


@pytest.fixture(scope="module", autouse=True)
def reported(system: LiveSystem) -> None:
    """What two former communes had that became Tú Lệ."""
    office = Office(system, system.token("values:write", "indicators:read"))
    office.save(single("KTS-06", "X04630-2004", "2020", 30), single("KTS-06", "X04480-2004", "2020", 12))
    office.save(single("DVC-766", "T15-2004", "2024-03", 80.5), single("DVC-766", "T10-2004", "2024-03", 71))


def test_a_commune_shows_its_history_before_the_reform_by_present_boundaries(system: LiveSystem, visit: Visit) -> None:
    then = visit(system.client(), f"/chi-tieu/KTS-06?dv={UNIT}&ky=2020")
    assert "chưa có số liệu" in then.text
    [switch] = [link for link in then.links(".lt-tabs a") if "dg=nay" in link]
    now = visit(system.client(), switch)
    assert "Gộp từ 2/2 đơn vị cũ" in now.text
    assert now.all(".lt-headline__number") == ["42"]
    assert f"/chi-tieu/KTS-06/{UNIT}/2020?dg=nay" in now.links()
    assert now.all('.lt-tabs [aria-current="page"]') == ["Địa giới hiện nay"]
    assert any("boundaries=now" in link for link in now.links())


def test_the_proof_lists_the_former_units(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), f"/chi-tieu/KTS-06/{UNIT}/2020?dg=nay")
    assert "Số của các đơn vị cũ" in page.text
    assert page.all("#thanh-phan tbody th") == ["Xã Cao Phạ", "Xã Tú Lệ"]
    assert page.all("#thanh-phan tbody td:last-child") == ["Toàn bộ", "Toàn bộ"]
    assert "2/2 đơn vị cũ đã có số liệu" in page.text


def test_what_cannot_be_merged_is_said_in_words(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/chi-tieu/DVC-766?dv=T15-2025&ky=2024-03&dg=nay")
    assert "không gộp được" in page.text
    proof = visit(system.client(), "/chi-tieu/DVC-766/T15-2025/2024-03?dg=nay")
    assert proof.all("#thanh-phan tbody td:last-child") == ["Để ngoài", "Để ngoài"]


@pytest.mark.parametrize("path", [f"/don-vi/{UNIT}", f"/tong-quan?dv={UNIT}"])
def test_unit_and_dashboard_carry_the_switch_and_the_links_go_on(system: LiveSystem, visit: Visit, path: str) -> None:
    [switch] = [link for link in visit(system.client(), path).links(".lt-tabs a") if "dg=nay" in link]
    page = visit(system.client(), switch)
    assert f"/chi-tieu/KTS-06/{UNIT}/2022?dg=nay" in page.links()
    assert f"/chi-tieu/KTS-06?dv={UNIT}&ky=2022&dg=nay" in page.links()


@pytest.mark.parametrize("path", ["/don-vi/X04630-2004", "/tong-quan?dv=VN", "/chi-tieu/KTS-06?dv=X04630-2004"])
def test_former_units_and_the_nation_have_no_switch(system: LiveSystem, visit: Visit, path: str) -> None:
    joined = f"{path}{'&' if '?' in path else '?'}dg=nay"
    assert not [link for link in visit(system.client(), joined).links(".lt-tabs a") if "dg=" in link]


def test_the_download_goes_by_the_same_boundaries(system: LiveSystem) -> None:
    client = system.client()
    assert "2020" in client.get(f"/chi-tieu/KTS-06.csv?dv={UNIT}&dg=nay").text
    assert "2020" not in client.get(f"/chi-tieu/KTS-06.csv?dv={UNIT}").text
