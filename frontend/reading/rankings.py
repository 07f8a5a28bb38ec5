"""A ranking as rows: rank, unit, score beside the published one, and where the score explains itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from contracts.indicators.assessments import ReportedResult
from contracts.indicators.rankings import Ranking, RankingEntry, RankInterval
from frontend.addresses import address
from frontend.charts import bar, rank_range
from frontend.formats import ABSENT, decimal, delta_points, direction, percent
from kit.text import fold

BASES = {
    "final": "Tính từ điểm công bố",
    "appraised": "Tính từ điểm thẩm định",
    "self": "Tính từ điểm tự đánh giá",
    "reported": "Như đã công bố",
}
AROUND = 1
SHARE_DIGITS = 2
"""Of the shares that units are compared by, so that whoever ties looks alike and nobody else does."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What changed since the period compared with: ranks in words, the direction, and the share beside them."""

    text: str
    direction: str
    good: bool | None
    share: str | None


@dataclass(frozen=True, slots=True)
class RankRow:
    """One unit of a ranking."""

    rank: str
    name: str
    proof: str | None
    unit_href: str
    value: str
    share: str
    bar: Markup
    note: str | None
    basis: str
    published: str
    source: str
    current: bool
    moved: Moved | None
    range: Markup
    range_text: str
    verified: str
    trial: str | None


PUBLISHED = ("final", "reported")


def rank_rows(ranking: Ranking, current: Collection[str], readable: Collection[str]) -> list[RankRow]:
    """A row per unit, in the order of the ranking; `current` units stand out.

    A published result leads every reader to its proof, one under way only those of `readable`, the sheets the visitor
    may open; elsewhere the source stands for the proof.
    """
    return [_row_of(ranking, entry, current, readable) for entry in ranking.items]


def _row_of(ranking: Ranking, entry: RankingEntry, current: Collection[str], readable: Collection[str]) -> RankRow:
    return _row(ranking, entry, entry.area in current, entry.basis in PUBLISHED or entry.assessment in readable)


def _row(ranking: Ranking, entry: RankingEntry, current: bool, readable: bool) -> RankRow:
    share = percent(entry.share, SHARE_DIGITS)
    # Of one's own unit: a link in each of 63 rows weighs more than it helps, and the page itself leads to the rest.
    can_be_tried = current and (entry.interval is not None or (entry.share is not None and entry.basis != "reported"))
    return RankRow(
        rank=_whole(entry.rank),
        name=entry.area_name,
        proof=f"/ho-so/{entry.assessment}/can-cu" if readable else None,
        unit_href=f"/don-vi/{entry.area}",
        value=decimal(entry.score),
        share=share,
        bar=Markup("") if entry.share is None else bar(entry.share, 100, f"{share} điểm tối đa"),
        note=_note(entry, by_class=len(ranking.items) < ranking.of),
        basis=BASES.get(entry.basis, entry.basis),
        published=_published(entry.reported),
        source=entry.reported.source if entry.reported else ABSENT,
        current=current,
        moved=_moved(entry),
        range=_range(entry.interval, entry.rank, ranking.of),
        range_text=_range_text(entry.interval),
        verified=percent(entry.verified),
        trial=address("/mo-phong", bo=ranking.framework, ky=ranking.period, dv=entry.area) if can_be_tried else None,
    )


def _note(entry: RankingEntry, *, by_class: bool) -> str | None:
    """A tie, and the rank inside the class where one class was chosen."""
    tied = "đồng hạng" if entry.tied else None
    inside = f"hạng {entry.class_rank} trong loại {entry.unit_class}" if by_class and entry.class_rank else None
    return ", ".join(part for part in (tied, inside) if part) or None


def _moved(entry: RankingEntry) -> Moved | None:
    """None where one of the two ranks is not known."""
    change = entry.rank_change
    if change is None:
        return None
    text = f"lên {change} bậc" if change > 0 else f"xuống {-change} bậc" if change < 0 else "giữ hạng"
    share = None if entry.share_change is None else delta_points(entry.share_change, SHARE_DIGITS)
    return Moved(text, direction(change), None if change == 0 else change > 0, share)


def _range(interval: RankInterval | None, rank: int | None, of: int) -> Markup:
    if interval is None or rank is None:
        return Markup("")
    label = f"{_range_text(interval)}, trung vị {interval.median}, trong {of} đơn vị"
    return rank_range(interval.low, interval.high, rank, of, label)


def _range_text(interval: RankInterval | None) -> str:
    """`hạng 3–7`, or `hạng 1` when no draw says otherwise."""
    if interval is None:
        return ABSENT
    return f"hạng {interval.low}" if interval.low == interval.high else f"hạng {interval.low}–{interval.high}"


def _published(reported: ReportedResult | None) -> str:
    """The result as its publisher printed it: `0,8002 · hạng 1`."""
    if reported is None:
        return ABSENT
    score = None if reported.score is None else decimal(reported.score)
    rank = None if reported.rank is None else f"hạng {reported.rank}"
    return " · ".join(part for part in (score, rank) if part) or ABSENT


def _whole(value: int | None) -> str:
    return ABSENT if value is None else str(value)


def named(rows: Sequence[RankRow], q: str) -> list[RankRow]:
    """Rows whose unit has the words in its name, without marks."""
    wanted = fold(q)
    return [row for row in rows if wanted in fold(row.name)]


def sources_of(rows: Sequence[RankRow]) -> list[str]:
    """Where the published results of a ranking stand, each source once."""
    return [source for source in dict.fromkeys(row.source for row in rows) if source != ABSENT]


def excerpt(
    ranking: Ranking, current: Collection[str], readable: Collection[str], first: int = 5
) -> list[list[RankRow]]:
    """The first rows and those around the units that stand out, as runs of rows that follow one another."""
    entries = ranking.items
    kept = set(range(min(first, len(entries))))
    for place, entry in enumerate(entries):
        if entry.area in current:
            kept.update(range(max(0, place - AROUND), min(len(entries), place + AROUND + 1)))
    runs: list[list[RankRow]] = []
    for place in sorted(kept):
        if place - 1 not in kept:
            runs.append([])
        runs[-1].append(_row_of(ranking, entries[place], current, readable))
    return runs


def all_published(ranking: Ranking) -> bool:
    """Whether every result is open to every reader of the ranking."""
    return all(entry.basis in PUBLISHED for entry in ranking.items)
