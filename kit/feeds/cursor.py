"""Where a reader stands in a feed."""

from dataclasses import dataclass

from kit.errors import NotFound, Refusal
from kit.paging import cursor, keys_of

_TXIDS = 2**64
_SEQS = 2**63


class CursorGone(Refusal):
    """410: what follows this cursor is no longer kept, or the publisher was restored: start from a snapshot."""

    status = 410
    slug = "cursor-gone"
    title = "Con trỏ không còn dùng được"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the feed of one epoch: everything up to and including it has been read."""

    epoch: str
    txid: int
    seq: int

    def opaque(self) -> str:
        """The cursor consumers keep."""
        return cursor(self.epoch, self.txid, self.seq)

    @classmethod
    def of(cls, after: str) -> "Position":
        """The place a cursor speaks of; NotFound for one that is not ours."""
        epoch, txid, seq = keys_of(after, (str, int, int)) or ("", 0, 0)
        if not 0 <= txid < _TXIDS or not 0 <= seq < _SEQS:
            raise NotFound("Không có con trỏ này; hãy bắt đầu lại từ bản chụp.")
        return cls(epoch, txid, seq)
