"""Pieces of evidence: added once per unit, listed newest first, read with their content."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from contracts.indicators.evidence import Evidence
from kit.errors import NotFound
from kit.light import instant, light
from kit.paging import cursor, id_after
from kit.text import fold
from services.indicators.queries.source import Source

MISSING = "Không có minh chứng này."
COLUMNS = """
    e.id, e.area, e.kind, e.abstract, e.number, e.issued_on, e.issuer, e.file_name, e.digest, f.media_type, f.size,
    e.by_name, e.at,
    (select count(*) from value_evidence v where v.evidence_id = e.id)
        + (select count(*) from score_evidence s where s.evidence_id = e.id) as uses
"""
FROM = "from evidence e left join evidence_files f on f.digest = e.digest"
_Evidence = light(Evidence)
# Without a target: with one, the new row would have to be seen, which takes evidence that names it.
_KEEP_FILE = """
    insert into evidence_files (digest, media_type, size, content)
    values (%(digest)s, %(media_type)s, %(size)s, %(content)s) on conflict do nothing
"""
_ADD = """
    insert into evidence (area, kind, abstract, number, issued_on, issuer, file_name, digest, folded, by_id, by_name)
    values (%(area)s, %(kind)s, %(abstract)s, %(number)s, %(issued_on)s, %(issuer)s, %(file_name)s, %(digest)s,
            %(folded)s, %(by_id)s, %(by_name)s)
    on conflict do nothing returning id
"""
_SAME = """
    select id from evidence
    where area = %(area)s and (digest = %(digest)s or (number = %(number)s and issued_on = %(issued_on)s))
"""
_ONE = f"select {COLUMNS} {FROM} where e.id = %(id)s"
_LIST = f"""
    select {COLUMNS} {FROM}
    where e.area = %(area)s and (%(after)s::uuid is null or e.id < %(after)s)
      and (select coalesce(bool_and(position(word in e.folded) > 0), true) from unnest(%(words)s::text[]) as word)
    order by e.id desc limit %(limit)s
"""  # noqa: S608 - our own columns
_CONTENT = "select content from evidence_files where digest = %(digest)s"


def evidence_of(row: Any) -> Evidence:
    """The evidence a row with its columns holds, as a light twin of its contract."""
    return _Evidence(
        id=str(row.id),
        area=row.area,
        kind=row.kind,
        abstract=row.abstract,
        number=row.number,
        issued_on=row.issued_on,
        issuer=row.issuer,
        file_name=row.file_name,
        media_type=row.media_type,
        size=row.size,
        digest=row.digest,
        added_by=row.by_name,
        added_at=instant(row.at),
        uses=row.uses,
    )


async def keep_file(source: Source, *, digest: str, media_type: str, content: bytes) -> None:
    """Keep the bytes of a file; the same bytes are kept once, whoever sends them."""
    given = {"digest": digest, "media_type": media_type, "size": len(content), "content": content}
    await source.rows(_KEEP_FILE, given)


async def add_evidence(source: Source, told: Mapping[str, Any]) -> tuple[UUID, bool]:
    """The evidence of a unit by file or document, and whether it was added now."""
    fields = ("number", "issued_on", "issuer", "file_name", "digest")
    words = (told.get("number"), told["abstract"], told.get("issuer"), told.get("file_name"))
    given = {**dict.fromkeys(fields), **told, "folded": fold(" ".join(word for word in words if word))}
    added = await source.rows(_ADD, given)
    if added:
        return added[0].id, True
    return (await source.rows(_SAME, given))[0].id, False


async def get_row(source: Source, evidence: UUID) -> Any:
    """The row of one piece; NotFound when there is none, or none the caller may know of."""
    rows = await source.rows(_ONE, {"id": evidence})
    if not rows:
        raise NotFound(MISSING)
    return rows[0]


async def list_rows(source: Source, area: str, *, q: str | None, after: str | None, limit: int) -> list[Any]:
    """Rows of a unit's evidence, newest first, one more than `limit`; `q` is words in any order, without marks."""
    words = fold(q).split() if q else []
    return await source.rows(_LIST, {"area": area, "words": words, "after": id_after(after), "limit": limit + 1})


def evidence_cursor(row: Any) -> str:
    """Where the page after this row begins."""
    return cursor(str(row.id))


async def get_content(source: Source, digest: str) -> bytes:
    """The bytes of a file; NotFound."""
    rows = await source.rows(_CONTENT, {"digest": digest})
    if not rows:
        raise NotFound(MISSING)
    return bytes(rows[0].content)
