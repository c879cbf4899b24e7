"""What the database knows of everything a batch names: one question for each kind, one in all for a sale alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.makers.queries import CatalogueItem, find_catalogue_items
from app.sales.drafts import Item, SaleDraft, SaleOrigin, Unreadable, VoidDraft
from app.sales.intake import lookups
from app.sales.intake.lookups import CashierFacts, StoredResult
from app.sales.queries.sale_facts import MOST_PRODUCTS, find_named
from app.sales.rules import ClockVerdict


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database already knows of everything a batch names."""

    answers: Mapping[str, StoredResult]
    people: Mapping[tuple[str, str], int]
    cashiers: Mapping[str, CashierFacts]
    shifts: Mapping[str, int]
    catalogue: Mapping[tuple[int, Any], CatalogueItem]


def look_up(
    connection: Connection,
    items: Sequence[Item],
    clocks: Sequence[ClockVerdict | None],
    place: SaleOrigin,
    asks_first: bool,
) -> Facts:
    """Everything that is known of these items; reads only. `asks_first`: see `judge_batch`."""
    if len(items) == 1 and not asks_first and isinstance(items[0], SaleDraft) and clocks[0] is not None:
        known = _look_up_one(connection, items[0], clocks[0].business_date, place)
        if known is not None:
            return known
    readable = [item for item in items if not isinstance(item, Unreadable)]
    sales = [item for item in readable if isinstance(item, SaleDraft)]
    asked = readable if asks_first else [item for item in readable if isinstance(item, VoidDraft)]
    answers: dict[str, StoredResult] = {}
    if asked:
        answers = lookups.find_all_answers(connection, [item.uuid for item in asked])
    cashiers = lookups.find_cashiers(
        connection, (fold_username(one.cashier) for one in readable), place.booth_id
    )
    return Facts(
        answers,
        lookups.find_people(connection, (sale.buyer for sale in sales)),
        cashiers,
        lookups.find_shifts(connection, (sale.shift for sale in sales if sale.shift), place.booth_id),
        _catalogue(items, clocks),
    )


def _look_up_one(connection: Connection, sale: SaleDraft, day: date, place: SaleOrigin) -> Facts | None:
    """The same for a sale that comes alone, in one statement; None where it names too many products for that."""
    products = {line.product_id for line in sale.lines if line.product_id is not None}
    if len(products) > MOST_PRODUCTS:
        return None
    username = fold_username(sale.cashier)
    found = find_named(connection, sale, username, place.booth_id, day, products)
    buyer = sale.buyer
    return Facts(
        {},
        {} if found.person is None else {(buyer.key, buyer.value): found.person},
        {} if found.cashier is None else {username: found.cashier},
        {} if found.shift is None else {sale.shift: found.shift},
        {(product_id, day): product for product_id, product in found.products.items()},
    )


def _catalogue(
    items: Sequence[Item], clocks: Sequence[ClockVerdict | None]
) -> dict[tuple[int, Any], CatalogueItem]:
    """The products named, as the catalogue stood on each business date, by (id, date)."""
    wanted: dict[Any, set[int]] = {}
    for item, verdict in zip(items, clocks, strict=True):
        if verdict is not None and isinstance(item, SaleDraft):
            ids = {line.product_id for line in item.lines if line.product_id is not None}
            wanted.setdefault(verdict.business_date, set()).update(ids)
    return {
        (product_id, day): product
        for day, ids in wanted.items()
        for product_id, product in find_catalogue_items(ids, day).items()
    }


def fold_username(name: str) -> str:
    """A username as accounts keep it: lower case."""
    return name.strip().lower()
