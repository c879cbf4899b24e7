"""Queries for the records that a batch refers to: stored results, buyers, cashiers, shifts, pending reversals.

They run for every sale, so each statement is built once at import. One statement per kind of record; none for a kind
that the batch does not refer to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from app.accounts.models import User, UserRole
from app.directory.models import Employee, FormerNumber
from app.directory.rules import NipError, read_code, read_nip
from app.months.models import LateItem
from app.sales.drafts import BuyerRef, ItemResult
from app.sales.models import LineMatch, PendingVoid, Sale, SaleLine
from app.sales.rules import receipt_number
from app.shared.columns import table
from app.shared.prepared_statements import PreparedStatement
from app.tills.models import Shift

_SALE, _LINE, _LATE, _PENDING = table(Sale), table(SaleLine), table(LateItem), table(PendingVoid)
_MATCH = table(LineMatch)
_EMPLOYEE, _FORMER, _USER, _ROLE, _SHIFT = map(table, (Employee, FormerNumber, User, UserRole, Shift))
_MOST_VALUES = 500  # in one IN list


class _Among:
    """Selects the rows whose column has one of some values: a prepared statement for one value, else an IN list."""

    def __init__(
        self, column: Any, *columns: Any, source: Any = None, or_column: Any = None, order_by: Any = None
    ) -> None:
        base = select(*columns)
        if source is not None:
            base = base.select_from(source)
        if order_by is not None:
            base = base.order_by(order_by)
        matched = (column,) if or_column is None else (column, or_column)
        one, several = bindparam("value"), bindparam("values", expanding=True)
        self._one = PreparedStatement(base.where(or_(*(each == one for each in matched))))
        self._several = base.where(or_(*(each.in_(several) for each in matched)))

    def all(self, connection: Connection, values: Iterable[Any]) -> list[Any]:
        """The rows of these values; repeated values are looked up once."""
        distinct = list(dict.fromkeys(values))
        if len(distinct) == 1:
            return self._one.rows(connection, {"value": distinct[0]})
        rows: list[Any] = []
        for start in range(0, len(distinct), _MOST_VALUES):
            rows += connection.execute(
                self._several, {"values": distinct[start : start + _MOST_VALUES]}
            ).all()
        return rows


# A merged employee record stands for the one it was merged into (ADR 0023).
_CURRENT = func.coalesce(_EMPLOYEE.c.merged_into_id, _EMPLOYEE.c.id)
CURRENT_BUYER = select(_CURRENT).where(_EMPLOYEE.c.id == bindparam("buyer_id")).scalar_subquery()
"""The buyer of a row that is written now: the record may have been merged after the buyer was looked up."""
_BY = {
    "nip": _Among(_EMPLOYEE.c.nip, _EMPLOYEE.c.nip, _EMPLOYEE.c.id),
    "code": _Among(_EMPLOYEE.c.code, _EMPLOYEE.c.code, _EMPLOYEE.c.id),
    "card": _Among(_EMPLOYEE.c.card_token, _EMPLOYEE.c.card_token, _CURRENT),
    "employee": _Among(_EMPLOYEE.c.id, _EMPLOYEE.c.id, _CURRENT),
}
_BY_FORMER_NUMBER = _Among(_FORMER.c.number, _FORMER.c.number, _FORMER.c.employee_id, order_by=_FORMER.c.id)
_RESULTS = _Among(
    _SALE.c.uuid, _SALE.c.id, _SALE.c.uuid, _SALE.c.content_hash, _SALE.c.result, _SALE.c.period, _SALE.c.flags
)  # fmt: skip
_PENDING_RESULTS = _Among(_PENDING.c.uuid, _PENDING.c.uuid, _PENDING.c.content_hash)
_PENDING_BY_ID_OR_TARGET = _Among(
    _PENDING.c.uuid,
    _PENDING.c.id, _PENDING.c.uuid, _PENDING.c.target_uuid, _PENDING.c.content_hash, _PENDING.c.decided_at,
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
_MATCHED = {
    name: func.coalesce(_LINE.c[name], _MATCH.c[name]).label(name) for name in ("product_id", "maker_id")
}
_LINES = (
    select(*(_MATCHED.get(one.name, one) for one in _LINE.c))
    .outerjoin(_MATCH, _MATCH.c.sale_line_id == _LINE.c.id)
    .where(_LINE.c.sale_id == bindparam("sale_id"))
    .order_by(_LINE.c.position)
)
"""What was typed without a product names the one a person matched, so that a reversal takes that one back."""


SALE_COLUMNS = tuple(_SALE.c.keys())
"""The columns a ledger row has, as `find_target` names them."""


@dataclass(frozen=True, slots=True)
class StoredResult:
    """The first result of an id, and the hash of the content it then had."""

    content_hash: str
    result: str
    period: str | None
    flags: tuple[str, ...]
    sale_id: int | None = None

    def answer_repeat(self, uuid: str, content_hash: str) -> ItemResult:
        """The result of an item that repeats the id: `replayed` if its content is the same, else `conflict`."""
        if self.content_hash != content_hash:
            return ItemResult(uuid, "conflict", receipt_number(uuid), flags=("content_differs",))
        return ItemResult(
            uuid, "replayed", receipt_number(uuid), self.period, self.flags, self.sale_id, self.result
        )


@dataclass(frozen=True, slots=True)
class CashierFacts:
    """A login that a sale names as cashier; `is_allowed` at the booth of the sale; `valid_until`: its last day."""

    user_id: int
    is_allowed: bool
    valid_until: date | None = None

    def may_sell_on(self, day: date) -> bool:
        """Whether this login was allowed to sell on that business date."""
        return self.is_allowed and (self.valid_until is None or day <= self.valid_until)


PENDING_FLAGS = ("waiting_for_sale",)


def find_results(connection: Connection, uuids: Iterable[str]) -> dict[str, StoredResult]:
    """The stored results by uuid, of those ids that the ledger has. Refusals are not stored."""
    results = {}
    for row in _RESULTS.all(connection, uuids):
        results[row[1]] = StoredResult(row[2], row[3], str(row[4]), tuple(row[5]), row[0])
    return results


def find_pending_results(connection: Connection, uuids: Iterable[str]) -> dict[str, StoredResult]:
    """The results of stored reversals that arrived before their sale: `parked`, whether applied since or not."""
    rows = _PENDING_RESULTS.all(connection, uuids)
    return {row[0]: StoredResult(row[1], "parked", None, PENDING_FLAGS) for row in rows}


def find_all_results(connection: Connection, uuids: Iterable[str]) -> dict[str, StoredResult]:
    """Both by uuid. `parked` wins over the ledger's result: it was the first answer of a reversal applied later."""
    ids = list(uuids)
    return find_results(connection, ids) | find_pending_results(connection, ids)


@dataclass(frozen=True, slots=True)
class PendingVoids:
    """Reversals stored because they arrived before their sale: their results by their own uuid, and the row ids of
    those not applied yet by the uuid of their sale."""

    results: dict[str, StoredResult]
    ids_by_target: dict[str, list[int]]


def find_pending_voids(connection: Connection, uuids: Iterable[str]) -> PendingVoids:
    """Stored reversals that have one of these ids, or whose sale has one of them, in order of arrival."""
    voids = PendingVoids({}, {})
    rows = sorted(_PENDING_BY_ID_OR_TARGET.all(connection, uuids), key=itemgetter(0))
    for void_id, uuid, target, hashed, decided_at in rows:
        voids.results[uuid] = StoredResult(hashed, "parked", None, PENDING_FLAGS)
        if decided_at is None:
            voids.ids_by_target.setdefault(target, []).append(void_id)
    return voids


def get_pending_void(connection: Connection, pending_id: int) -> Any:
    """The row of one pending reversal."""
    return connection.execute(_PENDING_ROW, {"pending": pending_id}).one()


def find_people(connection: Connection, buyers: Iterable[BuyerRef]) -> dict[tuple[str, str], int]:
    """Employee ids by (key, value as in the reference). A number that nobody has now is looked up as a former one."""
    spellings_by_key: dict[str, dict[str, set[str]]] = {}
    for buyer in buyers:
        clean = clean_number(buyer)
        if clean:
            spellings_by_key.setdefault(buyer.key, {}).setdefault(clean, set()).add(buyer.value)
    ids: dict[tuple[str, str], int] = {}
    for key, values in spellings_by_key.items():
        people = _ids_by(connection, key, values)
        for clean, spellings in values.items():
            ids.update({(key, value): people[clean] for value in spellings if clean in people})
    return ids


def _ids_by(connection: Connection, key: str, values: Iterable[str]) -> dict[str, int]:
    numbers = [int(value) for value in values] if key == "employee" else list(values)
    people = {str(row[0]): row[1] for row in _BY[key].all(connection, numbers)}
    if key in ("nip", "code"):
        missing = [number for number in numbers if number not in people]
        people.update({row[0]: row[1] for row in _BY_FORMER_NUMBER.all(connection, missing)})
    return people


def clean_number(buyer: BuyerRef) -> str:
    """A reference's value in the directory's spelling; empty if it is not a possible number."""
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
    """The logins that exist, by folded username, and whether they may sell at this booth."""
    cashiers: dict[str, list[Any]] = {}
    for row in _CASHIERS.all(connection, usernames):
        cashiers.setdefault(row[0], []).append(row[1:])
    facts = ((username, read_cashier(rows, booth_id)) for username, rows in cashiers.items())
    return {username: one for username, one in facts if one is not None}


def read_cashier(rows: Iterable[Any], booth_id: int) -> CashierFacts | None:
    """One login from its rows (id, is_active, valid_until, role, booth of the role, …); None if there is none."""
    cashier, allowed = None, False
    for row in rows:
        user_id, is_active, until, role, booth = row[:5]
        if user_id is None:
            return None
        allowed = allowed or (bool(is_active) and role is not None and booth in (None, booth_id))
        cashier = (user_id, until)
    return None if cashier is None else CashierFacts(cashier[0], allowed, cashier[1])


def find_shifts(connection: Connection, uuids: Iterable[str], booth_id: int) -> dict[str, int]:
    """Shift ids by uuid, of this booth only."""
    return {row[0]: row[1] for row in _SHIFTS.all(connection, uuids) if row[2] == booth_id}


def find_target(connection: Connection, *, uuid: str | None = None, sale_id: int | None = None) -> Any:
    """A sale that is to be reversed, with its late item, reversal and shift; None if the ledger does not have it."""
    if uuid is not None:
        return connection.execute(_TARGET_BY_UUID, {"uuid": uuid}).first()
    return connection.execute(_TARGET_BY_ID, {"sale_id": sale_id}).first()


def list_lines(connection: Connection, sale_id: int) -> list[Any]:
    """The lines of one sale in order."""
    return list(connection.execute(_LINES, {"sale_id": sale_id}))
