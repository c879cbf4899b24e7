"""What the ledger asks its neighbours for whole batches at once. Every statement is built once (hot path).

Only ids and states are asked for, by the numbers a batch holds: one statement per kind, none for absent kinds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from app.accounts.models import User, UserRole
from app.booths.models import Shift
from app.directory.models import Employee, FormerNumber
from app.directory.rules import NipError, read_code, read_nip
from app.months.models import LateItem
from app.sales.drafts import BuyerRef, ItemResult
from app.sales.models import PendingVoid, Sale, SaleLine
from app.sales.rules import receipt_number
from app.shared.columns import table
from app.shared.prepared_statements import PreparedStatement

_SALE, _LINE, _LATE, _PENDING = table(Sale), table(SaleLine), table(LateItem), table(PendingVoid)
_EMPLOYEE, _FORMER, _USER, _ROLE, _SHIFT = map(table, (Employee, FormerNumber, User, UserRole, Shift))
_AT_ONCE = 500  # values in one IN list


class _Among:
    """Rows whose column holds one of some values: one value runs hot, several as one IN list."""

    def __init__(
        self, column: Any, *columns: Any, source: Any = None, or_column: Any = None, order_by: Any = None
    ) -> None:
        base = select(*columns)
        if source is not None:
            base = base.select_from(source)
        if order_by is not None:
            base = base.order_by(order_by)
        asked = (column,) if or_column is None else (column, or_column)
        one, several = bindparam("value"), bindparam("values", expanding=True)
        self._one = PreparedStatement(base.where(or_(*(each == one for each in asked))))
        self._several = base.where(or_(*(each.in_(several) for each in asked)))

    def all(self, connection: Connection, values: Iterable[Any]) -> list[Any]:
        """The rows of these values, each value asked once."""
        asked = list(dict.fromkeys(values))
        if len(asked) == 1:
            return self._one.rows(connection, {"value": asked[0]})
        rows: list[Any] = []
        for start in range(0, len(asked), _AT_ONCE):
            rows += connection.execute(self._several, {"values": asked[start : start + _AT_ONCE]}).all()
        return rows


_CURRENT = func.coalesce(
    _EMPLOYEE.c.merged_into_id, _EMPLOYEE.c.id
)  # a merged record means another (ADR 0023)
CURRENT_BUYER = select(_CURRENT).where(_EMPLOYEE.c.id == bindparam("buyer_id")).scalar_subquery()
"""Whom a row being written now is for: records may have been merged since its buyer was looked up."""
_BY = {
    "nip": _Among(_EMPLOYEE.c.nip, _EMPLOYEE.c.nip, _EMPLOYEE.c.id),
    "code": _Among(_EMPLOYEE.c.code, _EMPLOYEE.c.code, _EMPLOYEE.c.id),
    "card": _Among(_EMPLOYEE.c.card_token, _EMPLOYEE.c.card_token, _CURRENT),
    "employee": _Among(_EMPLOYEE.c.id, _EMPLOYEE.c.id, _CURRENT),
}
_FORMERLY = _Among(_FORMER.c.number, _FORMER.c.number, _FORMER.c.employee_id, order_by=_FORMER.c.id)
_ANSWERS = _Among(
    _SALE.c.uuid, _SALE.c.id, _SALE.c.uuid, _SALE.c.content_hash, _SALE.c.result, _SALE.c.period, _SALE.c.flags
)  # fmt: skip
_PENDING_ANSWERS = _Among(_PENDING.c.uuid, _PENDING.c.uuid, _PENDING.c.content_hash)
_KEPT_VOIDS = _Among(
    _PENDING.c.uuid,
    _PENDING.c.id, _PENDING.c.uuid, _PENDING.c.target_uuid, _PENDING.c.content_hash, _PENDING.c.applied_at,
    or_column=_PENDING.c.target_uuid,
)  # fmt: skip
_PENDING_ROW = select(_PENDING).where(_PENDING.c.id == bindparam("pending"))
_CASHIERS = _Among(
    _USER.c.username, _USER.c.username, _USER.c.id, _USER.c.is_active, _USER.c.valid_until, _ROLE.c.role,
    _ROLE.c.booth_id,
    source=_USER.outerjoin(_ROLE, (_ROLE.c.user_id == _USER.c.id) & (_ROLE.c.role == "cashier")),
)  # fmt: skip
_SHIFTS = _Among(_SHIFT.c.uuid, _SHIFT.c.uuid, _SHIFT.c.id, _SHIFT.c.booth_id)
_REVERSAL = _SALE.alias("reversal")
_TARGET = (
    select(
        _SALE,
        _REVERSAL.c.id.label("reversal_id"),
        _LATE.c.period.label("late_period"),
        _LATE.c.reason.label("late_reason"),
        _LATE.c.decision.label("late_decision"),
        _LATE.c.bundle.label("late_bundle"),
        _SHIFT.c.closed_at.label("shift_closed_at"),
    )
    .select_from(_SALE)
    .outerjoin(_REVERSAL, _REVERSAL.c.void_of == _SALE.c.id)
    .outerjoin(_LATE, _LATE.c.sale_id == _SALE.c.id)
    .outerjoin(_SHIFT, _SHIFT.c.id == _SALE.c.shift_id)
)
_TARGET_BY_UUID = _TARGET.where(_SALE.c.uuid == bindparam("uuid"))
_TARGET_BY_ID = _TARGET.where(_SALE.c.id == bindparam("sale_id"))
_LINES = select(_LINE).where(_LINE.c.sale_id == bindparam("sale_id")).order_by(_LINE.c.position)


SALE_COLUMNS = tuple(_SALE.c.keys())
"""The columns a ledger row has, as `find_target` names them."""


@dataclass(frozen=True, slots=True)
class StoredResult:
    """What an id was answered the first time, and the hash of what it then contained."""

    content_hash: str
    result: str
    period: str | None
    flags: tuple[str, ...]
    sale_id: int | None = None

    def again(self, uuid: str, content_hash: str) -> ItemResult:
        """The answer when the id comes again: `replayed` for the same content, else `conflict`."""
        if self.content_hash != content_hash:
            return ItemResult(uuid, "conflict", receipt_number(uuid), flags=("content_differs",))
        return ItemResult(
            uuid, "replayed", receipt_number(uuid), self.period, self.flags, self.sale_id, self.result
        )


@dataclass(frozen=True, slots=True)
class CashierFacts:
    """A login named as cashier, and whether it may sell at the booth asked about; `valid_until`: its last day."""

    user_id: int
    is_allowed: bool
    valid_until: date | None = None

    def may_sell_on(self, day: date) -> bool:
        """Whether a sale of that business date was this login's to make."""
        return self.is_allowed and (self.valid_until is None or day <= self.valid_until)


WAITING_FLAGS = ("waiting_for_sale",)


def find_answers(connection: Connection, uuids: Iterable[str]) -> dict[str, StoredResult]:
    """The first answers of those ids that were answered already (refusals are not remembered)."""
    found = {}
    for row in _ANSWERS.all(connection, uuids):
        found[row[1]] = StoredResult(row[2], row[3], str(row[4]), tuple(row[5]), row[0])
    return found


def find_pending_answers(connection: Connection, uuids: Iterable[str]) -> dict[str, StoredResult]:
    """The same for reversals that came before their sale: they were answered `parked`, applied since or not."""
    rows = _PENDING_ANSWERS.all(connection, uuids)
    return {row[0]: StoredResult(row[1], "parked", None, WAITING_FLAGS) for row in rows}


def find_all_answers(connection: Connection, uuids: Iterable[str]) -> dict[str, StoredResult]:
    """Both. A reversal applied later answers as it did first, `parked`: so kept ones win over the ledger's."""
    asked = list(uuids)
    return find_answers(connection, asked) | find_pending_answers(connection, asked)


@dataclass(frozen=True, slots=True)
class WaitingVoids:
    """Reversals kept because they came before their sale: the answers of their own ids, and who waits for whom."""

    answers: dict[str, StoredResult]
    waiting: dict[str, list[int]]


def find_waiting_voids(connection: Connection, uuids: Iterable[str]) -> WaitingVoids:
    """Kept reversals that have one of these ids, or wait for one of them (in order of arrival)."""
    kept = WaitingVoids({}, {})
    rows = sorted(_KEPT_VOIDS.all(connection, uuids), key=itemgetter(0))
    for pending, uuid, target, hashed, applied_at in rows:
        kept.answers[uuid] = StoredResult(hashed, "parked", None, WAITING_FLAGS)
        if applied_at is None:
            kept.waiting.setdefault(target, []).append(pending)
    return kept


def get_waiting_void(connection: Connection, pending_id: int) -> Any:
    """One kept reversal, whole."""
    return connection.execute(_PENDING_ROW, {"pending": pending_id}).one()


def find_people(connection: Connection, buyers: Iterable[BuyerRef]) -> dict[tuple[str, str], int]:
    """Employee ids by (key, value as in the reference). A number nobody has now may be somebody's former one."""
    wanted: dict[str, dict[str, set[str]]] = {}
    for buyer in buyers:
        clean = clean_number(buyer)
        if clean:
            wanted.setdefault(buyer.key, {}).setdefault(clean, set()).add(buyer.value)
    found: dict[tuple[str, str], int] = {}
    for key, values in wanted.items():
        people = _ids_by(connection, key, values)
        for clean, spellings in values.items():
            found.update({(key, value): people[clean] for value in spellings if clean in people})
    return found


def _ids_by(connection: Connection, key: str, values: Iterable[str]) -> dict[str, int]:
    asked = [int(value) for value in values] if key == "employee" else list(values)
    people = {str(row[0]): row[1] for row in _BY[key].all(connection, asked)}
    if key in ("nip", "code"):
        missing = [value for value in asked if value not in people]
        people.update({row[0]: row[1] for row in _FORMERLY.all(connection, missing)})
    return people


def clean_number(buyer: BuyerRef) -> str:
    """A reference's value as the directory spells it; empty where it cannot be anybody's."""
    if buyer.key == "nip":
        try:
            return read_nip(buyer.value)
        except NipError:
            return ""
    if buyer.key == "employee":
        return buyer.value if len(buyer.value) <= 15 else ""
    if buyer.key == "code":
        return read_code(buyer.value)
    return buyer.value.strip() if buyer.key == "card" else ""


def find_cashiers(connection: Connection, usernames: Iterable[str], booth_id: int) -> dict[str, CashierFacts]:
    """Known logins by (folded) username, and whether they may sell at this booth."""
    found: dict[str, list[Any]] = {}
    for row in _CASHIERS.all(connection, usernames):
        found.setdefault(row[0], []).append(row[1:])
    facts = ((username, read_cashier(rows, booth_id)) for username, rows in found.items())
    return {username: one for username, one in facts if one is not None}


def read_cashier(rows: Iterable[Any], booth_id: int) -> CashierFacts | None:
    """One login from its rows (id, is_active, valid_until, role, booth of the role, …); None for nobody."""
    found, allowed = None, False
    for row in rows:
        user_id, is_active, until, role, booth = row[:5]
        if user_id is None:
            return None
        allowed = allowed or (bool(is_active) and role is not None and booth in (None, booth_id))
        found = (user_id, until)
    return None if found is None else CashierFacts(found[0], allowed, found[1])


def find_shifts(connection: Connection, uuids: Iterable[str], booth_id: int) -> dict[str, int]:
    """Shift ids by uuid, of this booth only."""
    return {row[0]: row[1] for row in _SHIFTS.all(connection, uuids) if row[2] == booth_id}


def find_target(connection: Connection, *, uuid: str | None = None, sale_id: int | None = None) -> Any:
    """The row of a sale somebody wants reversed, with its late item, reversal and shift; None when not here."""
    if uuid is not None:
        return connection.execute(_TARGET_BY_UUID, {"uuid": uuid}).first()
    return connection.execute(_TARGET_BY_ID, {"sale_id": sale_id}).first()


def list_lines(connection: Connection, sale_id: int) -> list[Any]:
    """The lines of one sale in order."""
    return list(connection.execute(_LINES, {"sale_id": sale_id}))
