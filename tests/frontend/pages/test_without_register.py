"""While the register of areas does not answer, figures are still shown to those who work with them."""

from tests.frontend.pages.test_errors import half_page
from tests.harness.live import LiveSystem

REGISTER = "/api/directory/"


def test_a_commune_lands_on_its_own_figures_while_nobody_tells_its_province(system: LiveSystem) -> None:
    page = half_page(system, "/tong-quan", REGISTER, system.client("commune_officer"))

    assert page.status == 200
    assert "Tổng quan chuyển đổi số xã Cần Giuộc" in page.body.decode()
