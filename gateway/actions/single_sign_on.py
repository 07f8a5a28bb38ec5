"""Single sign-on: going to the provider, coming back proven, and the identities that open accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action
from contracts.single_sign_on import SingleSignOnAnswer
from gateway.actions.accounts import email_of
from gateway.actions.audit import Actor, Deed, record
from gateway.actions.opaque import hash_of, new_token
from gateway.provider.exchange import Provider
from gateway.queries import identities
from gateway.rules.signing_in.claims import NotProven, Person, check_fresh
from gateway.rules.signing_in.provider_visits import LIFE, secrets_of
from kit.errors import Conflict, Forbidden, NotFound, Unauthenticated, Unavailable
from kit.logs import log
from kit.outgoing import Away

DENIED = "access_denied"
LAST_WAY_IN = (
    "Tài khoản này chưa có mật khẩu: gỡ liên kết này thì không còn cách nào đăng nhập. "
    "Hãy xin quản trị một liên kết đặt mật khẩu trước."
)


class NotSignedIn(Unauthenticated):
    """401: what came back from the provider opens nothing; the detail says what to do."""

    slug = "not-signed-in"
    title = "Đăng nhập không thành công"
    headers: Mapping[str, str] = {}


class NoAccount(Forbidden):
    """403: the provider knows them, we do not; nobody registers themselves."""

    slug = "no-account"
    title = "Chưa có tài khoản"


@dataclass(frozen=True, slots=True)
class Begun:
    """A visit to the provider: the address to go to, and the secret that stays in the browser."""

    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom an identity lets in."""

    id: UUID
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Visit:
    """What somebody goes to the provider for, and comes back with.

    `account` is whose identity is to be linked, or who `confirms` that it is still them; None for a sign-in.
    """

    account: UUID | None
    confirms: bool
    onward: str | None


async def begin(session: AsyncSession, provider: Provider, wanted: Visit, now: datetime) -> Begun:
    """Send somebody to the provider. Only hashes are kept; Unavailable when the provider does not answer."""
    state, browser = new_token(), new_token()
    try:
        address = await provider.address(state, secrets_of(browser, state), anew=wanted.confirms)
    except Away as error:
        raise _away(provider, error) from error
    await identities.forget_visits(session, before=now - LIFE)
    await identities.add_visit(
        session,
        state_hash=hash_of(state),
        browser_hash=hash_of(browser),
        account=wanted.account,
        confirms=wanted.confirms,
        onward=wanted.onward,
        now=now,
    )
    return Begun(address, browser)


async def come_back(session: AsyncSession, *, state: str, browser: str, now: datetime) -> Visit:
    """The visit this browser began with this state, which ends now; NotSignedIn when there is none any more."""
    found = await identities.take_visit(
        session, state_hash=hash_of(state), browser_hash=hash_of(browser), since=now - LIFE
    )
    if found is None:
        raise NotSignedIn("Lần đăng nhập này không còn hiệu lực. Hãy bắt đầu lại từ trang đăng nhập.")
    return Visit(*found)


async def prove(provider: Provider, answer: SingleSignOnAnswer, browser: str) -> Person:
    """Who came back; NotSignedIn when the provider does not vouch for them, Unavailable when it does not answer."""
    if answer.error == DENIED:
        raise NotSignedIn(f"Bạn đã dừng đăng nhập ở {provider.name}.")
    try:
        await provider.check_issuer(answer.iss)
        if answer.error or not answer.code:
            raise NotProven(f"the provider answers with {answer.error!r}")
        return await provider.person(answer.code, secrets_of(browser, answer.state))
    except NotProven as error:
        log.warning("single sign-on not proven", cause=str(error))
        raise NotSignedIn(
            f"{provider.name} chưa xác nhận được bạn là ai. Hãy bắt đầu lại từ trang đăng nhập."
        ) from error
    except Away as error:
        raise _away(provider, error) from error


async def owner_of(session: AsyncSession, actor: Actor, provider: Provider, person: Person, now: datetime) -> Owner:
    """The account a person may enter: linked before, or now by the e-mail the provider has verified. NoAccount else."""
    found = await identities.find_owner(session, issuer=provider.issuer, subject=person.subject)
    if found is None and person.email:
        found = await identities.find_enabled(session, email=email_of(person.email))
        if found is not None:
            await _link(session, actor, provider, person, found[0])
    if found is None or not found[3]:
        raise NoAccount(
            f"Hệ thống chưa có tài khoản nào gắn với danh tính {provider.name} này. Hãy liên hệ quản trị của đơn vị."
        )
    await identities.note_use(session, issuer=provider.issuer, subject=person.subject, now=now)
    return Owner(*found[:3])


async def link(session: AsyncSession, actor: Actor, provider: Provider, person: Person, account: UUID) -> None:
    """Link a person's identity to the account they are signed in with; content when that is done already."""
    found = await identities.find_owner(session, issuer=provider.issuer, subject=person.subject)
    if found is None or found[0] != account:
        await _link(session, actor, provider, person, account)


async def check_owner(session: AsyncSession, provider: Provider, person: Person, account: UUID, now: datetime) -> None:
    """NotSignedIn unless this person proved just now that the account is theirs."""
    found = await identities.find_owner(session, issuer=provider.issuer, subject=person.subject)
    if found is None or found[0] != account:
        raise NotSignedIn(f"Danh tính {provider.name} này không phải của tài khoản đang đăng nhập.")
    try:
        check_fresh(person, now.timestamp())
    except NotProven as error:
        raise NotSignedIn(f"{provider.name} chưa hỏi lại bạn là ai. Hãy đăng xuất ở đó rồi làm lại.") from error


async def unlink(session: AsyncSession, actor: Actor, *, identity: UUID, account: UUID) -> None:
    """Take an identity from an account; NotFound when it is not that account's, Conflict when nothing else opens it."""
    issuer = await identities.unlink(session, identity=identity, account=account)
    if issuer is None:
        raise NotFound("Không có danh tính này.")
    if not await identities.is_open_otherwise(session, account=account):
        raise Conflict(LAST_WAY_IN)
    await record(
        session, actor, Deed(Action.IDENTITY_UNLINKED, subject=f"account:{account}", before={"issuer": issuer})
    )


async def _link(session: AsyncSession, actor: Actor, provider: Provider, person: Person, account: UUID) -> None:
    if not await identities.link(session, issuer=provider.issuer, subject=person.subject, account=account):
        raise Conflict(
            f"Tài khoản này, hoặc danh tính {provider.name} này, đã gắn với nơi khác. Hãy liên hệ quản trị của đơn vị."
        )
    told = {"issuer": provider.issuer, "subject": person.subject}
    await record(session, actor, Deed(Action.IDENTITY_LINKED, subject=f"account:{account}", after=told))


def _away(provider: Provider, error: Away) -> Unavailable:
    log.error("provider of single sign-on away", cause=str(error))
    return Unavailable(
        f"{provider.name} tạm thời không trả lời. Hãy thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu."
    )
