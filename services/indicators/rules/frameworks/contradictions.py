"""What is wrong between the nodes of a framework whose every field reads well."""

from collections import Counter

from kit.numbers import write_number
from kit.text import natural_key
from services.indicators.rules.fields import FileProblem
from services.indicators.rules.framework import Formula, Framework, ScaleUnit
from services.indicators.rules.frameworks.classes import added as whole_points
from services.indicators.rules.frameworks.recognition_file import recognition_faults

MOST_NODES = 3000


def is_numbered(code: str) -> bool:
    """Whether a code says its group (4.22.10); one that is a name (PUBLISH_ON_TIME) stands where its file puts it."""
    return code[:1].isdigit()


def contradictions(framework: Framework) -> list[FileProblem]:
    """What is wrong between nodes of a framework whose every field reads well."""
    problems = _duplicates(framework) + _strays(framework)
    problems += [*recognition_faults(framework), *_strangers(framework)]
    if framework.formula is Formula.WEIGHTED_SHARE and framework.scale.unit is not ScaleUnit.SHARE:
        problems.append(FileProblem("formula", "Công thức weighted_share đi với thang tỷ lệ (share)."))
    if framework.formula is Formula.SUM:
        if framework.scale.unit is not ScaleUnit.POINTS:
            problems.append(FileProblem("formula", "Công thức sum đi với thang điểm (points)."))
        problems += _totals(framework)
    return problems


def _duplicates(framework: Framework) -> list[FileProblem]:
    codes = Counter(node.code for node in framework.walk())
    twice = sorted((code for code, times in codes.items() if times > 1), key=natural_key)
    problems = [FileProblem(f"nodes ({code})", f"Mã “{code}” bị trùng.") for code in twice]
    if codes.total() > MOST_NODES:
        problems.append(FileProblem("nodes", f"Có {codes.total()} mục; tối đa {MOST_NODES}."))
    return problems


def _totals(framework: Framework) -> list[FileProblem]:
    """The total of the scale must be what the criteria make together: for units of the class that names none."""
    others = next((one.key for one in framework.classes if one.areas is None), None)
    added = whole_points(framework.by_class[others].nodes if others else framework.nodes)
    problems = []
    if added != framework.scale.total:
        total, shown = write_number(framework.scale.total), write_number(added)
        problems.append(FileProblem("scale.total", f"Tổng điểm {total} khác tổng các mục ({shown})."))
    problems += [
        FileProblem("classes", f"Không tiêu chí nào áp dụng cho loại “{one.name}”.")
        for one in framework.classes
        if not framework.by_class[one.key].nodes
    ]
    return problems


def _strangers(framework: Framework) -> list[FileProblem]:
    """Nodes that the carry-over speaks of and the tree does not have."""
    codes = {node.code for node in framework.walk()}
    return [
        FileProblem(f"carries.{code}", "Bộ tiêu chí này không có mục đó.")
        for code in framework.carries
        if code not in codes
    ]


def _strays(framework: Framework) -> list[FileProblem]:
    problems: list[FileProblem] = []
    for group in (framework.root, *framework.groups):
        for child in group.children:
            parent = child.code.rpartition(".")[0]
            if parent != group.code and (parent or is_numbered(child.code)):
                detail = (
                    f"Phải nằm trong nhóm “{parent}”." if parent else f"Không thuộc nhóm “{group.code}”: mã khác gốc."
                )
                problems.append(FileProblem(f"nodes ({child.code})", detail))
    return problems
