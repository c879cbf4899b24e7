"""Reads of tills. Statements on the path of a sale are prepared once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

from app.accounts.models import LoginSession
from app.accounts.rules.roles import SHIFT
from app.audit import keyring
from app.booths.models import Booth
from app.extensions import db
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound
from app.shared.prepared_statements import PreparedStatement
from app.tills.models import Till, TillCode
from app.tills.rules import LOGIN, TOKEN_ENDERS, answer_key, hash_token

_BOOTH, _TILL, _CODE, _SESSION = table(Booth), table(Till), table(TillCode), table(LoginSession)


@dataclass(frozen=True, slots=True)
class TillIdentity:
    """A till with a valid token. `key`: the key that signs answers to it, derived from the token.

    `cashier_id`: the only cashier a login till sends for; None for an enrolled one. `ended_at`: when that cashier's
    login session ended, None while it runs; `may_read`: whether the till may read people's data. `synced_at` and
    `unsent`: when the till was last recorded as having sent sales, and how many were then still unsent.
    """

    till_id: int
    booth_id: int
    name: str
    enrolled_at: datetime
    booth_name: str
    mode: str
    kind: str
    cashier_id: int | None
    key: bytes
    ended_at: datetime | None = None
    may_read: bool = True
    synced_at: datetime | None = None
    unsent: int = 0


def count_tills() -> int:
    """The number of tills of all booths that are not revoked."""
    return db.session.scalar(select(func.count()).where(_TILL.c.revoked_at.is_(None))) or 0


_BY_TOKEN = PreparedStatement(
    select(
        _TILL.c.id, _TILL.c.booth_id, _TILL.c.name, _TILL.c.enrolled_at, _BOOTH.c.name, _BOOTH.c.mode,
        _TILL.c.kind, _TILL.c.cashier_id, _TILL.c.expires_at, _SESSION.c.created_at, _SESSION.c.ended_at,
        _SESSION.c.end_reason, _TILL.c.last_synced_at, _TILL.c.unsent_count,
    )
    .select_from(_TILL.join(_BOOTH, _BOOTH.c.id == _TILL.c.booth_id))
    .outerjoin(_SESSION, _SESSION.c.id == _TILL.c.session_id)
    .where(_TILL.c.token_hash == bindparam("token_hash"), _TILL.c.revoked_at.is_(None))
)  # fmt: skip


def find_till_by_token(token: str, *, for_one_act: bool = False) -> TillIdentity | None:
    """The till with this bearer token; None for an unknown, revoked or expired token, and for a login till whose
    session ended because another person might have its token. `for_one_act`: see QuickSession."""
    session = db.session()
    connection = session.connection_for_one_act() if for_one_act else session.connection()
    row = _BY_TOKEN.first(connection, {"token_hash": hash_token(token)})
    if row is None:
        return None
    kind, expires_at, began_at, ended_at, reason = row[6], *row[8:12]
    noted = row[12:14]
    if kind != LOGIN:
        return TillIdentity(*row[:8], answer_key(token), None, True, *noted)
    now = clock.now()
    if expires_at <= now or (ended_at is not None and reason in TOKEN_ENDERS):
        return None
    may_read = began_at is not None and ended_at is None and now - began_at < SHIFT.whole
    return TillIdentity(*row[:8], answer_key(token), ended_at, may_read, *noted)


def get_receipt_key(till_id: int) -> bytes:
    """The key with which a till signs its receipts. It is derived from SECRET_KEY and stored in no table."""
    return keyring.ring().derive(f"receipts:{till_id}")


def find_login_till(token: str, user_id: int, booth_id: int) -> Till | None:
    """The login till of this cashier at this booth with this token, ended or not; None for any other."""
    return db.session.scalar(
        select(Till).where(
            Till.token_hash == hash_token(token),
            Till.kind == LOGIN,
            Till.cashier_id == user_id,
            Till.booth_id == booth_id,
            Till.revoked_at.is_(None),
        )
    )


def is_login_till_over(till: Till) -> bool:
    """Whether this login till has expired or its login session has ended."""
    if till.expires_at is None or till.expires_at <= clock.now():
        return True
    ended = select(LoginSession.ended_at).where(LoginSession.id == till.session_id)
    return till.session_id is not None and db.session.scalar(ended) is not None


@dataclass(frozen=True, slots=True)
class TillEnd:
    """When a till ended, None while it works. `is_distrusted`: it was revoked, or another person may have its token, so
    its signed receipts may be backdated."""

    at: datetime | None = None
    is_distrusted: bool = False


def find_till_end(till: Till) -> TillEnd:
    """When and how a till ended: by being revoked, or with its cashier's login session."""
    if till.revoked_at is not None:
        return TillEnd(till.revoked_at, True)
    ended = select(LoginSession.ended_at, LoginSession.end_reason).where(LoginSession.id == till.session_id)
    row = db.session.execute(ended).one_or_none() if till.kind == LOGIN else None
    if row is not None and row[0] is not None:
        return TillEnd(row[0], row[1] in TOKEN_ENDERS)
    is_over = till.expires_at is not None and till.expires_at <= clock.now()
    return TillEnd(till.expires_at if is_over else None)


def get_till(till_id: int) -> Till:
    """One till. NotFound."""
    till = db.session.get(Till, till_id)
    if till is None:
        raise NotFound()
    return till


@dataclass(frozen=True, slots=True)
class TillRow:
    """A till in the list. `unsent`: the last reported number of unsent sales, the oldest made at `oldest_unsent_at`.

    `clock_offset`: seconds the till's clock is behind the server's, None while unknown.
    """

    id: int
    name: str
    booth_id: int
    booth: str
    enrolled_at: datetime
    revoked_at: datetime | None
    last_seen_at: datetime | None
    last_synced_at: datetime | None
    unsent: int
    kind: str
    cashier_id: int | None
    expires_at: datetime | None
    version: str
    clock_offset: int | None
    oldest_unsent_at: datetime | None


def list_tills(
    booth_ids: Collection[int] | None = None, *, kind: str | None = None, ended_after: datetime | None = None
) -> list[TillRow]:
    """Tills by booth and name, revoked ones last; only of these booths or this kind, if given.

    A login till that expired before `ended_after` (None: now) is left out unless it has unsent sales.
    """
    statement = select(
        _TILL.c.id, _TILL.c.name, _TILL.c.booth_id, _BOOTH.c.name, _TILL.c.enrolled_at, _TILL.c.revoked_at,
        _TILL.c.last_seen_at, _TILL.c.last_synced_at, _TILL.c.unsent_count, _TILL.c.kind, _TILL.c.cashier_id,
        _TILL.c.expires_at, _TILL.c.version, _TILL.c.clock_offset, _TILL.c.oldest_unsent_at,
    ).join_from(_TILL, _BOOTH)  # fmt: skip
    until = ended_after or clock.now()
    lives = or_(_TILL.c.expires_at.is_(None), _TILL.c.expires_at > until, _TILL.c.unsent_count > 0)
    statement = statement.where(lives)
    if booth_ids is not None:
        statement = statement.where(_TILL.c.booth_id.in_(booth_ids))
    if kind is not None:
        statement = statement.where(_TILL.c.kind == kind)
    ordered = statement.order_by(
        _TILL.c.revoked_at.is_not(None), _BOOTH.c.search_name, _TILL.c.name, _TILL.c.id
    )
    return [TillRow(*row) for row in db.session.execute(ordered)]


def list_open_codes(booth_ids: Collection[int] | None = None) -> list[TillCode]:
    """Codes that are still valid, newest first; without their text, which is not stored."""
    query = select(TillCode).where(*TillCode.works_at(clock.now())).order_by(TillCode.id.desc())
    if booth_ids is not None:
        query = query.where(TillCode.booth_id.in_(booth_ids))
    return list(db.session.scalars(query))


def get_till_code(code_id: int) -> TillCode:
    """One code. NotFound."""
    code = db.session.get(TillCode, code_id)
    if code is None:
        raise NotFound()
    return code
