"""No GET changes anything (ASVS 3.5.3): every table of every service is the same after everything has been read."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import httpx
import lxml.html
import psycopg
import pytest
from psycopg import sql

from commands.storage import SERVICES
from tests.harness.live import LiveSystem
from tests.harness.store import Store
from tests.security.walking import Addresses

MOST_FOLLOWED = 60
"""Links followed for each visitor beyond the addresses themselves: pages link to each other without end."""
ROLES = ("", "viewer", "commune_officer", "department_officer", "appraiser", "leader", "publisher", "admin")
BOOKKEEPING = {
    ("gateway", "sessions"): {"last_seen_at"},
    ("gateway", "clients"): {"last_used_at"},
}
"""Columns in which it is noted that somebody was here; they change no answer but "last seen"."""
BY_ITSELF = {"feed_cursors", "feed_inbox", "signing_keys", "audit_leaves", "audit_unsealed", "audit_seals"}
"""Tables that work in the background keeps, whether anybody reads or not."""
NOTED = {("gateway", "audit_events"): "outcome = 'done' and action not like all (array['%%.read', '%%.listed'])"}
"""Refusals and reading of personal data are recorded; no other deed may come of reading."""

Sums = dict[str, tuple[int, int]]


def columns(connection: psycopg.Connection) -> Iterator[tuple[str, str, list[str]]]:
    """Schema, table and columns of everything that is compared."""
    found = connection.execute(
        "select table_schema, table_name, array_agg(column_name::text order by ordinal_position)"
        " from information_schema.columns join information_schema.tables using (table_schema, table_name)"
        " where table_schema = any(%s) and table_type = 'BASE TABLE' group by 1, 2",
        [list(SERVICES)],
    )
    for schema, table, names in found.fetchall():
        if table not in BY_ITSELF:
            yield schema, table, [name for name in names if name not in BOOKKEEPING.get((schema, table), ())]


def sums(admin: str) -> Sums:
    """Rows and a checksum of each table."""
    told = {}
    with psycopg.connect(admin) as connection:
        for schema, table, names in list(columns(connection)):
            query = sql.SQL("select count(*), coalesce(sum(hashtextextended(row({})::text, 0)), 0) from {} {}").format(
                sql.SQL(", ").join(map(sql.Identifier, names)),
                sql.Identifier(schema, table),
                sql.SQL("where " + NOTED[schema, table]) if (schema, table) in NOTED else sql.SQL(""),
            )
            row = connection.execute(query).fetchone()
            assert row is not None
            told[f"{schema}.{table}"] = (row[0], int(row[1]))
    return told


def links(page: httpx.Response) -> Iterator[str]:
    """Where the links of a page lead inside the site; forms that read are filled as they stand."""
    if not page.headers.get("content-type", "").startswith("text/html") or not page.text:
        return
    root = lxml.html.document_fromstring(page.text)
    for link in root.cssselect("a[href]"):
        target = urlsplit(urljoin(str(page.url), str(link.get("href"))))
        if target.netloc == urlsplit(str(page.url)).netloc:
            yield f"{target.path}?{target.query}" if target.query else target.path


def crawl(client: httpx.Client, first: list[str]) -> int:
    """Read all these, then what they link to; how many were read."""
    seen, waiting = set(first), list(first)
    left = len(first) + MOST_FOLLOWED
    while waiting and left:
        left -= 1
        answer = client.get(waiting.pop(0))
        assert answer.status_code < 500, answer.url
        new = [path for path in dict.fromkeys(links(answer)) if path not in seen]
        seen.update(new)
        waiting.extend(new)
    return len(first) + MOST_FOLLOWED - left


@pytest.fixture(scope="module")
def alone(store: Store) -> Iterator[LiveSystem]:
    """The product on a clone that nobody else writes to."""
    with store.clone() as dsn, LiveSystem(store.settings(), dsn) as live:
        yield live


def test_everything_is_the_same_after_everything_was_read(alone: LiveSystem) -> None:
    # Takes long: every address and many links, by eight kinds of visitors and a system.
    everywhere = Addresses(alone)
    clients = [alone.client(role or None) for role in ROLES]
    clients.append(alone.token("indicators:read", "values:write"))
    paths = sorted(
        {address.filled for address in everywhere.gets()} | {"/docs", "/healthz", "/readyz", "/tong-quan?lang=en"}
    )
    before = sums(alone.admin)
    assert len(before) > 20

    assert all(crawl(client, paths) >= len(paths) for client in clients)

    after = sums(alone.admin)
    assert {table: (before.get(table), after[table]) for table in after if before.get(table) != after[table]} == {}


def test_a_change_is_noticed(alone: LiveSystem) -> None:
    before = sums(alone.admin)
    client = alone.client("viewer")
    after = sums(alone.admin)
    assert "gateway.sessions" in [table for table in after if before[table] != after[table]]
    client.get("/tong-quan")
    assert sums(alone.admin) == after


def test_head_and_options_change_nothing_either(alone: LiveSystem) -> None:
    client = alone.client("admin")
    everywhere = Addresses(alone)
    before = sums(alone.admin)
    for address in (*everywhere.gets(), *everywhere.unsafe()):
        for method in ("HEAD", "OPTIONS"):
            assert client.request(method, address.filled).status_code < 500
    assert sums(alone.admin) == before
