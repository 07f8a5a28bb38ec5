"""The way through the gateway for one visitor: addresses and bodies out, contracts in, problems raised as errors."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel, ValidationError

from frontend.client.transport import Call, Transport
from kit.asgi import OURSELVES, Answer, Peer
from kit.errors import BY_SLUG, BY_STATUS, Invalid, NotFound, Refusal, Unexpected
from kit.light import read
from kit.shapes import Page, Problem

S = TypeVar("S", bound=BaseModel)
JSON = "application/json"
LARGEST_PAGE = 500


class Door:
    """Base of the calls: asks, reads, refuses."""

    def __init__(self, transport: Transport, headers: Mapping[str, str], visitor: Peer = OURSELVES) -> None:
        self._transport = transport
        self._visitor = visitor
        self._headers = {"accept": JSON, **headers}

    async def ask(self, wanted: Call) -> Answer:
        """The answer to a call; a problem is raised as the error of its status, with detail and faults."""
        headers = {**self._headers, **wanted.headers}
        answer = await self._transport.send(replace(wanted, headers=headers, visitor=self._visitor))
        if answer.status >= 400:
            raise error_of(answer)
        return answer

    async def get(self, shape: type[S], path: str, query: Any = None) -> S:
        """One thing."""
        return read(shape, (await self.ask(Call("GET", path, written(query)))).body)

    async def get_one(self, shape: type[S], path: str, missing: str, query: Any = None) -> S:
        """One thing by the id in an address; NotFound, also for what cannot be the id of one."""
        try:
            return await self.get(shape, path, query)
        except Invalid as refusal:
            raise NotFound(missing) from refusal

    async def get_page(self, shape: type[S], path: str, query: Any = None) -> Page[S]:
        """One page of a list."""
        return read(_page_of(shape), (await self.ask(Call("GET", path, written(query)))).body)

    async def get_all(self, shape: type[S], path: str, query: Any = None) -> list[S]:
        """A whole list, page after page: for lists known to be short (indicators, the units below one unit)."""
        items: list[S] = []
        text = "&".join(part for part in (written(query), f"limit={LARGEST_PAGE}") if part)
        while True:
            answer = await self.ask(Call("GET", path, text))
            page = read(_page_of(shape), answer.body)
            items.extend(page.items)
            if page.next is None:
                return items
            text = page.next.partition("?")[2]

    async def send(
        self, method: str, path: str, content: BaseModel, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """A change, told as JSON."""
        body = content.model_dump_json(exclude_unset=True).encode()
        return await self.ask(Call(method, path, "", {"content-type": JSON, **(headers or {})}, body))


@cache
def _page(shape: type[BaseModel]) -> type[Any]:
    """The shape of a page, kept: to name it anew costs more than to read one."""
    return Page[shape]  # type: ignore[valid-type]


def _page_of(shape: type[S]) -> type[Page[S]]:
    return _page(shape)


def written(query: Any) -> str:
    """The query string of a filter: fields that are empty are not sent."""
    named = asdict(query) if is_dataclass(query) and not isinstance(query, type) else dict(query or {})
    return urlencode([(name, _word(value)) for name, value in named.items() if value not in (None, "")])


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def error_of(answer: Answer) -> Refusal:
    """The kit's error of a problem answer; whatever is no problem document is an unexpected error."""
    kind = BY_STATUS.get(answer.status, Unexpected)
    retry = answer.header("retry-after")
    headers = {"Retry-After": retry} if retry else None
    try:
        problem = Problem.model_validate_json(answer.body)
    except ValidationError:
        return kind(headers=headers)
    kind = BY_SLUG.get(problem.type.rpartition("/")[2], kind)
    return kind(problem.detail, problem.errors, headers)
