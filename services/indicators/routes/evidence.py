"""Evidence over HTTP: a unit's store of files and documents, and what they stand behind."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, File, Form, Path, Query, Request, Response, UploadFile

from contracts.access import Right
from contracts.directory import AreaId
from contracts.indicators.assessments import NodeCode
from contracts.indicators.evidence import Abstract, Attaching, Attachments, Evidence, InstrumentEvidence
from contracts.periods import Period
from kit.caller import Caller, requires
from kit.database import ReaderDep, SessionDep, TransactionRoute
from kit.errors import NotFound, documented
from kit.light import answer
from kit.paging import AfterQuery, LimitQuery, light_page
from kit.shapes import Page, Text
from services.indicators.actions import evidence as actions
from services.indicators.actions.assessments import refuse_readers
from services.indicators.queries.evidence import attachments, pieces
from services.indicators.queries.source import Transaction
from services.indicators.queries.templates import reach_of
from services.indicators.routes.parameters import AreaPath, IndicatorPath, PeriodPath
from services.indicators.rules.evidence.files import LARGEST

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Minh chứng"])

ReaderOfEvidence = Annotated[Caller, requires(Right.INDICATORS_READ)]
"""Reading is asked of everybody here; who may add to a unit's evidence is the action's question."""
EvidenceId = Annotated[UUID, Path(title="Mã minh chứng")]
SheetId = Annotated[UUID, Path(title="Mã hồ sơ")]
CodePath = Annotated[NodeCode, Path(title="Mã tiêu chí")]
_MADE: dict[int | str, dict[str, Any]] = {
    200: {"model": Evidence, "description": "Đơn vị đã có minh chứng này từ trước"}
}


@router.get("/evidence", summary="Minh chứng của một đơn vị", response_model=Page[Evidence])
async def list_evidence(
    *,
    request: Request,
    caller: ReaderOfEvidence,
    reader: ReaderDep,
    area: Annotated[AreaId, Query(title="Đơn vị")],
    q: Annotated[Text | None, Query(max_length=100, title="Từ cần tìm, không cần dấu")] = None,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Response:
    """Files and documents a unit has given as evidence, newest first; `q` is words in any order."""
    refuse_readers(caller, await reach_of(reader, area))
    rows = await pieces.list_rows(reader, area, q=q, after=after, limit=limit)
    return light_page(request, rows, limit, pieces.evidence_of, pieces.evidence_cursor)


@router.post(
    "/evidence", summary="Thêm văn bản làm minh chứng", status_code=201, response_model=Evidence, responses=_MADE
)
async def create_evidence(*, wanted: InstrumentEvidence, caller: ReaderOfEvidence, session: SessionDep) -> Response:
    """Name an official document: number, day, abstract. The same document is there once per unit."""
    evidence, is_new = await actions.add_instrument(session, caller, wanted)
    return await _made(session, evidence, is_new)


@router.post(
    "/evidence/files", summary="Tải tệp minh chứng lên", status_code=201, response_model=Evidence, responses=_MADE
)
async def create_file(
    *,
    file: Annotated[UploadFile, File(title="Tệp PDF, .docx, .xlsx hoặc ảnh, tối đa 8 MB")],
    area: Annotated[AreaId, Form(title="Đơn vị")],
    abstract: Annotated[Abstract | None, Form(title="Mô tả", description="Trống: lấy tên tệp")] = None,
    caller: ReaderOfEvidence,
    session: SessionDep,
) -> Response:
    """Keep a file. The same bytes are stored once; what the content is decides, not the name."""
    sent = actions.SentFile(file.filename or "", await file.read(LARGEST + 1))
    evidence, is_new = await actions.add_file(session, caller, area, sent, abstract)
    return await _made(session, evidence, is_new)


@router.get("/evidence/{evidence}", summary="Một minh chứng", response_model=Evidence)
async def get_evidence(*, evidence: EvidenceId, caller: ReaderOfEvidence, reader: ReaderDep) -> Response:
    """One piece of evidence."""
    row = await pieces.get_row(reader, evidence)
    refuse_readers(caller, await reach_of(reader, row.area))
    return answer(pieces.evidence_of(row))


@router.get(
    "/evidence/{evidence}/content",
    summary="Tải tệp minh chứng về",
    response_class=Response,
    responses={200: {"description": "Tệp", "content": {"application/octet-stream": {}}}},
)
async def get_content(*, evidence: EvidenceId, caller: ReaderOfEvidence, reader: ReaderDep) -> Response:
    """The file as it was sent; NotFound for an official document, of which only number and abstract are kept."""
    row = await pieces.get_row(reader, evidence)
    refuse_readers(caller, await reach_of(reader, row.area))
    if row.digest is None:
        raise NotFound("Minh chứng này là văn bản, không kèm tệp.")
    named = f"attachment; filename=\"minh-chung\"; filename*=UTF-8''{quote(row.file_name, safe='')}"
    headers = {"Content-Disposition": named, "X-Content-Type-Options": "nosniff", "ETag": f'"{row.digest}"'}
    return Response(await pieces.get_content(reader, row.digest), media_type=row.media_type, headers=headers)


@router.get("/values/{area}/{period}/evidence", summary="Minh chứng của số liệu", response_model=Attachments)
async def list_value_evidence(
    *, area: AreaPath, period: PeriodPath, caller: ReaderOfEvidence, reader: ReaderDep
) -> Response:
    """Evidence of every value of a unit in a period, by indicator."""
    refuse_readers(caller, await reach_of(reader, area))
    return answer(await attachments.of_values(reader, area, Period.parse(period)))


@router.put(
    "/values/{area}/{period}/evidence/{indicator}/{evidence}", summary="Gắn minh chứng vào số liệu", status_code=204
)
async def attach_to_value(
    *,
    area: AreaPath,
    period: PeriodPath,
    indicator: IndicatorPath,
    evidence: EvidenceId,
    wanted: Attaching,
    caller: ReaderOfEvidence,
    session: SessionDep,
) -> None:
    """Put a unit's evidence behind one of its values, saved or still to be; once more changes the note."""
    subject = await attachments.get_cell(Transaction(session), indicator, area, Period.parse(period))
    await actions.attach(session, caller, subject, evidence, wanted.note)


@router.delete(
    "/values/{area}/{period}/evidence/{indicator}/{evidence}",
    summary="Gỡ minh chứng khỏi số liệu",
    status_code=204,
    responses=documented(409),
)
async def detach_from_value(
    *,
    area: AreaPath,
    period: PeriodPath,
    indicator: IndicatorPath,
    evidence: EvidenceId,
    caller: ReaderOfEvidence,
    session: SessionDep,
) -> None:
    """Take evidence away from a value that is not published; the evidence itself stays with the unit."""
    subject = await attachments.get_cell(Transaction(session), indicator, area, Period.parse(period))
    await actions.detach(session, caller, subject, evidence)


@router.get("/assessments/{assessment}/evidence", summary="Minh chứng của hồ sơ đánh giá", response_model=Attachments)
async def list_score_evidence(*, assessment: SheetId, caller: ReaderOfEvidence, reader: ReaderDep) -> Response:
    """Evidence of every criterion of a sheet."""
    refuse_readers(caller, await reach_of(reader, await attachments.area_of(reader, assessment)))
    return answer(await attachments.of_scores(reader, assessment))


@router.put(
    "/assessments/{assessment}/evidence/{code}/{evidence}", summary="Gắn minh chứng vào tiêu chí", status_code=204
)
async def attach_to_score(
    *,
    assessment: SheetId,
    code: CodePath,
    evidence: EvidenceId,
    wanted: Attaching,
    caller: ReaderOfEvidence,
    session: SessionDep,
) -> None:
    """Put a unit's evidence behind its own score of one criterion."""
    subject = await attachments.get_criterion(Transaction(session), assessment, code)
    await actions.attach(session, caller, subject, evidence, wanted.note)


@router.delete(
    "/assessments/{assessment}/evidence/{code}/{evidence}",
    summary="Gỡ minh chứng khỏi tiêu chí",
    status_code=204,
    responses=documented(409),
)
async def detach_from_score(
    *, assessment: SheetId, code: CodePath, evidence: EvidenceId, caller: ReaderOfEvidence, session: SessionDep
) -> None:
    """Take evidence away from a criterion without a final score; the evidence itself stays with the unit."""
    subject = await attachments.get_criterion(Transaction(session), assessment, code)
    await actions.detach(session, caller, subject, evidence)


async def _made(session: SessionDep, evidence: UUID, is_new: bool) -> Response:
    made = answer(pieces.evidence_of(await pieces.get_row(Transaction(session), evidence)))
    made.status_code = 201 if is_new else 200
    made.headers["Location"] = f"/api/indicators/v1/evidence/{evidence}"
    return made
