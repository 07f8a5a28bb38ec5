"""The YAML of a framework file, kept plain: what it cannot hold cannot be misread."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NoReturn

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from services.indicators.rules.fields import FileProblem

MOST_LEVELS = 40
MOST_FIELDS = 60_000
_NOTE = re.compile(r" \([^()]*\)")
_OF_NODE = re.compile(r"nodes \((.+)\)")


class FrameworkInvalid(ValueError):
    """The file is no sound framework; ``problems`` lists every fault with its path."""

    def __init__(self, problems: list[FileProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


_Events: Any = getattr(yaml, "CParser", None)
"""The fast reader of YAML, where PyYAML was built with it; a framework of a megabyte takes a second instead of ten."""


class _SlowEvents(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """The same in Python."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


class _Loader(Composer, SafeConstructor, _Events or _SlowEvents, Resolver):  # type: ignore[misc]
    """Plain YAML only: exact decimals, no key twice, no aliases (a short file could unfold into a huge one)."""

    def __init__(self, text: str) -> None:
        (_Events or _SlowEvents).__init__(self, text)
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)
        self._depth = self._count = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            _refuse(parent.start_mark if parent else None, "không dùng bí danh (*)")
        self._depth, self._count = self._depth + 1, self._count + 1
        if self._depth > MOST_LEVELS:
            _refuse(parent.start_mark if parent else None, f"lồng quá {MOST_LEVELS} cấp")
        if self._count > MOST_FIELDS:
            _refuse(parent.start_mark if parent else None, f"tệp có quá {MOST_FIELDS} mục")
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for place, key in enumerate(keys):
            if key in keys[:place]:
                _refuse(node.value[place][0].start_mark, f"trường “{key}” bị lặp")
        return super().construct_mapping(node, deep)

    def construct_exact(self, node: yaml.ScalarNode) -> Decimal:
        number = node.value.replace("_", "")
        if not re.fullmatch(r"-?[0-9]+\.[0-9]+", number):
            _refuse(node.start_mark, f"“{node.value}” không phải là số thập phân (ví dụ 0.5)")
        return Decimal(number)

    def construct_day(self, node: yaml.ScalarNode) -> str:
        return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_exact)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_day)


def _refuse(mark: yaml.Mark | None, detail: str) -> NoReturn:
    where = f"Dòng {mark.line + 1}" if mark else "Tệp"
    raise FrameworkInvalid([FileProblem("", f"{where}: {detail}.", mark.line + 1 if mark else None)])


@dataclass(frozen=True, slots=True)
class Plain:
    """The mapping a file holds, and on which line each path of it begins."""

    data: dict[str, object]
    lines: Mapping[str, int]

    def placed(self, problem: FileProblem) -> FileProblem:
        """The problem with its line: that of its path, or of the nearest thing around it."""
        if problem.line is not None:
            return problem
        named = _OF_NODE.fullmatch(problem.path)
        path = f"#{named[1]}" if named else _NOTE.sub("", problem.path)
        while path and path not in self.lines:
            path = re.sub(r"(^|\.)[^.\[\]]*$|\[\d+\]$", "", path)
        return replace(problem, line=self.lines.get(path))


def parse_plain(text: str) -> Plain:
    """What a file holds. Raises `FrameworkInvalid` for anything but plain YAML."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        data = None if node is None else loader.construct_document(node)
    except FrameworkInvalid:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (dòng {mark.line + 1})" if mark else ""
        line = mark.line + 1 if mark else None
        raise FrameworkInvalid([FileProblem("", f"Tệp không phải là YAML hợp lệ{where}.", line)]) from error
    if node is None or not isinstance(data, dict):
        raise FrameworkInvalid([FileProblem("", "Tệp phải là một nhóm trường (code, name, …).", 1)])
    return Plain(data, dict(_lines(node, "")))


def _lines(node: yaml.Node, path: str) -> Iterator[tuple[str, int]]:
    """Paths as `Fields` writes them, and "#4.22" for the node of that code: the last one where a code stands twice."""
    if isinstance(node, yaml.SequenceNode):
        for place, item in enumerate(node.value):
            yield f"{path}[{place}]", item.start_mark.line + 1
            yield from _lines(item, f"{path}[{place}]")
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = f"{path}.{key.value}" if path else str(key.value)
            yield inner, key.start_mark.line + 1
            if key.value == "code" and path.startswith("nodes"):
                yield f"#{value.value}", key.start_mark.line + 1
            yield from _lines(value, inner)
