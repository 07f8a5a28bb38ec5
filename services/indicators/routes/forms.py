"""Forms (biểu mẫu): open to all to read, written by whoever keeps those of their areas."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from contracts.access import Right
from contracts.indicators.forms import Form, FormCheck, FormCode, FormSummary, FormWrite
from kit.caller import AnyoneDep, Caller, requires
from kit.database import ReaderDep, SessionDep, TransactionRoute
from kit.errors import documented
from kit.light import write
from kit.paging import AfterQuery, LimitQuery, cursor, keys_of, page
from kit.preconditions import IfMatch, etag, version_of
from kit.shapes import Page
from services.indicators.actions.forms import check_form_text, publish_form
from services.indicators.queries import forms as queries
from services.indicators.queries.source import Transaction
from services.indicators.routes.definitions import DefinitionDep, JsonSchema, body_of
from services.indicators.rules.forms.checking import form_schema

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Biểu mẫu"])

BODY = body_of("Tệp YAML của biểu mẫu (UTF-8, tối đa 1 MB), xem form-schema và docs/forms.md.")
FormPath = Annotated[FormCode, Path(title="Mã biểu mẫu")]


@router.get("/forms", summary="Danh sách biểu mẫu")
async def list_forms(
    *, request: Request, caller: AnyoneDep, reader: ReaderDep, limit: LimitQuery = 100, after: AfterQuery = None
) -> Page[FormSummary]:
    """Every form as it stands, by code."""
    keys = keys_of(after, [str])
    rows = await queries.list_forms(reader, after=keys[0] if keys else None, limit=limit)
    by_name = not caller.anonymous
    return page(
        request, rows, limit, lambda row: queries.summary_of(row, by_name=by_name), lambda row: cursor(row.code)
    )


@router.get(
    "/form-schema", summary="Lược đồ JSON của tệp biểu mẫu", response_class=JsonSchema, response_model=dict[str, object]
)
async def get_form_schema(*, _caller: AnyoneDep) -> Response:
    """JSON Schema 2020-12 of a form's YAML file."""
    return JsonSchema(write(form_schema()))


@router.post("/forms/checks", summary="Kiểm tra tệp biểu mẫu", openapi_extra=BODY, responses=documented(413, 415))
async def check_form_file(
    *,
    caller: Annotated[Caller, requires(Right.FORMS_WRITE)],
    session: SessionDep,
    definition: DefinitionDep,
) -> FormCheck:
    """Every fault of a form's file with its line; nothing is saved."""
    found = await check_form_text(session, caller, definition)
    return FormCheck(
        valid=not found.faults,
        faults=found.faults,
        code=found.file and found.file.code,
        item_count=len(found.file.items) if found.file else 0,
        rule_count=len(found.file.rules) if found.file else 0,
        standing=found.standing,
    )


@router.get("/forms/{code}", summary="Một biểu mẫu với các chỉ tiêu")
async def get_form(*, code: FormPath, caller: AnyoneDep, reader: ReaderDep, response: Response) -> Form:
    """One form with its lines in order; its ETag is its edition."""
    row = await queries.get_form_row(reader, code)
    response.headers["ETag"] = etag(row.edition)
    return queries.form_of(row, by_name=not caller.anonymous)


@router.put(
    "/forms/{code}",
    summary="Ban hành hoặc sửa biểu mẫu",
    responses={201: {"model": Form, "description": "Biểu mẫu mới"}, **documented(412, 428)},
)
async def put_form(
    *,
    code: FormPath,
    terms: FormWrite,
    if_match: IfMatch = None,
    caller: Annotated[Caller, requires(Right.FORMS_WRITE)],
    session: SessionDep,
    response: Response,
) -> Form:
    """Publish a new edition of a form, or a new form (then without If-Match); what it was before is kept."""
    seen = None if if_match is None else version_of(if_match)
    edition, is_new = await publish_form(session, caller, code, terms, seen=seen)
    response.status_code = 201 if is_new else 200
    response.headers["ETag"] = etag(edition)
    return queries.form_of(await queries.get_form_row(Transaction(session), code), by_name=True)
