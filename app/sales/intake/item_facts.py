"""Reads the facts of a batch: one statement per kind of record, or a single one for a batch of one sale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.makers.queries import CatalogueItem, find_catalogue_items
from app.sales.drafts import Item, SaleDraft, SaleOrigin, UnreadableItem, VoidDraft
from app.sales.intake import lookups
from app.sales.intake.lookups import CashierFacts, StoredResult
from app.sales.queries.sale_facts import MOST_PRODUCTS, find_sale_references
from app.sales.rules import ClockVerdict


@dataclass(frozen=True, slots=True)
class Facts:
    """Stored records that the items of a batch refer to; a reference without a record has no entry."""

    results: Mapping[str, StoredResult]  # by uuid
    people: Mapping[tuple[str, str], int]  # employee id by (key, value)
    cashiers: Mapping[str, CashierFacts]  # by folded username
    shifts: Mapping[str, int]  # shift id by uuid
    catalogue: Mapping[tuple[int, Any], CatalogueItem]  # by (product id, business date)


def find_facts(
    connection: Connection,
    items: Sequence[Item],
    clocks: Sequence[ClockVerdict | None],
    origin: SaleOrigin,
    checks_duplicates: bool,
) -> Facts:
    """The facts of these items; reads only. `checks_duplicates`: see `validate_batch`."""
    if (
        len(items) == 1
        and not checks_duplicates
        and isinstance(items[0], SaleDraft)
        and clocks[0] is not None
    ):
        facts = _find_facts_of_one(connection, items[0], clocks[0].business_date, origin)
        if facts is not None:
            return facts
    readable = [item for item in items if not isinstance(item, UnreadableItem)]
    sales = [item for item in readable if isinstance(item, SaleDraft)]
    to_check = readable if checks_duplicates else [item for item in readable if isinstance(item, VoidDraft)]
    results: dict[str, StoredResult] = {}
    if to_check:
        results = lookups.find_all_results(connection, [item.uuid for item in to_check])
    cashiers = lookups.find_cashiers(
        connection, (fold_username(one.cashier) for one in readable), origin.booth_id
    )
    return Facts(
        results,
        lookups.find_people(connection, (sale.buyer for sale in sales)),
        cashiers,
        lookups.find_shifts(connection, (sale.shift for sale in sales if sale.shift), origin.booth_id),
        _catalogue(items, clocks),
    )


def _find_facts_of_one(
    connection: Connection, sale: SaleDraft, day: date, origin: SaleOrigin
) -> Facts | None:
    """The facts of one sale in one statement. None if it has more than MOST_PRODUCTS different products."""
    products = {line.product_id for line in sale.lines if line.product_id is not None}
    if len(products) > MOST_PRODUCTS:
        return None
    username = fold_username(sale.cashier)
    references = find_sale_references(connection, sale, username, origin.booth_id, day, products)
    buyer = sale.buyer
    return Facts(
        {},
        {} if references.person is None else {(buyer.key, buyer.value): references.person},
        {} if references.cashier is None else {username: references.cashier},
        {} if references.shift is None else {sale.shift: references.shift},
        {(product_id, day): product for product_id, product in references.products.items()},
    )


def _catalogue(
    items: Sequence[Item], clocks: Sequence[ClockVerdict | None]
) -> dict[tuple[int, Any], CatalogueItem]:
    """Catalogue items by (product id, business date), as the catalogue stood on that date."""
    ids_by_day: dict[Any, set[int]] = {}
    for item, verdict in zip(items, clocks, strict=True):
        if verdict is not None and isinstance(item, SaleDraft):
            ids = {line.product_id for line in item.lines if line.product_id is not None}
            ids_by_day.setdefault(verdict.business_date, set()).update(ids)
    return {
        (product_id, day): product
        for day, ids in ids_by_day.items()
        for product_id, product in find_catalogue_items(ids, day).items()
    }


def fold_username(name: str) -> str:
    """A username as accounts store it: without blanks at its ends, in lower case."""
    return name.strip().lower()
