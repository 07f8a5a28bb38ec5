"""Saving a grid that was typed on a page: all of it or nothing, and never over what its reader has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, TypeVar

from contracts.indicators.assessments import Assessment, ScoreBatch, Stage
from frontend.client import Client
from frontend.reading.cells import MakeCell, Typed, fresh
from frontend.reading.rows import Row, errors_in, is_touched, moved, placed
from frontend.reading.score_rows import ScoreRow, checked_rows, score_rows
from kit.errors import Conflict, Invalid, Stale
from kit.shapes import Fault

OK, CONFLICT, WRONG = 200, 409, 422


class Versioned(Protocol):
    """What a grid shows, at a version."""

    @property
    def version(self) -> int:
        """What the next save overwrites."""


S = TypeVar("S", bound=Versioned)
R = TypeVar("R", bound=Row)


class Grid(Protocol[S, R]):
    """One kind of grid: how its rows stand, what a page can see is wrong, how it is saved and read again.

    `batch` names the rows in the faults of a refusal; `merges` says that what others changed in other rows is no
    reason to stop.
    """

    @property
    def batch(self) -> str:
        """The name of its rows in a refusal."""

    @property
    def merges(self) -> bool:
        """Whether rows are saved although others were changed."""

    def rows(self, sheet: S, make: MakeCell) -> list[R]:
        """Its rows; `make` says how a box stands."""

    def checked(self, rows: Sequence[R]) -> list[R]:
        """The rows with what is wrong."""

    async def save(self, sheet: S, version: int, touched: Sequence[R]) -> S:
        """The sheet after the touched rows were saved over this version."""

    async def read(self, sheet: S) -> S:
        """The sheet as it stands now."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[S, R]):
    """The sheet as it stands, its rows as they are shown next, and what came of the save.

    `version` is what the next save overwrites; `saved` counts the rows; `faults` belong to no box; `locked`: rows were
    typed into that may not be changed at present.
    """

    sheet: S
    rows: list[R]
    version: int
    status: int = OK
    saved: int = 0
    faults: list[str] = field(default_factory=list)
    locked: bool = False


def opened(grid: Grid[S, R], sheet: S) -> Outcome[S, R]:
    """A sheet nobody has typed into yet."""
    return Outcome(sheet, grid.rows(sheet, fresh), sheet.version)


async def save_typed(grid: Grid[S, R], sheet: S, typed: Typed) -> Outcome[S, R]:
    """Saves the rows that were touched; faults and other people's changes come back beside what was typed."""
    version = typed.version
    if grid.merges and version != sheet.version:
        rebased = grid.rows(sheet, typed.rebased)
        if moved(rebased):
            return Outcome(sheet, rebased, sheet.version, CONFLICT)
        version = sheet.version
    rows = grid.checked(grid.rows(sheet, typed.cell))
    if errors_in(rows):
        return Outcome(sheet, rows, typed.version, WRONG)
    touched = [row for row in rows if is_touched(row)]
    if not touched:
        return opened(grid, sheet)
    try:
        saved = await grid.save(sheet, version, touched)
    except Invalid as refusal:
        told = refusal.faults or [Fault(pointer="", detail=refusal.detail)]
        told_rows, faults = placed(rows, touched, told, grid.batch)
        return Outcome(sheet, told_rows, typed.version, WRONG, faults=faults)
    except Stale:
        now = await grid.read(sheet)
        return Outcome(now, grid.rows(now, typed.rebased), now.version, CONFLICT)
    except Conflict as refusal:
        now = await grid.read(sheet)
        rows, faults = placed(grid.rows(now, typed.cell), touched, refusal.faults, grid.batch)
        return Outcome(now, rows, typed.version, WRONG, faults=faults if refusal.faults else [refusal.detail])
    return replace(opened(grid, saved), saved=len(touched))


@dataclass(frozen=True, slots=True)
class ScoreGrid:
    """The sheet of an assessment at one stage; `decimals` is how many a score of its framework may have."""

    client: Client
    stage: Stage
    decimals: int = 0
    batch: str = "scores"
    merges: bool = False

    def rows(self, sheet: Assessment, make: MakeCell) -> list[ScoreRow]:
        """A row per criterion."""
        return score_rows(sheet.rows, self.stage, make)

    def checked(self, rows: Sequence[ScoreRow]) -> list[ScoreRow]:
        """The rows with what is wrong."""
        return checked_rows(rows, self.decimals)

    async def save(self, sheet: Assessment, version: int, touched: Sequence[ScoreRow]) -> Assessment:
        """The sheet after the scores were saved."""
        return await self.client.save_scores(sheet.id, version, ScoreBatch(scores=[row.update() for row in touched]))

    async def read(self, sheet: Assessment) -> Assessment:
        """The sheet as it stands now."""
        return await self.client.get_assessment(sheet.id)
