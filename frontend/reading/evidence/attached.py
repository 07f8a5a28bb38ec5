"""Pieces of evidence as pages name them, and those that stand behind one value or criterion."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.indicators.evidence import AttachedEvidence, Evidence, EvidenceKind
from frontend.formats import day, file_size, instant

API = "/api/indicators/v1"
KINDS = {EvidenceKind.FILE: "Tệp", EvidenceKind.INSTRUMENT: "Văn bản"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence."""

    evidence: Evidence

    @property
    def name(self) -> str:
        """What it is called: an official document by number and day, a file by what it is about."""
        one = self.evidence
        return f"{one.number} ngày {day(one.issued_on)}" if one.kind is EvidenceKind.INSTRUMENT else one.abstract

    @property
    def about(self) -> str:
        """What else is known: abstract and issuer of a document, name and size of a file."""
        one = self.evidence
        if one.kind is EvidenceKind.INSTRUMENT:
            return " · ".join(filter(None, (one.abstract, one.issuer)))
        return f"{one.file_name} · {file_size(one.size or 0)}"

    @property
    def kind(self) -> str:
        """What it is, in a word."""
        return KINDS[self.evidence.kind]

    @property
    def href(self) -> str | None:
        """Where its file is fetched from; an official document has none."""
        return f"{API}/evidence/{self.evidence.id}/content" if self.evidence.kind is EvidenceKind.FILE else None

    @property
    def added(self) -> str:
        """Who added it when."""
        return f"{self.evidence.added_by}, {instant(self.evidence.added_at)}"


@dataclass(frozen=True, slots=True)
class Attached(Piece):
    """One that stands behind a value or a criterion; `where` in it, `fixed` when it can be taken away no more."""

    where: str | None
    fixed: bool


def pieces_of(found: Iterable[Evidence]) -> list[Piece]:
    """Pieces as pages name them."""
    return [Piece(one) for one in found]


def attached_to(found: Iterable[AttachedEvidence], subject: str) -> list[Attached]:
    """What stands behind one value or criterion."""
    return by_subject(found).get(subject, [])


def by_subject(found: Iterable[AttachedEvidence]) -> Mapping[str, list[Attached]]:
    """What stands behind each."""
    told: dict[str, list[Attached]] = {}
    for one in found:
        told.setdefault(one.subject, []).append(_attached(one))
    return told


def _attached(one: AttachedEvidence) -> Attached:
    return Attached(one.evidence, one.note, one.fixed)
