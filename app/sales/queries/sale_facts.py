"""Reads the cashier, buyer, shift and products of one sale in one statement.

Most requests of a till hold one sale, and one statement costs less than five. A larger batch reads each kind of record
by itself (`intake/lookups.py`, `makers/queries`). A test compares both ways.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, literal, select

from app.accounts.models import User, UserRole
from app.directory.models import Employee
from app.makers.queries import ITEM_COLUMNS, ITEM_SOURCE, CatalogueItem
from app.sales.drafts import SaleDraft
from app.sales.intake import lookups
from app.sales.intake.lookups import CashierFacts
from app.shared.columns import table
from app.shared.prepared_statements import PreparedStatement
from app.tills.models import Shift

_EMPLOYEE, _USER, _ROLE, _SHIFT = map(table, (Employee, User, UserRole, Shift))
MOST_PRODUCTS = 8
"""The number of products the statement has parameters for."""
_PRODUCT_PARAMETERS = [f"product_{number}" for number in range(MOST_PRODUCTS)]
_NO_PRODUCTS = dict.fromkeys(_PRODUCT_PARAMETERS)


def _statement(person: Any) -> PreparedStatement:
    """The statement that looks the buyer up by this column. Outer joins: each missing record is NULL by itself."""
    item = ITEM_COLUMNS[0]
    source = (
        select(literal(1).label("one")).subquery("one")
        .outerjoin(_USER, _USER.c.username == bindparam("username"))
        .outerjoin(_ROLE, (_ROLE.c.user_id == _USER.c.id) & (_ROLE.c.role == "cashier"))
        .outerjoin(_EMPLOYEE, person == bindparam("person"))
        .outerjoin(_SHIFT, _SHIFT.c.uuid == bindparam("shift"))
        .outerjoin(ITEM_SOURCE, item.in_([bindparam(name) for name in _PRODUCT_PARAMETERS]))
    )  # fmt: skip
    return PreparedStatement(
        select(
            _USER.c.id, _USER.c.is_active, _USER.c.valid_until, _ROLE.c.role, _ROLE.c.booth_id, _EMPLOYEE.c.id,
            _SHIFT.c.id, _SHIFT.c.booth_id, *ITEM_COLUMNS,
        ).select_from(source)
    )  # fmt: skip


_BY = {
    "nip": _statement(_EMPLOYEE.c.nip),
    "code": _statement(_EMPLOYEE.c.code),
    "card": _statement(_EMPLOYEE.c.card_token),
    "employee": _statement(_EMPLOYEE.c.id),
}
_BY_NO_NUMBER = _BY["employee"]


@dataclass(frozen=True, slots=True)
class SaleReferences:
    """The records one sale refers to; None, or missing in `products`, if the database does not have it."""

    cashier: CashierFacts | None
    person: int | None
    shift: int | None
    products: dict[int, CatalogueItem]


def find_sale_references(
    connection: Connection, sale: SaleDraft, username: str, booth_id: int, day: date, products: Iterable[int]
) -> SaleReferences:
    """The records that one sale of that business date refers to. `username` is folded; at most MOST_PRODUCTS
    different products."""
    number = lookups.clean_number(sale.buyer)
    person: str | int | None = number or None
    if number and sale.buyer.key == "employee":
        person = int(number)
    values = _NO_PRODUCTS | dict(zip(_PRODUCT_PARAMETERS, products, strict=False))
    values |= {"username": username, "person": person, "shift": sale.shift or None, "day": day}  # type: ignore[dict-item]
    rows = _BY.get(sale.buyer.key, _BY_NO_NUMBER).rows(connection, values)
    first = rows[0]
    employee_id = first[5]
    if number and employee_id is None:
        employee_id = lookups.find_people(connection, (sale.buyer,)).get((sale.buyer.key, sale.buyer.value))
    found = {}
    for row in rows:
        if row[8] is not None and row[8] not in found:
            found[row[8]] = CatalogueItem.of(row[8:])
    return SaleReferences(
        lookups.read_cashier(rows, booth_id), employee_id, first[6] if first[7] == booth_id else None, found
    )
