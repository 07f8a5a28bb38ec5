"""The language of rules between cells: what it says, what it refuses, and that nothing else happens."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.expressions.reading import DEEPEST, ExpressionInvalid, read_condition
from services.indicators.rules.expressions.tree import Part, Ref, Slack, Unanswerable, holds, refs_of

CELLS = {
    ("A", Part.VALUE): 10,
    ("B-1", Part.VALUE): 4,
    ("C.2", Part.VALUE): 40,
    ("C.2", Part.NUMERATOR): 6,
    ("C.2", Part.DENOMINATOR): 15,
    ("4.22", Part.VALUE): 0,
}


def number(ref: Ref) -> Decimal | None:
    found = CELLS.get((ref.code, ref.part))
    return None if found is None else Decimal(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A = 10", True),
        ("A != 10", False),
        ("A < 10 or A > 9", True),
        ("A <= C.2.denominator and B-1 >= C.2.numerator", False),
        ("B-1 + C.2.numerator = A", True),
        ("A - B-1 = 6", True),
        ("A-B-1 = 6", None),  # one code without spaces
        ("sum(A, B-1, C.2.value) = 54", True),
        ("2 + 3 * A = 32", True),
        ("(2 + 3) * A = 50", True),
        ("A / 4 = 2.5", True),
        ("-A < -9.5", True),
        ("12 - 4 - 3 = 5", True),
        ("not A = 10", False),
        ("not (A = 10 and B-1 = 5)", True),
        ("A = 1 or A = 10 and B-1 = 4", True),
        ("(A = 10 or A = 1) and B-1 = 5", False),
        ("[4.22] = 0", True),
        ("A / [4.22] > 1", None),  # no division by zero
        ("A > MISSING", None),
        ("A = 10 or MISSING = 1", None),  # an empty cell leaves the whole unsaid
    ],
)
def test_a_condition_says_what_it_reads(text: str, expected: bool | None) -> None:
    condition = read_condition(text)
    if expected is None:
        with pytest.raises(Unanswerable):
            holds(condition, number)
    else:
        assert holds(condition, number) is expected


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("A", 2, "Thiếu phép so sánh"),
        ("A <", 4, "Cần mã chỉ tiêu"),
        ("A = B = C", 7, "Thừa"),
        ("A = (B", 7, "Thiếu “)”"),
        ("A.part = 1", 2, "không phải là phần"),
        ("a = 1", 1, "Cần mã chỉ tiêu"),
        ("A == 1", 4, "Cần mã chỉ tiêu"),
        ("A = 1; drop", 6, "Không hiểu"),
        ("__import__('os')", 1, "Không hiểu"),
        ("A = 1e5", 6, "Thừa"),
        ("A = 5B", 5, "Không hiểu"),
        ("A = 1 and", 10, "Cần mã chỉ tiêu"),
        ("(" * (DEEPEST + 1) + "A" + ")" * (DEEPEST + 1) + " = 1", None, "lồng quá"),
        ("A + " * 200 + "A = 1", None, "dài quá"),
    ],
)
def test_what_is_no_condition_is_refused_where_it_goes_wrong(text: str, place: int | None, said: str) -> None:
    with pytest.raises(ExpressionInvalid, match=re.escape(said)) as error:
        read_condition(text)
    assert place is None or error.value.place == place


@pytest.mark.parametrize(
    ("text", "slack", "expected"),
    [
        ("A = 12", Slack(units=Decimal(2)), True),
        ("A = 13", Slack(units=Decimal(2)), False),
        ("A = 12", Slack(percent=Decimal(20)), True),
        ("A = 12", Slack(percent=Decimal(16)), False),
        ("A <= 9", Slack(units=Decimal(1)), True),
        ("A <= 8", Slack(units=Decimal(1)), False),
        ("A >= 11", Slack(units=Decimal(1)), True),
    ],
)
def test_slack_lets_sides_differ_a_little(text: str, slack: Slack, expected: bool) -> None:
    assert holds(read_condition(text), number, slack) is expected


WORDS = st.sampled_from(
    [
        *"A()+-*/=<,10",
        "B-1",
        "C.2",
        "[4.22]",
        ".numerator",
        ".value",
        "and",
        "or",
        "not",
        "sum",
        "<=",
        *'!=x"é\x00',
        "2.5",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS).map("".join)))
def test_whatever_is_read_can_be_evaluated_and_nothing_else_is_raised(text: str) -> None:
    try:
        condition = read_condition(text)
    except ExpressionInvalid as error:
        assert 1 <= error.place <= len(text) + 1  # noqa: PT017 - either outcome is sound
        return
    assert all(ref.code for ref in refs_of(condition))
    for filled in (Decimal(7), Decimal(), Decimal(-1)):
        try:
            assert holds(condition, lambda ref, number=filled: number) in (True, False)  # type: ignore[misc]
        except Unanswerable:
            assert "/" in text
