"""Derive one connection URL from another: same server, other role or other database."""

from urllib.parse import SplitResult, quote, urlsplit


def role_dsn(admin_dsn: str, role: str, password: str) -> str:
    """The same server and database for another role; hosts, port and options stay."""
    parts = checked(admin_dsn)
    _, _, hosts = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{quote(role, safe='')}:{quote(password, safe='')}@{hosts}").geturl()


def database_dsn(dsn: str, database: str) -> str:
    """The same server and role for another database."""
    return checked(dsn)._replace(path="/" + quote(database, safe="")).geturl()


def checked(dsn: str) -> SplitResult:
    """The parts of a connection URL that names its database; ValueError with a Vietnamese sentence otherwise."""
    parts = urlsplit(dsn)
    if parts.scheme not in ("postgresql", "postgres") or parts.path in ("", "/"):
        raise ValueError(
            "Địa chỉ cơ sở dữ liệu phải có dạng postgresql://người-dùng:mật-khẩu@máy-chủ:cổng/tên-cơ-sở-dữ-liệu"
        )
    return parts
