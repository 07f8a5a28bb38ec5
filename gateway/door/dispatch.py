"""The door: one ASGI app in front of everything, without a middleware between it and the part that answers."""

from collections.abc import Hashable, Mapping
from functools import partial

from fastapi import FastAPI

from gateway.cache.gathering import Gathering
from gateway.cache.keeping import Cache
from gateway.door.incoming import Bounds
from gateway.door.limits import Limits
from gateway.door.places import NOWHERE, OWN, PAGES, Manner, Place, place_of
from gateway.door.recognition import Known, Recognition
from gateway.door.refusals import Refusals
from gateway.door.stamps import PREFLIGHT, Stamps
from gateway.door.visit import Visit
from gateway.rules.origins import SAFE_METHODS, is_foreign, is_same_secret
from kit.asgi import App, Receive, Scope, Send
from kit.caller import ANONYMOUS
from kit.database import OUTAGES
from kit.errors import Forbidden, NotFound, Refusal, Unauthenticated, Unavailable, Unexpected
from kit.logs import log
from kit.recall import recalling
from kit.settings import Settings

PLACES_REMEMBERED = 4096
UNKNOWN = Unauthenticated.status
DEAD = (ConnectionError, TimeoutError, *OUTAGES)


class Door:
    """Marks, limits, recognises, dispatches and stamps every request; `front` is the gateway's own app."""

    def __init__(
        self,
        settings: Settings,
        front: FastAPI,
        upstreams: Mapping[str, App],
        recognition: Recognition,
        cache: Cache,
        refusals: Refusals,
    ) -> None:
        self._settings = settings
        self._bounds = Bounds(settings.max_body_bytes, settings.receive_seconds)
        self._limits = Limits(settings)
        self._apps: dict[str, App] = {**upstreams, OWN: front}
        self._place_of = recalling(PLACES_REMEMBERED)(lambda path: place_of(path, self._apps))
        self._recognition = recognition
        self.cache = cache
        self._stamps = Stamps(production=settings.production)
        self.front = front
        self._refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the start and end of the whole process."""
        if scope["type"] == "lifespan":
            await self.front(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        place = self._place_of(scope["path"])
        visit = Visit(scope, receive, send, place, self._stamps, self._bounds)
        try:
            await self._serve(visit)
        except Exception as error:
            await self._rescue(visit, error)
        finally:
            visit.note()
            self._refusals.note(visit)

    async def _serve(self, visit: Visit) -> None:
        app = self._app_of(visit.place)
        if visit.method == "OPTIONS" and visit.is_preflight and visit.place.is_public:
            await visit.answer(204, list(PREFLIGHT), b"")
            return
        visit.check_length()
        known = await self._recognise(visit)
        self._refuse_documents(visit.place, known)
        if visit.is_reading:
            await self._answer(visit, app, known)
        elif visit.method in SAFE_METHODS:
            async with self._limits.turn(visit, known) as has_waited:
                known = await self._still(visit, known) if has_waited else known
                await app(_inner_scope(visit, known), visit.receive, visit.send)
        else:
            self._refuse_forged(visit, known)
            async with self._limits.turn(visit, known) as has_waited:
                known = await self._still(visit, known) if has_waited else known
                await self._change(visit, app, known)
        if not visit.started:
            raise Unavailable("Dịch vụ tạm thời không trả lời. Hãy thử lại sau ít phút.")
        if visit.status == UNKNOWN and known is not None:
            self._recognition.doubt(visit.headers, takes_tokens=_takes_tokens(visit))

    async def _answer(self, visit: Visit, app: App, known: Known | None) -> None:
        """Answer a question, from memory if may be; the session's cookie counts for it as the caller it stands for."""
        is_kept = visit.is_memorable and self.cache.keeps(visit.place.name, visit.began)
        kept = self.cache.recalled(visit, self._question(visit, known)) if is_kept else None
        if kept is not None:
            await visit.show(kept)
            return
        async with self._limits.turn(visit, known) as has_waited:
            known = await self._still(visit, known) if has_waited else known
            if is_kept:
                question = self._question(visit, known)
                await self.cache.answer(visit, question, app, partial(_inner_scope, visit, known))
            else:
                await app(_inner_scope(visit, known), visit.receive, Gathering(visit).send)

    def _question(self, visit: Visit, known: Known | None) -> Hashable:
        cookies = self._recognition.other_cookies(visit.headers.get("cookie", ""))
        return visit.question(0 if known is None else known.number, cookies)

    async def _change(self, visit: Visit, app: App, known: Known | None) -> None:
        """Pass on what may change data; whatever comes of it, nothing older is given out once it is told."""
        visit.before_start = self.cache.settle
        try:
            await app(_inner_scope(visit, known), visit.receive, visit.send)
        finally:
            self.cache.note_change(visit)

    def _app_of(self, place: Place) -> App:
        app = None if place is NOWHERE else self._apps.get(place.name or "")
        if app is None:
            raise NotFound("Không có địa chỉ này.")
        return app

    async def _recognise(self, visit: Visit) -> Known | None:
        """The caller, whose request is counted; /token reads Basic credentials itself, pages know sessions only.

        Who shows what nobody has seen lately is counted by address: to look costs a query, whatever is found.
        """
        takes_tokens = _takes_tokens(visit)
        known = self._recognition.recalled(visit.headers, takes_tokens=takes_tokens)
        if known is None:
            is_new = self._recognition.is_new(visit.headers, takes_tokens=takes_tokens)
            if is_new:
                self._limits.count(visit, None)
            known = await self._recognition.of_headers(visit.headers, takes_tokens=takes_tokens)
            if known is None:
                if not is_new:
                    self._limits.count(visit, None)
                return None
        _name_caller(visit, known)
        self._limits.count(visit, known)
        return known

    async def _still(self, visit: Visit, known: Known | None) -> Known | None:
        """The caller after a wait, in which their session may have ended or their rights have changed."""
        if known is None:
            return None
        found = await self._recognition.of_headers(visit.headers, takes_tokens=_takes_tokens(visit))
        _name_caller(visit, found)
        return found

    def _refuse_forged(self, visit: Visit, known: Known | None) -> None:
        """Forbidden when another site made a browser send this. Access tokens cannot be sent that way."""
        if known is not None and known.caller.kind == "client":
            return
        if is_foreign(visit.headers, self._settings.public_url):
            raise Forbidden("Yêu cầu đến từ một trang khác nên đã bị chặn.")
        if known is None or visit.place.manner is Manner.PAGE:
            return
        if not is_same_secret(visit.headers.get("x-csrf-token"), known.caller.csrf):
            raise Forbidden("Thiếu hoặc sai mã chống giả mạo yêu cầu (X-CSRF-Token).")

    def _refuse_documents(self, place: Place, known: Known | None) -> None:
        if place.is_document and self._settings.production and known is None:
            raise Unauthenticated("Hãy đăng nhập để đọc tài liệu giao diện.")

    async def _rescue(self, visit: Visit, error: Exception) -> None:
        """Answer for whoever failed; what fails after its finished answer harms nobody any more.

        Starlette sends the 500 and raises all the same; an answer broken off half-way can only be cut.
        """
        if visit.finished:
            if visit.status < 500 and visit.cut is None:
                log.error("failed after its answer", exc_info=error, path=visit.path, request_id=visit.request_id)
        elif visit.started:
            raise error
        else:
            await visit.refuse(_refusal_of(visit, error))


def _takes_tokens(visit: Visit) -> bool:
    return visit.place.manner is Manner.DATA and visit.path.startswith("/api/")


def _name_caller(visit: Visit, known: Known | None) -> None:
    """Have the answer, the access log and the audit speak of this caller."""
    if known is None:
        visit.caller, visit.caller_id, visit.renewal = ANONYMOUS, "", None
    else:
        visit.caller, visit.caller_id, visit.renewal = known.caller, known.caller.id, known.renewal


def _inner_scope(visit: Visit, known: Known | None) -> Scope:
    trusts_cookies = visit.place.name in (OWN, PAGES)
    return visit.inner_scope(known.identity if known else None, trusts_cookies=trusts_cookies)


def _refusal_of(visit: Visit, error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if visit.cut is not None:
        return visit.cut
    if isinstance(error, DEAD):
        log.error("upstream unavailable", error=repr(error), path=visit.path, request_id=visit.request_id)
        return Unavailable("Dịch vụ tạm thời không trả lời. Hãy thử lại sau ít phút.")
    log.error("unexpected error", exc_info=error, path=visit.path, request_id=visit.request_id)
    return Unexpected("Đã ghi nhận sự cố. Hãy gửi mã sự cố cho quản trị viên.")
