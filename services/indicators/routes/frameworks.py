"""Frameworks (bộ tiêu chí): read by all, checked and published by those whom the right is given on their area."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from contracts.access import Right
from contracts.directory import LEVELS, AreaLevel
from contracts.indicators.assessments import FrameworkCode
from contracts.indicators.definitions import Framework, FrameworkSummary
from contracts.indicators.frameworks import FrameworkCheck, FrameworkDiff, FrameworkRevision
from kit.caller import AnyoneDep, Caller, requires
from kit.database import ReaderDep, SessionDep, TransactionRoute
from kit.errors import documented
from kit.light import write
from kit.paging import AfterQuery, LimitQuery, cursor, keys_of, page
from kit.preconditions import IfMatch, etag, version_of
from kit.shapes import Day, Note, Page
from services.indicators.actions.frameworks import check_framework, put_framework
from services.indicators.queries import framework_versions as versions
from services.indicators.queries import frameworks as queries
from services.indicators.queries.comparisons import get_diff, get_diff_between
from services.indicators.routes.definitions import YAML, DefinitionDep, JsonSchema, body_of
from services.indicators.routes.parameters import AreaQuery
from services.indicators.rules.frameworks.schema import framework_schema

SCHEMA = write(framework_schema())

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Bộ chỉ số"])

CodePath = Annotated[FrameworkCode, Path(title="Mã bộ chỉ số")]
Publisher = Annotated[Caller, requires(Right.FRAMEWORKS_WRITE)]
BODY = body_of("Tệp YAML của bộ tiêu chí (UTF-8, tối đa 1 MB), xem framework-schema và docs/frameworks.md.")


@router.get(
    "/framework-schema",
    summary="Lược đồ JSON của tệp bộ tiêu chí",
    response_class=JsonSchema,
    response_model=dict[str, object],
)
async def get_schema(*, _caller: AnyoneDep) -> Response:
    """JSON Schema 2020-12 of the YAML file: editors complete and check by it."""
    return JsonSchema(SCHEMA)


@router.get("/frameworks", summary="Danh sách bộ chỉ số")
async def list_frameworks(
    *,
    request: Request,
    valid_on: Annotated[Day | None, Query(title="Có hiệu lực vào ngày")] = None,
    level: Annotated[AreaLevel | None, Query(title="Cấp áp dụng", description=LEVELS)] = None,
    area: AreaQuery = None,
    _caller: AnyoneDep,
    reader: ReaderDep,
    limit: LimitQuery = 100,
    after: AfterQuery = None,
) -> Page[FrameworkSummary]:
    """Published frameworks by code: all, or those in force on a day, of a level, applying to an area."""
    keys = keys_of(after, [str])
    wanted = queries.Wanted(valid_on, level, area)
    rows = await queries.list_frameworks(reader, wanted, after=keys[0] if keys else None, limit=limit)
    return page(request, rows, limit, lambda framework: framework, lambda framework: cursor(framework.code))


@router.post(
    "/frameworks/checks", summary="Kiểm tra tệp bộ tiêu chí", openapi_extra=BODY, responses=documented(413, 415)
)
async def check(*, caller: Publisher, reader: ReaderDep, definition: DefinitionDep) -> FrameworkCheck:
    """Every fault with its line, or what the file would publish and how that differs; nothing is saved."""
    found = await check_framework(reader, caller, definition)
    standing = found.standing
    if found.framework is None:
        return FrameworkCheck(valid=False, faults=found.faults, framework=None, standing=None, diff=None)
    draft = queries.StoredFramework(0, "", found.framework)
    return FrameworkCheck(
        valid=not found.faults,
        faults=found.faults,
        framework=queries.described(draft),
        standing=None if standing is None else queries.summary_of(standing),
        diff=None if standing is None else await get_diff_between(standing.framework, found.framework),
    )


@router.get("/frameworks/{code}", summary="Một bộ chỉ số với cây tiêu chí")
async def get_framework(*, code: CodePath, _caller: AnyoneDep, reader: ReaderDep, response: Response) -> Framework:
    """One framework with its whole tree in natural order of codes."""
    stored = await queries.get_stored(reader, code)
    response.headers["ETag"] = etag(stored.version)
    return queries.described(stored)


@router.put(
    "/frameworks/{code}",
    summary="Ban hành bộ tiêu chí",
    openapi_extra=BODY,
    responses={
        201: {"model": Framework, "description": "Bộ tiêu chí mới"},
        **documented(409, 412, 413, 415, 428),
    },
)
async def publish(
    *,
    code: CodePath,
    reason: Annotated[Note | None, Query(title="Lý do", description="Bắt buộc khi sửa bộ đã ban hành")] = None,
    if_match: IfMatch = None,
    caller: Publisher,
    session: SessionDep,
    definition: DefinitionDep,
    response: Response,
) -> Framework:
    """Publish a framework, or its next version (If-Match then); the text is kept as written, and those before it."""
    seen = None if if_match is None else version_of(if_match)
    stored, is_new = await put_framework(session, caller, code, definition, reason=reason, seen=seen)
    response.status_code = 201 if is_new else 200
    response.headers["ETag"] = etag(stored.version)
    return queries.described(stored)


@router.get("/frameworks/{code}/definition", summary="Tệp của bộ tiêu chí như đã viết", response_class=Response)
async def get_definition(
    *,
    code: CodePath,
    version: Annotated[int | None, Query(ge=1, le=10**6, title="Phiên bản", description="Trống: đang dùng")] = None,
    _caller: AnyoneDep,
    reader: ReaderDep,
) -> Response:
    """The YAML of a version, to the letter."""
    text, number = await versions.get_definition(reader, code, version)
    named = f'attachment; filename="{code}.yaml"'
    headers = {"Content-Disposition": named, "X-Content-Type-Options": "nosniff", "ETag": etag(number)}
    return Response(text, media_type=f"{YAML}; charset=utf-8", headers=headers)


@router.get("/frameworks/{code}/diff", summary="So sánh hai bộ tiêu chí")
async def compare(
    *,
    code: CodePath,
    other: Annotated[
        FrameworkCode | None, Query(alias="with", title="So với bộ", description="Trống: bộ được kế thừa")
    ] = None,
    _caller: AnyoneDep,
    reader: ReaderDep,
) -> FrameworkDiff:
    """What was added, removed and changed since the other one, the points, and how nodes carry over, both ways."""
    return await get_diff(reader, code, other)


@router.get("/frameworks/{code}/revisions", summary="Các phiên bản của bộ tiêu chí")
async def list_revisions(
    *,
    request: Request,
    code: CodePath,
    caller: AnyoneDep,
    reader: ReaderDep,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Page[FrameworkRevision]:
    """When each version was published and why, newest first; by whom is told to those who signed in."""
    await queries.get_stored(reader, code)
    keys = keys_of(after, [int])
    rows = await versions.list_revisions(
        reader, code, before=keys[0] if keys else None, limit=limit, by_name=not caller.anonymous
    )
    return page(request, rows, limit, lambda row: row, lambda row: cursor(row.version))
