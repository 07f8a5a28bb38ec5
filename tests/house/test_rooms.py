"""Rooms: SQL only where the selects live, rules without clock or session, nobody but the edge commits."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import TOWERS, modules

STATEMENT = re.compile(
    r"^\s*(select\s.+\sfrom|insert\s+into|update\s.+\sset|delete\s+from|with\s+\w+\s+as|copy\s)",
    re.IGNORECASE | re.DOTALL,
)
SQL_ROOMS = ("queries", "models")
IMPURE = ("sqlalchemy", "sqlmodel", "psycopg", "fastapi", "kit.database", "kit.clock", "httpx", "asyncio")


def rooms(*names: str) -> Iterator[tuple[str, ast.Module, str]]:
    """Modules of the towers' rooms called `names`, file or folder."""
    pattern = re.compile(rf"/({'|'.join(names)})(\.py$|/)")
    for name, tree, text in modules(*TOWERS):
        if pattern.search(name):
            yield name, tree, text


def literals(tree: ast.Module) -> Iterator[ast.Constant]:
    """String literals that are not docstrings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node


def test_statements_stand_in_queries_only() -> None:
    guilty = [
        f"{name}:{node.lineno}"
        for name, tree, _ in modules(*TOWERS)
        if not re.search(rf"/({'|'.join(SQL_ROOMS)})(\.py$|/)", name)
        for node in literals(tree)
        if STATEMENT.match(str(node.value))
    ]
    assert guilty == []


def test_rules_are_pure() -> None:
    guilty = [
        f"{name}: {module}"
        for name, tree, _ in rooms("rules")
        for node in ast.walk(tree)
        for module in _imported(node)
        if module.startswith(IMPURE)
    ]
    assert guilty == []


def test_only_the_edge_commits() -> None:
    guilty = [name for name, _, text in modules(*TOWERS) if re.search(r"\.commit\(", text)]
    assert guilty == []


def test_endpoints_never_leave_the_event_loop() -> None:
    guilty = [
        f"{name}:{node.name}"
        for name, tree, _ in [*rooms("routes"), *rooms("pages")]
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and _is_endpoint(node)
    ]
    assert guilty == []


def _is_endpoint(node: ast.FunctionDef) -> bool:
    return any(
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in {"get", "post", "put", "patch", "delete"}
        for decorator in node.decorator_list
    )


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []
