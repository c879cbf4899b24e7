"""Rebuilds the code of a receipt from the ledger: the code that the till printed, or none.

The ledger stores the hash of the content that the till sent. The sale is rebuilt from its row; a code is made only if
its hash is the same.
"""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from sqlalchemy import bindparam, func, select

from app.accounts.models import User
from app.directory.models import Employee
from app.extensions import db
from app.sales.drafts import PUBLIC, BuyerRef, LineDraft, SaleDraft
from app.sales.intake import lookups
from app.sales.ledger.content_hash import content_hash
from app.sales.ledger.totals import SALE
from app.sales.paper.receipt_code import make_receipt_code
from app.shared.columns import table
from app.tills.models import Shift
from app.tills.queries.tills import get_receipt_key

_SHIFT, _USER, _EMPLOYEE = table(Shift), table(User), table(Employee)
_NAMES = ("id", "uuid", "content_hash", "sold_at", "payment", "buyer_kind", "employee_id", "buyer_number",
          "buyer_name", "till_id")  # fmt: skip
_ROW = (
    select(
        *(SALE.c[name] for name in _NAMES),
        func.coalesce(_USER.c.username, SALE.c.cashier_name).label("cashier"),
        func.coalesce(_SHIFT.c.uuid, "").label("shift"),
        _EMPLOYEE.c.nip,
        _EMPLOYEE.c.code,
        _EMPLOYEE.c.card_token,
    )
    .select_from(SALE)
    .outerjoin(_USER, _USER.c.id == SALE.c.cashier_id)
    .outerjoin(_SHIFT, _SHIFT.c.id == SALE.c.shift_id)
    .outerjoin(_EMPLOYEE, _EMPLOYEE.c.id == SALE.c.employee_id)
    .where(SALE.c.uuid == bindparam("uuid"), SALE.c.void_of.is_(None), SALE.c.till_id.is_not(None))
)


def find_receipt_code(uuid: str) -> str:
    """The code of this sale's receipt; empty if no till made the sale or the hash of the rebuilt sale differs."""
    row = db.session.execute(_ROW, {"uuid": uuid}).first()
    if row is None:
        return ""
    lines = tuple(_line(line) for line in lookups.list_lines(db.session.connection(), row.id))
    for buyer in _buyers(row):
        sold_at = row.sold_at.astimezone(UTC)
        sale = SaleDraft(row.uuid, sold_at, buyer, lines, row.payment, row.cashier, row.shift)
        if row.content_hash == content_hash(sale):
            return make_receipt_code(sale, get_receipt_key(row.till_id), row.till_id)
    return ""


def _line(line: Any) -> LineDraft:
    if line.product_id is not None:
        return LineDraft(line.quantity, line.unit_price, line.product_id)
    return LineDraft(line.quantity, line.unit_price, None, line.maker_name, line.product_name)


def _buyers(row: Any) -> Iterator[BuyerRef]:
    """The references by which the till may have named this buyer."""
    if row.buyer_kind == "public":
        yield PUBLIC
    elif row.buyer_kind == "employee":
        yield BuyerRef("employee", str(row.employee_id))
        yield from _by_number(((row.nip, "nip"), (row.code, "code"), (row.card_token, "card")), "")
    elif row.buyer_number:
        number = row.buyer_number
        yield from _by_number(((number, "nip"), (number, "code"), (number, "card")), row.buyer_name)
        yield BuyerRef("employee", number)
    else:
        yield BuyerRef("name", row.buyer_name)


def _by_number(numbers: Any, name: str) -> Iterator[BuyerRef]:
    return (BuyerRef(key, number, name) for number, key in numbers if number)
