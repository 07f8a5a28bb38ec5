"""Roles and schemas of services: what each may do, what none may, and how an administrator can make them by hand."""

from collections.abc import Callable, Iterator

import psycopg
import pytest

from kit.postgres.cluster import Cluster
from kit.postgres.provision import (
    CannotProvision,
    OtherPasswords,
    app_role,
    clone_database,
    database_dsn,
    drop_database,
    owner_role,
    provision,
    provision_statements,
    role_dsn,
)

SERVICES = ("alpha", "beta")
AsRole = Callable[[str], psycopg.Connection]


def password_of(role: str) -> str:
    return f"mật khẩu của {role}".encode().hex()


@pytest.fixture(scope="module")
def admin_dsn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A provisioned server with one table of the service alpha, filled by its owner."""
    with Cluster(tmp_path_factory.mktemp("provisioned"), durable=False) as cluster:
        provision(cluster.dsn, SERVICES, password_of)
        with psycopg.connect(role_dsn(cluster.dsn, owner_role("alpha"), password_of(owner_role("alpha")))) as owner:
            owner.execute("CREATE TABLE alpha.things (id bigserial PRIMARY KEY, name text)")
            owner.execute("CREATE TABLE alpha.log (entry text)")
            owner.execute("REVOKE UPDATE, DELETE ON alpha.log FROM lantoa_alpha_app")
            owner.execute("INSERT INTO alpha.things (name) VALUES ('một')")
        yield cluster.dsn


@pytest.fixture
def as_role(admin_dsn: str) -> Iterator[AsRole]:
    """Connect as a role; each statement is a transaction of its own."""
    opened: list[psycopg.Connection] = []

    def connect(role: str) -> psycopg.Connection:
        opened.append(psycopg.connect(role_dsn(admin_dsn, role, password_of(role)), autocommit=True))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


def test_the_app_role_reads_and_writes_what_the_owner_made(as_role: AsRole) -> None:
    app = as_role(app_role("alpha"))
    added = app.execute("INSERT INTO alpha.things (name) VALUES ('hai') RETURNING id").fetchone()
    app.execute("UPDATE alpha.things SET name = 'ba' WHERE id = %s", added)
    assert app.execute("SELECT name FROM alpha.things ORDER BY id").fetchall() == [("một",), ("ba",)]
    app.execute("DELETE FROM alpha.things WHERE id = %s", added)
    app.execute("CREATE TEMPORARY TABLE staging (LIKE alpha.things)")


@pytest.mark.parametrize(
    "forbidden",
    [
        "CREATE TABLE alpha.mine ()",
        "CREATE TABLE public.mine ()",
        "CREATE SCHEMA mine",
        "ALTER TABLE alpha.things ADD COLUMN extra text",
        "ALTER TABLE alpha.things DISABLE ROW LEVEL SECURITY",
        "DROP TABLE alpha.things",
        "TRUNCATE alpha.things",
        "UPDATE alpha.log SET entry = ''",
        "SET ROLE lantoa_alpha_owner",
        "CREATE ROLE mine",
    ],
)
def test_the_app_role_changes_nothing_but_rows(as_role: AsRole, forbidden: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_role(app_role("alpha")).execute(forbidden.encode())


@pytest.mark.parametrize("role", [app_role("beta"), owner_role("beta")])
@pytest.mark.parametrize("reached", ["SELECT * FROM alpha.things", "CREATE TABLE alpha.mine ()"])
def test_no_role_reaches_the_schema_of_another_service(as_role: AsRole, role: str, reached: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_role(role).execute(reached.encode())


def test_schema_and_tables_belong_to_the_owner_role_and_no_role_bears_a_schemas_name(admin_dsn: str) -> None:
    with psycopg.connect(admin_dsn) as admin:
        owners = admin.execute(
            "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'alpha'"
            " UNION SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'alpha'"
        ).fetchall()
        bypassing = admin.execute(
            "SELECT rolname FROM pg_roles WHERE rolname ~ '^lantoa_' AND (rolsuper OR rolbypassrls)"
        )
        assert bypassing.fetchall() == []
        assert admin.execute("SELECT rolname FROM pg_roles JOIN pg_namespace ON nspname = rolname").fetchall() == []
    assert owners == [("lantoa_alpha_owner",)]


def test_the_app_role_waits_neither_long_for_locks_nor_holds_transactions_open(as_role: AsRole) -> None:
    names = ("lock_timeout", "idle_in_transaction_session_timeout", "transaction_timeout", "timezone")
    app = as_role(app_role("beta"))
    assert [app.execute("SELECT current_setting(%s)", [name]).fetchone() for name in names] == [
        *(("1s",), ("30s",), ("1min",), ("UTC",)),
    ]
    assert as_role(owner_role("beta")).execute("SHOW lock_timeout").fetchone() == ("0",)


def test_provisioning_again_keeps_data_and_what_a_migration_revoked(admin_dsn: str, as_role: AsRole) -> None:
    provision(admin_dsn, SERVICES, password_of)
    app = as_role(app_role("alpha"))
    assert app.execute("SELECT name FROM alpha.things").fetchall() == [("một",)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("DELETE FROM alpha.log")


@pytest.mark.parametrize("password", ['it\'s "q" \\ $$;%s@:/?#&', " spaces  around ", "~" * 200])
def test_any_printable_password_signs_in_and_replaces_the_old_one(admin_dsn: str, password: str) -> None:
    provision(admin_dsn, ["gamma"], lambda role: password, new_passwords=True)
    with psycopg.connect(role_dsn(admin_dsn, app_role("gamma"), password)) as app:
        assert app.execute("SELECT current_user").fetchone() == ("lantoa_gamma_app",)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(role_dsn(admin_dsn, app_role("gamma"), password + "x"))


def test_roles_that_are_there_keep_their_passwords_unless_new_ones_are_asked_for(admin_dsn: str) -> None:
    provision(admin_dsn, ["epsilon"], password_of)
    with pytest.raises(OtherPasswords, match="--new-key"):
        provision(admin_dsn, ["zeta", "epsilon"], lambda role: "another-password")
    psycopg.connect(role_dsn(admin_dsn, app_role("epsilon"), password_of(app_role("epsilon")))).close()
    provision(admin_dsn, ["zeta", "epsilon"], lambda role: "another-password", new_passwords=True)
    psycopg.connect(role_dsn(admin_dsn, app_role("epsilon"), "another-password")).close()


def test_a_role_that_may_not_come_into_this_database_yet_is_let_in(admin_dsn: str) -> None:
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        admin.execute("CREATE DATABASE closed")
        admin.execute("REVOKE ALL ON DATABASE closed FROM PUBLIC")
    closed = database_dsn(admin_dsn, "closed")
    provision(closed, SERVICES, password_of)
    psycopg.connect(role_dsn(closed, app_role("alpha"), password_of(app_role("alpha")))).close()
    drop_database(admin_dsn, "closed")


@pytest.mark.parametrize("password", ["", "mật khẩu", "a\nb"])
def test_a_password_two_sides_could_read_differently_is_refused(password: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        provision_statements(["gamma"], lambda role: password, "lantoa")


@pytest.mark.parametrize("service", ["", "Alpha", "a b", "a;drop", "a'", 'a"', "1a", "a" * 41, "alpha\n"])
def test_a_service_name_that_is_not_plain_is_refused(service: str) -> None:
    with pytest.raises(ValueError, match="Tên dịch vụ"):
        provision_statements([service], password_of, "lantoa")


@pytest.fixture
def clerk_dsn(admin_dsn: str) -> Iterator[str]:
    """A database with a hostile name and the DSN of a role in it that may create nothing."""
    database = 'sổ "cái"'
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        admin.execute("CREATE ROLE clerk LOGIN PASSWORD 'clerk'")
        admin.execute("CREATE ROLE keeper LOGIN PASSWORD 'keeper' CREATEROLE")
    clone_database(admin_dsn, "template0", database)
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        admin.execute('ALTER DATABASE "sổ ""cái""" OWNER TO keeper')
    yield role_dsn(database_dsn(admin_dsn, database), "clerk", "clerk")
    drop_database(admin_dsn, database)


def test_a_role_that_may_not_provision_is_given_sql_that_suffices_for_one_that_may(clerk_dsn: str) -> None:
    with pytest.raises(CannotProvision, match="migrate --print-sql") as refused:
        provision(clerk_dsn, ["delta"], password_of)
    statements = refused.value.statements
    assert not any(password_of(role) in "".join(statements) for role in (owner_role("delta"), app_role("delta")))
    assert "SCRAM" not in str(refused.value)
    for _ in range(2):
        with psycopg.connect(role_dsn(clerk_dsn, "keeper", "keeper"), autocommit=True) as keeper:
            for statement in statements:
                keeper.execute(statement.encode())
    provision(clerk_dsn, ["delta"], password_of)
    with psycopg.connect(role_dsn(clerk_dsn, owner_role("delta"), password_of(owner_role("delta")))) as owner:
        owner.execute("CREATE TABLE delta.things AS SELECT 1 AS number")
    with psycopg.connect(role_dsn(clerk_dsn, app_role("delta"), password_of(app_role("delta")))) as app:
        assert app.execute("SELECT number FROM delta.things").fetchone() == (1,)
    with pytest.raises(CannotProvision):
        provision(clerk_dsn, ["delta"], lambda role: "another password")


def test_a_clone_gives_its_roles_the_rights_of_its_template_and_nobody_more(admin_dsn: str) -> None:
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        admin.execute("CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
    clone = clone_database(admin_dsn, "lantoa", "clone")
    with psycopg.connect(role_dsn(clone, app_role("alpha"), password_of(app_role("alpha")))) as app:
        assert app.execute("SELECT name FROM alpha.things").fetchall() == [("một",)]
        app.execute("CREATE TEMPORARY TABLE staging ()")
        assert app.execute("SHOW lock_timeout").fetchone() == ("1s",)
    for database in (admin_dsn, clone):
        refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
        with psycopg.connect(role_dsn(database, "stranger", "stranger")) as stranger, refused:
            stranger.execute("CREATE TEMPORARY TABLE mine ()")
    drop_database(admin_dsn, "clone")
    drop_database(admin_dsn, "clone")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(clone)


def test_a_role_dsn_keeps_hosts_port_and_options() -> None:
    admin = "postgresql://root:secret@h1:1,h2:2/lantoa?target_session_attrs=read-write"
    expected = "postgresql://lantoa_a_app:p%40%2F%3A@h1:1,h2:2/lantoa?target_session_attrs=read-write"
    assert role_dsn(admin, "lantoa_a_app", "p@/:") == expected


@pytest.mark.parametrize("dsn", ["host=localhost dbname=lantoa", "mysql://a@b/c", "postgresql://a:b@c"])
def test_an_address_that_is_not_a_postgresql_url_with_a_database_is_refused(dsn: str) -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        role_dsn(dsn, "role", "password")
