"""Pictures of the running product for README and docs: `python -m tools.screenshots` beside `make run`.

Reads LANTOA_PORT and LANTOA_DATA_DIR as the product does, signs in with the sample accounts kept there.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser

from kit.settings import Settings
from tests.harness.browser import launched

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
LARGEST = 200 * 1024
SHEET = "dv=X28159-2025&bo=CDS-XA-2025&ky=2025"


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as an account sees it: what fits a window of this width and height."""

    name: str
    account: str
    path: str
    width: int = 1280
    height: int = 860
    scheme: Literal["light", "dark"] = "light"
    printed: bool = False
    """As it leaves the printer: without what only a screen needs."""


PICTURES = (
    Picture("tong-quan", "lanhdao.laocai@lantoa.example", "/tong-quan"),
    Picture("nhap-so-lieu", "xa.cangiuoc@lantoa.example", "/nhap?bm=CDS-XA-2025"),
    Picture("cham-diem", "thamdinh.tayninh@lantoa.example", f"/cham-diem?{SHEET}"),
    Picture("xep-hang", "lanhdao.laocai@lantoa.example", "/xep-hang?bo=DTI-2022&ky=2022"),
    Picture("xep-hang-766", "lanhdao.laocai@lantoa.example", "/xep-hang?bo=QD766&ky=2026"),
    Picture("can-cu", "thamdinh.tayninh@lantoa.example", f"/cham-diem/can-cu?{SHEET}"),
    Picture("tai-tep-len", "xa.cangiuoc@lantoa.example", "/nhap/tep?bm=CDS-XA-2025"),
    Picture("chi-tieu", "lanhdao.laocai@lantoa.example", "/chi-tieu/CQS-01"),
    Picture("viec", "xa.tule@lantoa.example", "/viec"),
    Picture("duyet", "so.laocai@lantoa.example", "/duyet"),
    Picture("muc-tieu", "lanhdao.laocai@lantoa.example", "/muc-tieu?dv=T15-2025", height=780),
    Picture("mo-phong", "lanhdao.laocai@lantoa.example", "/mo-phong?bo=QD766&ky=2026&dv=T15-2025"),
    Picture("bo-tieu-chi", "lanhdao.laocai@lantoa.example", "/bo-tieu-chi/QD766"),
    Picture("cong-nhan", "lanhdao.laocai@lantoa.example", "/cong-nhan"),
    Picture("danh-sach-cong-nhan", "lanhdao.laocai@lantoa.example", "/cong-nhan/danh-sach", width=794, printed=True),
    Picture(
        "to-tham-dinh", "congbo.laocai@lantoa.example", "/cham-diem/hoi-dong/moi?bo=MINH-HOA-XA&ky=2025&dv=T15-2025"
    ),
    Picture("soat-so-ghi-nhan", "so.laocai@lantoa.example", "/nguon?xem=ghi-nhan"),
    Picture("nguon", "so.laocai@lantoa.example", "/nguon"),
    Picture("tim", "lanhdao.laocai@lantoa.example", "/tim?q=van+chan"),
    Picture("tro-giup", "lanhdao.laocai@lantoa.example", "/tro-giup"),
    Picture("tai-khoan", "quantri.laocai@lantoa.example", "/quan-tri/tai-khoan"),
    Picture("chia-se", "quantri.laocai@lantoa.example", "/chia-se"),
    Picture("lich-su", "quantri.laocai@lantoa.example", "/lich-su"),
    Picture("ban-in", "xa.cangiuoc@lantoa.example", "/nhap?bm=CDS-XA-2025", width=794, height=1000, printed=True),
    Picture("dien-thoai", "lanhdao.laocai@lantoa.example", "/tong-quan", width=390, height=844),
    Picture("nen-toi", "lanhdao.laocai@lantoa.example", "/tong-quan", scheme="dark"),
)


def main() -> int:
    """Takes every picture; says how large each is, and fails for one that is too large to keep."""
    settings = Settings()
    accounts = json.loads((settings.data_dir / "sample-accounts.json").read_text())
    passwords = {account["email"]: account["password"] for account in accounts}
    FOLDER.mkdir(parents=True, exist_ok=True)
    sizes = {}
    with launched() as browser:
        for picture in PICTURES:
            taken = take(browser, f"http://127.0.0.1:{settings.port}", picture, passwords[picture.account])
            (FOLDER / f"{picture.name}.png").write_bytes(taken)
            sizes[picture.name] = len(taken)
            sys.stdout.write(f"{picture.name}.png  {len(taken) // 1024} KB\n")
    return 1 if max(sizes.values()) > LARGEST else 0


def take(browser: Browser, site: str, picture: Picture, password: str) -> bytes:
    """Signs in and looks at the page."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.scheme,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/dang-nhap")
    page.get_by_label("Thư điện tử").fill(picture.account)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "/dang-nhap" not in url)
    page.goto(picture.path)
    if picture.printed:
        page.emulate_media(media="print")
    taken = page.screenshot()
    context.close()
    return taken


if __name__ == "__main__":
    sys.exit(main())
