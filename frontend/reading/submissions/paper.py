"""A form of a unit and period as a paper to sign: whose it is, its numbered lines, how far it has gone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from contracts.directory import Area
from contracts.indicators.submissions import Submission, SubmissionCell
from contracts.periods import Period
from frontend.formats import day, instant, short_period
from frontend.reading.submissions.cells import CellLine, Section, now_text, parts_text, plain_text
from frontend.reading.submissions.periods import period_words
from frontend.reading.submissions.story import state_tag
from frontend.reading.submissions.words import UNSENT

AUTHORITY = "Ủy ban nhân dân"
NATION = "Cộng hòa xã hội chủ nghĩa Việt Nam"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
UNFINISHED = "Bản chưa gửi, số liệu có thể còn thay đổi"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One numbered line: what was published before, the number, the parts it is made of, what is said of it."""

    place: int
    cell: SubmissionCell
    before: str
    before_when: str | None
    number: str
    parts: str | None
    said: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PaperSection:
    """The lines of one part of the form."""

    name: str
    lines: list[PaperLine]


@dataclass(frozen=True, slots=True)
class Paper:
    """All that stands on the paper."""

    authority: str
    unit: str
    place: str
    period: str
    warning: str | None
    trace: str
    sections: list[PaperSection]


def paper_of(sheet: Submission, area: Area, sections: Iterable[Section]) -> Paper:
    """The paper of a submission as it stands."""
    words = period_words(Period.parse(sheet.period), sheet.regime)
    days = f"từ ngày {day(sheet.first_day)} đến ngày {day(sheet.last_day)}"
    return Paper(
        authority=AUTHORITY,
        unit=area.name,
        place=area.short_name,
        period=f"{words.partition(' (')[0]} ({days})",
        warning=UNFINISHED if sheet.state in UNSENT else None,
        trace=_trace(sheet),
        sections=list(_numbered(sections)),
    )


def _trace(sheet: Submission) -> str:
    """Which record the paper is taken from, so that it can be found again."""
    told = [f"Hồ sơ {sheet.id}, phiên bản {sheet.version}", state_tag(sheet)[0].lower()]
    if sheet.sent_at is not None:
        told.append(f"gửi lúc {instant(sheet.sent_at)}{f', người gửi: {sheet.sent_by}' if sheet.sent_by else ''}")
    return "; ".join(told) + "."


def _numbered(sections: Iterable[Section]) -> Iterator[PaperSection]:
    place = 0
    for section in sections:
        lines = []
        for line in section.lines:
            place += 1
            lines.append(_line(place, line))
        yield PaperSection(section.name, lines)


def _line(place: int, line: CellLine) -> PaperLine:
    cell = line.cell
    past = cell.previous
    return PaperLine(
        place=place,
        cell=cell,
        before=plain_text(cell, past.value if past else None, cell.decimals),
        before_when=short_period(past.period) if past else None,
        number=now_text(cell),
        parts=parts_text(cell),
        said=list(_said(line)),
    )


def _said(line: CellLine) -> Iterator[str]:
    cell = line.cell
    if cell.as_of is not None:
        yield f"Tính đến ngày {day(cell.as_of)}"
    if cell.note:
        yield cell.note
    if cell.explanation:
        yield f"Giải trình: {cell.explanation}"
    if line.proofs:
        yield "Minh chứng: " + "; ".join(proof.name for proof in line.proofs)
