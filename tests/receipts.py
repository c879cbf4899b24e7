"""Receipts as the till of the small city prints them."""

from __future__ import annotations

from typing import Any

from app.sales.drafts import SaleDraft
from app.sales.paper.receipt_code import make_receipt_code
from app.sales.rules import receipt_number
from app.tills.queries.tills import get_receipt_key
from app.web.api.schemas import read_item
from tests.ledger import City


def code_of(city: City, sale: dict[str, Any], *, key: bytes = b"", till_id: int = 0) -> str:
    """The code on the receipt of a sale, signed by the city's till (or with another key, for another till)."""
    draft = read_item(sale)
    assert isinstance(draft, SaleDraft), draft
    return make_receipt_code(draft, key or get_receipt_key(till_id or city.till_id), till_id or city.till_id)


def number_of(sale: dict[str, Any]) -> str:
    """The number on its receipt."""
    return receipt_number(sale["id"])
