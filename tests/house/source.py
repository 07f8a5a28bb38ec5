"""The product's own source files, as the laws look at them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("kit", "contracts", "services", "gateway", "frontend", "commands")
TOWERS = ("services/directory", "services/indicators", "gateway", "frontend")


def modules(*folders: str) -> Iterator[tuple[str, ast.Module, str]]:
    """Name, syntax tree and text of every module below `folders` (default: the whole product)."""
    for folder in folders or FLOORS:
        yield from _modules(folder)


@cache
def _modules(folder: str) -> list[tuple[str, ast.Module, str]]:
    """Read once: every law looks at the same sources."""
    paths = sorted((ROOT / folder).rglob("*.py"))
    return [(str(path.relative_to(ROOT)), ast.parse(path.read_text()), path.read_text()) for path in paths]


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, however deep."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
