"""Means (trung bình của các đơn vị cũ): the score of a merged unit, as the ministry made it for the provinces of 2024.

The ministry took the mean of each main index over the former provinces, then the score. A total is a weighted sum of
its indices, so the mean of the totals is the same number.
"""

from collections.abc import Sequence
from decimal import Decimal


def mean_of(scores: Sequence[Decimal | None], of: int) -> Decimal | None:
    """The arithmetic mean over `of` former units; None unless every one of them has a score."""
    known = [score for score in scores if score is not None]
    return sum(known, Decimal()) / of if len(known) == of > 0 else None
