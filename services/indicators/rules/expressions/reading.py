"""Reading a condition: `KTS-03 + HC-03 <= XHS-03.denominator and not A = 0`; whatever cannot be evaluated is refused.

    condition  := all ("or" all)*            all   := one ("and" one)*
    one        := "not" one | "(" condition ")" | sum sign sum        sign := <= >= != = < >
    sum        := product (("+" | "-") product)*
    product    := factor (("*" | "/") factor)*
    factor     := number | "-" factor | "(" sum ")" | "sum" "(" sum ("," sum)* ")" | cell ("." part)?
    cell       := CODE | "[" CODE "]"        part  := value | numerator | denominator

A minus between two codes needs a space before it: `A-1 - B-2`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from services.indicators.rules.expressions.tree import (
    COMPARISONS,
    Both,
    Comparison,
    Condition,
    Constant,
    Not,
    Operation,
    Part,
    Ref,
    Sum,
)

LONGEST = 500
DEEPEST = 20
_TOKEN = re.compile(
    r"\s*(?:"
    r"(?P<number>[0-9]{1,14}(?:\.[0-9]{1,6})?(?![A-Z0-9.]))"
    r"|(?P<code>[A-Z][A-Z0-9]*(?:[.-][A-Z0-9]+)*)"
    r"|\[(?P<quoted>[A-Z0-9][A-Z0-9.-]{1,39})\]"
    r"|(?P<part>\.[a-z]+)"
    r"|(?P<word>[a-z]+)"
    r"|(?P<sign><=|>=|!=|[=<>+*/(),-])"
    r")"
)


class ExpressionInvalid(ValueError):
    """The text is no condition. Its message is Vietnamese, for whoever wrote it; `place` counts from 1."""

    def __init__(self, detail: str, place: int) -> None:
        super().__init__(f"{detail} (ký tự thứ {place})")
        self.place = place


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    place: int


@lru_cache(maxsize=2048)
def read_condition(text: str) -> Condition:
    """The condition a text says. Raises `ExpressionInvalid`."""
    if len(text) > LONGEST:
        raise ExpressionInvalid(f"Biểu thức dài quá {LONGEST} ký tự", LONGEST)
    reader = _Reader(_tokens(text))
    found = reader.condition()
    reader.end()
    return found


def _tokens(text: str) -> list[_Token]:
    found, place, trimmed = [], 0, text.rstrip()
    while place < len(trimmed):
        match = _TOKEN.match(trimmed, place)
        if match is None:
            rest = trimmed[place:].lstrip()
            raise ExpressionInvalid(f"Không hiểu “{rest[:12]}”", len(trimmed) - len(rest) + 1)
        kind = match.lastgroup or ""
        found.append(_Token(kind, match[kind], match.start(kind) + 1))
        place = match.end()
    return [*found, _Token("end", "", len(text) + 1)]


class _Reader:
    """Goes through the words once, from left to right; `_depth` keeps it from going too deep."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0

    def condition(self) -> Condition:
        return self._joined("or", lambda: self._joined("and", self._one))

    def end(self) -> None:
        if self._next.kind != "end":
            raise self._wrong("Thừa")

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self, *texts: str) -> str | None:
        """The next word, when it is one of these."""
        token = self._next
        if token.kind not in ("sign", "word") or token.text not in texts:
            return None
        self._at += 1
        return token.text

    def _need(self, text: str) -> None:
        if self._take(text) is None:
            raise self._wrong(f"Thiếu “{text}” trước")

    def _wrong(self, said: str) -> ExpressionInvalid:
        token = self._next
        return ExpressionInvalid(f"{said} “{token.text}”" if token.text else f"{said} chỗ kết thúc", token.place)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionInvalid(f"Biểu thức lồng quá {DEEPEST} cấp", self._next.place)

    def _joined(self, word: str, read: Callable[[], Condition]) -> Condition:
        parts = [read()]
        while self._take(word):
            parts.append(read())
        return parts[0] if len(parts) == 1 else Both(word == "and", tuple(parts))

    def _one(self) -> Condition:
        self._deeper()
        try:
            if self._take("not"):
                return Not(self._one())
            return self._grouped() or self._comparison()
        finally:
            self._depth -= 1

    def _grouped(self) -> Condition | None:
        """A condition in brackets; None, and nothing read, where the bracket opens a sum."""
        start = self._at
        if not self._take("("):
            return None
        depth, at = 1, self._at
        while depth and self._tokens[at].kind != "end":
            depth += {"(": 1, ")": -1}.get(self._tokens[at].text, 0)
            at += 1
        inner = self._tokens[self._at : at]
        if not any(token.text in COMPARISONS for token in inner):
            self._at = start
            return None
        found = self.condition()
        self._need(")")
        return found

    def _comparison(self) -> Comparison:
        left = self._sum()
        sign = self._take(*COMPARISONS)
        if sign is None:
            raise self._wrong(f"Thiếu phép so sánh ({' '.join(COMPARISONS)}) trước")
        return Comparison(sign, left, self._sum())

    def _sum(self) -> Sum:
        found = self._product()
        while sign := self._take("+", "-"):
            found = Operation(sign, found, self._product())
        return found

    def _product(self) -> Sum:
        found = self._factor()
        while sign := self._take("*", "/"):
            found = Operation(sign, found, self._factor())
        return found

    def _factor(self) -> Sum:
        self._deeper()
        try:
            if self._take("-"):
                return Operation("-", Constant(Decimal()), self._factor())
            if self._take("("):
                found = self._sum()
                self._need(")")
                return found
            if self._take("sum"):
                return self._total()
            return self._plain()
        finally:
            self._depth -= 1

    def _total(self) -> Sum:
        self._need("(")
        found = self._sum()
        while self._take(","):
            found = Operation("+", found, self._sum())
        self._need(")")
        return found

    def _plain(self) -> Sum:
        token = self._next
        if token.kind == "number":
            self._at += 1
            return Constant(Decimal(token.text))
        if token.kind not in ("code", "quoted"):
            raise self._wrong("Cần mã chỉ tiêu hoặc số, không phải")
        self._at += 1
        return Ref(token.text, self._part(), token.place)

    def _part(self) -> Part:
        token = self._next
        if token.kind != "part":
            return Part.VALUE
        try:
            found = Part(token.text[1:])
        except ValueError as error:
            names = ", ".join(part.value for part in Part)
            raise ExpressionInvalid(f"“{token.text}” không phải là phần của ô ({names})", token.place) from error
        self._at += 1
        return found
