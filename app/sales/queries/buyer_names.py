"""The names of the logins, people and products that drafts refer to. One statement per kind of record."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from app.accounts.models import User
from app.directory.models import Employee
from app.extensions import db
from app.makers.models import Maker, Product
from app.sales.drafts import BuyerRef, SaleDraft, VoidDraft
from app.sales.intake.lookups import find_people
from app.shared.columns import table

_USER, _EMPLOYEE, _PRODUCT, _MAKER = table(User), table(Employee), table(Product), table(Maker)


@dataclass(frozen=True, slots=True)
class Names:
    """`cashiers` by username, `products` (maker, name) by id, `people` (id, name) by a buyer's (key, value)."""

    cashiers: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    people: Mapping[tuple[str, str], tuple[int, str]] = field(default_factory=dict)

    def cashier(self, username: str) -> str:
        """The display name of a login; the text as typed if there is no such login."""
        return self.cashiers.get(username.strip().lower(), username)

    def buyer(self, buyer: BuyerRef) -> tuple[int | None, str]:
        """(employee id, name) of a buyer; (None, "") if nobody has this number."""
        return (None, "") if buyer.is_damaged else self.people.get((buyer.key, buyer.value), (None, ""))


def find_names(drafts: Collection[SaleDraft | VoidDraft]) -> Names:
    """The names of all records that these drafts refer to."""
    sales = [draft for draft in drafts if isinstance(draft, SaleDraft)]
    usernames = {draft.cashier.strip().lower() for draft in drafts}
    products = {line.product_id for sale in sales for line in sale.lines if line.product_id is not None}
    found = find_people(db.session.connection(), [sale.buyer for sale in sales])
    names = _names_of(set(found.values()))
    return Names(
        _cashiers(usernames),
        _products(products),
        {key: (person, names[person]) for key, person in found.items() if person in names},
    )


def _cashiers(usernames: Collection[str]) -> dict[str, str]:
    if not usernames:
        return {}
    query = select(_USER.c.username, _USER.c.display_name).where(_USER.c.username.in_(usernames))
    return {row[0]: row[1] for row in db.session.execute(query)}


def _products(ids: Collection[int]) -> dict[int, tuple[str, str]]:
    if not ids:
        return {}
    query = select(_PRODUCT.c.id, _MAKER.c.name, _PRODUCT.c.name).join_from(_PRODUCT, _MAKER)
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query.where(_PRODUCT.c.id.in_(ids)))}


def _names_of(ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    query = select(_EMPLOYEE.c.id, _EMPLOYEE.c.name).where(_EMPLOYEE.c.id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(query)}
