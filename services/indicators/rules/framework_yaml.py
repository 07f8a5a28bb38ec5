"""The YAML of a framework file, kept plain: what it cannot hold cannot be misread."""

import re
from decimal import Decimal
from typing import NoReturn

import yaml

from services.indicators.rules.fields import FileProblem


class FrameworkInvalid(ValueError):
    """The file is no sound framework; ``problems`` lists every fault with its path."""

    def __init__(self, problems: list[FileProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class _Loader(yaml.SafeLoader):
    """Plain YAML only: exact decimals, no key twice, no aliases (a short file could unfold into a huge one)."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            _refuse(parent.start_mark if parent else None, "không dùng bí danh (*)")
        return super().compose_node(parent, index)

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
    raise FrameworkInvalid([FileProblem("", f"{where}: {detail}.")])


def parse_plain(text: str) -> dict[str, object]:
    """The mapping a file holds. Raises `FrameworkInvalid` for anything but plain YAML."""
    try:
        data = _Loader(text).get_single_data()
    except FrameworkInvalid:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (dòng {mark.line + 1})" if mark else ""
        raise FrameworkInvalid([FileProblem("", f"Tệp không phải là YAML hợp lệ{where}.")]) from error
    if not isinstance(data, dict):
        raise FrameworkInvalid([FileProblem("", "Tệp phải là một nhóm trường (code, name, …).")])
    return data
