"""Give a server the roles and schemas of the services, or say what an administrator must run."""

from collections.abc import Callable, Sequence

import psycopg
from psycopg import sql

from kit.postgres.dsn import database_dsn, role_dsn
from kit.postgres.errors import ClusterError
from kit.postgres.statements import app_role, owner_role, provision_statements

__all__ = [
    "CannotProvision",
    "OtherPasswords",
    "app_role",
    "clone_database",
    "database_dsn",
    "drop_database",
    "owner_role",
    "provision",
    "provision_statements",
    "role_dsn",
]

_LOCK = 0x6C616E746F61
"""Advisory lock of provisioning ("lantoa" in ASCII): roles are shared by the server, two runs must not cross."""
_MAINTENANCE = "postgres"


class CannotProvision(Exception):
    """The role at hand may not create roles and schemas; `statements` is the SQL an administrator can run instead.

    They hold salted verifiers, not passwords; even so the message leaves them out, since messages end in logs.
    """

    def __init__(self, reason: str, statements: list[str]) -> None:
        super().__init__(
            f"Tài khoản cơ sở dữ liệu không đủ quyền tạo vai trò và lược đồ ({reason}). Hãy chạy"
            " `python manage.py migrate --print-sql` và nhờ quản trị viên cơ sở dữ liệu chạy các câu lệnh in ra."
        )
        self.statements = statements


class OtherPasswords(ClusterError):
    """The roles are there with passwords of another master key; whoever runs on that key would be locked out."""

    def __init__(self) -> None:
        super().__init__(
            "Khóa chủ hiện tại khác với khóa đã dùng khi thiết lập cơ sở dữ liệu này nên không thay đổi gì. Hãy đặt"
            " đúng LANTOA_MASTER_KEY (hoặc dùng đúng thư mục dữ liệu LANTOA_DATA_DIR) rồi chạy lại; nếu muốn chuyển"
            " sang khóa hiện tại, hãy dừng hệ thống rồi thêm --new-key vào lệnh migrate (hoặc restore)."
        )


def provision(
    admin_dsn: str, services: Sequence[str], passwords: Callable[[str], str], *, new_passwords: bool = False
) -> None:
    """Create or repair roles and schemas in one transaction; content when an administrator already has.

    Raises CannotProvision when something is missing and the role of `admin_dsn` may not make it, OtherPasswords when
    a role is there whose password is another, unless these are to be its `new_passwords`.
    """
    with psycopg.connect(admin_dsn) as connection:
        statements = provision_statements(services, passwords, connection.info.dbname)
        try:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            if not new_passwords:
                _refuse_other_passwords(connection, admin_dsn, services, passwords)
            for statement in statements:
                connection.execute(statement.encode())
        except psycopg.errors.InsufficientPrivilege as error:
            connection.rollback()
            if not _provisioned(admin_dsn, services, passwords):
                raise CannotProvision(error.diag.message_primary or "", statements) from error


def _refuse_other_passwords(
    connection: psycopg.Connection, admin_dsn: str, services: Sequence[str], passwords: Callable[[str], str]
) -> None:
    """OtherPasswords when a role that is there already does not take its password; nothing was altered yet.

    Who may not alter roles does no harm and is told about that instead.
    """
    roles = [app_role(service) for service in services]
    present = connection.execute(_PRESENT, [roles]).fetchall()
    for (role,) in present:
        right, wrong = (
            _refused_password(connection.info, role_dsn(admin_dsn, role, password))
            for password in (passwords(role), f"{passwords(role)}x")
        )
        if right is not None and right == wrong:
            raise OtherPasswords


_PRESENT = """
    SELECT rolname FROM pg_roles
    WHERE rolname = ANY(%s) AND (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user)
"""


def _refused_password(reached: psycopg.ConnectionInfo, dsn: str) -> str | None:
    """What the server says when it does not let the role in after it asked for its password; None otherwise.

    libpq tells no SQLSTATE of a failed sign-in and the words are in the server's language: only when they are those
    for a password that is certainly wrong are they about the password. Asked is the very address reached before.
    """
    try:
        psycopg.connect(dsn, host=reached.host, hostaddr=reached.hostaddr or None, port=reached.port).close()
    except psycopg.OperationalError as error:
        return str(error) if error.pgconn is not None and error.pgconn.used_password else None
    return None


def _provisioned(admin_dsn: str, services: Sequence[str], passwords: Callable[[str], str]) -> bool:
    """Whether each role signs in with its password and has its right on its schema."""
    try:
        for service in services:
            for role, right in ((owner_role(service), "CREATE"), (app_role(service), "USAGE")):
                with psycopg.connect(role_dsn(admin_dsn, role, passwords(role))) as connection:
                    row = connection.execute("SELECT has_schema_privilege(%s, %s)", [service, right]).fetchone()
                    if row != (True,):
                        return False
    except (psycopg.OperationalError, psycopg.errors.InvalidSchemaName):
        return False
    return True


def clone_database(admin_dsn: str, template: str, name: str) -> str:
    """Copy a database nobody is connected to; returns the administrator's DSN of the copy.

    A copy starts with the server's default rights, not its template's: these are carried over. The files are copied
    rather than logged: half the time for 60 MB.
    """
    with psycopg.connect(database_dsn(admin_dsn, _MAINTENANCE), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        for privilege, role in connection.execute(_GRANTED, [template]).fetchall():
            grantee = sql.Identifier(role) if role else sql.SQL("PUBLIC")
            connection.execute(
                sql.SQL("GRANT {} ON DATABASE {} TO {}").format(sql.SQL(privilege), sql.Identifier(name), grantee)
            )
    return database_dsn(admin_dsn, name)


_GRANTED = """
    SELECT granted.privilege_type, pg_roles.rolname
    FROM pg_database
    CROSS JOIN aclexplode(coalesce(datacl, acldefault('d', datdba))) AS granted
    LEFT JOIN pg_roles ON pg_roles.oid = granted.grantee
    WHERE datname = %s AND granted.grantee <> datdba
"""


def drop_database(admin_dsn: str, name: str) -> None:
    """Remove a database, its connections included; none of that name is fine."""
    with psycopg.connect(database_dsn(admin_dsn, _MAINTENANCE), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
