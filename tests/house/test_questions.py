"""Questions: whatever an answer to a GET may depend on is part of the question under which the gateway keeps it."""

import ast
from collections.abc import Iterator

from gateway.door.incoming import KEYED_FOR_PAGES
from tests.house.source import modules

ASKED_OF_CHANGES = {"content-type", "hx-current-url", "idempotency-key", "referer", "x-csrf-token"}
"""Read from requests that change something; those are told every header."""
NAMES_ONLY = {"x-request-id", "x-lantoa-identity", "if-none-match", "accept-encoding"}
"""The request's own name, the caller (who is in the question), and what changes no content."""
ROOMS = ("services/directory", "services/indicators", "frontend", "kit/database", "kit/caller.py", "kit/service.py")


def names_read(tree: ast.Module) -> Iterator[str]:
    """Names of headers that are looked up in a request."""
    holders = {"request.headers"} | {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.value) == "request.headers"
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"{holder}.get" for holder in holders}:
            yield from (argument.value.lower() for argument in node.args[:1] if isinstance(argument, ast.Constant))


def test_parts_read_no_header_that_is_missing_from_the_question() -> None:
    known = {name.decode() for name in KEYED_FOR_PAGES} | ASKED_OF_CHANGES | NAMES_ONLY
    read = {(name, module) for module, tree, _ in modules(*ROOMS) for name in names_read(tree)}
    assert {name for name, _ in read} >= {"hx-request", "idempotency-key"}
    assert {found for found in read if found[0] not in known} == set()
