"""Sample evidence: documents that exist behind the sample sheet, invented ones, named so, behind the sample forms."""

from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.indicators.assessments import AssessmentCreate
from contracts.indicators.evidence import InstrumentEvidence
from contracts.periods import Period
from kit.caller import Caller, Grant
from kit.database import Database, in_unit
from services.indicators.actions.assessments import open_assessment
from services.indicators.actions.evidence import add_instrument, attach
from services.indicators.queries.evidence.attachments import Subject, get_cell, get_criterion
from services.indicators.queries.source import Transaction

TU_LE, CAN_GIUOC = "X04630-2025", "X28159-2025"
_RIGHTS = frozenset({Right.VALUES_WRITE, Right.ASSESSMENTS_SELF})
_OFFICE = Caller(
    id="sample-data",
    kind="service",
    name="Dữ liệu mẫu nạp sẵn",
    grants=(Grant(_RIGHTS, TU_LE), Grant(_RIGHTS, CAN_GIUOC)),
)
_INVENTED = InstrumentEvidence(
    area=TU_LE,
    number="01/BC-MINHHOA",
    issued_on=date(2026, 11, 27),
    abstract="Văn bản minh hoạ, không có thật: báo cáo quý của xã về chuyển đổi số",
)
_CELLS = (("CQS-03", "2026-Q4", "trang 2, bảng 1"), ("NT-02", "2026-Q4", "phụ lục 1"), ("HC-01", "2026-11", None))
_EXISTING = {
    "1.1": InstrumentEvidence(
        area=CAN_GIUOC,
        number="749/QĐ-TTg",
        issued_on=date(2020, 6, 3),
        abstract="Chương trình chuyển đổi số quốc gia đến 2025, định hướng 2030",
        issuer="Thủ tướng Chính phủ",
    ),
    "1.2": InstrumentEvidence(
        area=CAN_GIUOC,
        number="505/QĐ-TTg",
        issued_on=date(2022, 4, 22),
        abstract="Ngày Chuyển đổi số quốc gia (10/10)",
        issuer="Thủ tướng Chính phủ",
    ),
}
_NOTE = "Gắn để minh hoạ; phiếu gốc không nêu văn bản này"


async def seed_evidence(database: Database) -> None:
    """Put sample evidence where it can be tried; what is there already stays as people left it."""
    async with in_unit(database) as session:
        source = Transaction(session)
        for code, period, where in _CELLS:
            cell = await get_cell(source, code, TU_LE, Period.parse(period))
            await _put(session, _INVENTED, cell, where)
        wanted = AssessmentCreate(framework="CDS-XA-2025", area=CAN_GIUOC, period="2025")
        sheet, _ = await open_assessment(session, _OFFICE, wanted)
        for code, instrument in _EXISTING.items():
            await _put(session, instrument, await get_criterion(source, sheet, code), _NOTE)


async def _put(session: AsyncSession, instrument: InstrumentEvidence, subject: Subject, where: str | None) -> None:
    evidence, _ = await add_instrument(session, _OFFICE, instrument)
    await attach(session, _OFFICE, subject, evidence, where)
