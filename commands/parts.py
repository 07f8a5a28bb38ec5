"""The parts of the product, whom each of them asks, and where they are served when not in one process."""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from kit.settings import Settings, WrongSetting

GATEWAY = "gateway"
PARTS = ("directory", "indicators", "frontend", GATEWAY)
ASKED_BY: Mapping[str, tuple[str, ...]] = {
    "directory": (),
    "indicators": ("directory",),
    "frontend": (GATEWAY,),
    GATEWAY: ("directory", "indicators", "frontend"),
}


def url_name(part: str) -> str:
    """The setting that says where a part is served."""
    return f"LANTOA_{part.upper()}_URL"


def local_parts(settings: Settings) -> tuple[str, ...]:
    """What `run` serves itself: the gateway, and every part nobody said to be served elsewhere."""
    return tuple(part for part in PARTS if part == GATEWAY or settings.part_url(part) is None)


def asked_urls(settings: Settings, part: str, *, but: Collection[str] = ()) -> dict[str, str]:
    """Where the parts are that `part` asks, `but` those at hand; WrongSetting names the one that is missing."""
    found = {asked: settings.part_url(asked) for asked in ASKED_BY[part] if asked not in but}
    for asked, url in found.items():
        if url is None:
            raise WrongSetting(url_name(asked), f"Chưa đặt: phần {part} cần biết phần {asked} ở địa chỉ nào.")
    return {asked: url for asked, url in found.items() if url is not None}


def port_of(settings: Settings, part: str) -> int:
    """The port a part served alone listens on: the gateway's own, for the others that of their address."""
    if part == GATEWAY:
        return settings.port
    url = settings.part_url(part)
    port = None if url is None else urlsplit(url).port
    if port is None:
        raise WrongSetting(url_name(part), f"Chưa đặt: phần {part} cần biết cổng để mở.")
    return port
