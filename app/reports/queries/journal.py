"""Reads the whole ledger of a month, counted or not, with cashier, time, origin and reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from typing import Any

from sqlalchemy import Select, func, or_, select

from app.accounts.models import User
from app.booths.models import Booth
from app.directory.models import Employee
from app.directory.rules import full_name
from app.extensions import db
from app.sales.ledger.lookups import MAKER
from app.sales.ledger.totals import BUYER, BUYER_KIND, LATE, RESOLUTION, SALE
from app.sales.models import SaleLine
from app.sales.queries.ledger import STATE
from app.sales.rules import receipt_number
from app.shared.columns import table
from app.shared.period import Period
from app.tills.models import Till

_LINE, _BOOTH, _USER, _EMPLOYEE, _TILL = (
    table(SaleLine), table(Booth), table(User), table(Employee), table(Till),
)  # fmt: skip
_ORIGINAL = SALE.alias("original")
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One line of the ledger, or one resolution (without goods). Amounts in whole rupiah.

    `kind`: sale, void, correction, resolution. `counted`: the amount it adds to its month's sum, None for a resolution,
    0 if undecided or declined. `refers_to`: the number of the receipt it reverses, corrects or resolves.
    """

    seq: int
    uuid: str
    kind: str
    state: str
    business_date: date
    sold_at: datetime
    received_at: datetime
    booth: str
    till: str | None
    cashier: str
    source: str
    nip: str | None
    code: str | None
    buyer: str
    buyer_kind: str
    typed: str
    maker: str
    product: str
    quantity: int | None
    unit_price: int | None
    amount: int | None
    counted: int | None
    payment: str
    refers_to: str
    reason: str
    flags: tuple[str, ...]

    @property
    def receipt(self) -> str:
        """The number on the receipt."""
        return receipt_number(self.uuid)


@dataclass(frozen=True, slots=True)
class JournalExtent:
    """The number of rows of `list_journal`, and the sum of those that count in whole rupiah."""

    rows: int
    counted: int


def get_journal_extent(period: Period) -> JournalExtent:
    """Count and sum of the same rows, in two statements."""
    counted = func.coalesce(func.sum(_LINE.c.amount).filter(STATE.in_(("counted", "accepted"))), 0)
    lines = (
        select(func.count(), counted)
        .select_from(SALE)
        .join(_LINE, _LINE.c.sale_id == SALE.c.id)
        .outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
        .where(_in(period))
    )
    resolutions = (
        select(func.count())
        .select_from(RESOLUTION)
        .join(SALE, SALE.c.id == RESOLUTION.c.sale_id)
        .outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
        .where(_in(period))
    )
    row = db.session.execute(lines).one()
    return JournalExtent(int(row[0]) + (db.session.scalar(resolutions) or 0), int(row[1]))


def list_journal(period: Period) -> Iterator[JournalRow]:
    """All rows of a month in ledger order, each resolution directly after its sale; streamed."""
    lines = (_line(row) for row in db.session.execute(_lines(period), execution_options=_STREAM))
    resolved = map(_resolution, db.session.execute(_resolutions(period)).all())
    for _seq, _rank, row in merge(lines, resolved, key=lambda one: one[:2]):
        yield row


_STREAM = {"yield_per": _AT_ONCE}
Ranked = tuple[int, int, JournalRow]


def _in(period: Period) -> Any:
    """The condition for rows dated in the month and not moved out of it, and rows moved into it (decisions 20)."""
    moved = select(LATE.c.sale_id).where(LATE.c.period == period, LATE.c.sale_id.is_not(None))
    dated = SALE.c.business_date.between(period.first_day, period.last_day)
    return or_(dated, SALE.c.id.in_(moved)) & (func.coalesce(LATE.c.period, SALE.c.period) == period)


def _lines(period: Period) -> Select[Any]:
    return (
        select(
            SALE.c.id, SALE.c.uuid, SALE.c.void_of, SALE.c.correction_of, STATE, SALE.c.business_date,
            SALE.c.sold_at, SALE.c.received_at, _BOOTH.c.name, _TILL.c.name,
            func.coalesce(_USER.c.display_name, SALE.c.cashier_name), SALE.c.source, _EMPLOYEE.c.nip,
            _EMPLOYEE.c.code, _EMPLOYEE.c.name, _EMPLOYEE.c.front_title, _EMPLOYEE.c.back_title,
            BUYER_KIND, SALE.c.buyer_number, SALE.c.buyer_name, MAKER, _LINE.c.product_name,
            _LINE.c.quantity, _LINE.c.unit_price, _LINE.c.amount, SALE.c.payment, _ORIGINAL.c.uuid,
            SALE.c.reason, SALE.c.flags,
        )
        .select_from(SALE)
        .join(_LINE, _LINE.c.sale_id == SALE.c.id)
        .join(_BOOTH, _BOOTH.c.id == SALE.c.booth_id)
        .outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
        .outerjoin(_TILL, _TILL.c.id == SALE.c.till_id)
        .outerjoin(_USER, _USER.c.id == SALE.c.cashier_id)
        .outerjoin(_EMPLOYEE, _EMPLOYEE.c.id == BUYER)
        .outerjoin(_ORIGINAL, _ORIGINAL.c.id == func.coalesce(SALE.c.void_of, SALE.c.correction_of))
        .where(_in(period))
        .order_by(SALE.c.id, _LINE.c.position)
    )  # fmt: skip


def _line(row: Any) -> Ranked:
    (seq, uuid, void_of, correction_of, state, day, sold_at, received_at, booth, till, cashier, source, nip, code,
     name, front, back, buyer_kind, number, typed_name, maker, product, quantity, price, amount, payment, original,
     reason, flags) = row  # fmt: skip
    kind = "void" if void_of else "correction" if correction_of else "sale"
    return (
        seq,
        0,
        JournalRow(
            seq, uuid, kind, state, day, sold_at, received_at, booth, till, cashier, source, nip, code,
            full_name(name, front, back) if name else "", buyer_kind,
            " · ".join(text for text in (number, typed_name) if text), maker, product, quantity, price, amount,
            amount if state in ("counted", "accepted") else 0, payment,
            receipt_number(original) if original else "", reason, tuple(flags),
        ),
    )  # fmt: skip


def _resolutions(period: Period) -> Select[Any]:
    late = LATE.alias("resolution_late")
    state = func.coalesce(late.c.decision, RESOLUTION.c.result)
    return (
        select(
            SALE.c.id, SALE.c.uuid, state, SALE.c.business_date, RESOLUTION.c.resolved_at, _BOOTH.c.name,
            func.coalesce(_USER.c.display_name, ""), _EMPLOYEE.c.nip, _EMPLOYEE.c.code, _EMPLOYEE.c.name,
            _EMPLOYEE.c.front_title, _EMPLOYEE.c.back_title, RESOLUTION.c.reason,
        )
        .select_from(RESOLUTION)
        .join(SALE, SALE.c.id == RESOLUTION.c.sale_id)
        .join(_BOOTH, _BOOTH.c.id == SALE.c.booth_id)
        .outerjoin(_EMPLOYEE, _EMPLOYEE.c.id == RESOLUTION.c.employee_id)
        .outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
        .outerjoin(late, late.c.resolution_id == RESOLUTION.c.id)
        .outerjoin(_USER, _USER.c.id == RESOLUTION.c.resolved_by)
        .where(_in(period))
        .order_by(SALE.c.id, RESOLUTION.c.id)
    )  # fmt: skip


_RESOLUTION_STATES = {"recorded": "counted", "parked": "waiting"}


def _resolution(row: Any) -> Ranked:
    seq, uuid, state, day, at, booth, by, nip, code, name, front, back, reason = row
    return (
        seq,
        1,
        JournalRow(
            seq, uuid, "resolution", _RESOLUTION_STATES.get(state, state), day, at, at, booth, None, by, "", nip,
            code, full_name(name, front, back) if name else "", "employee" if name else "public", "", "", "", None,
            None, None, None, "",
            receipt_number(uuid), reason, (),
        ),
    )  # fmt: skip
