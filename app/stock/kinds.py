"""Registers the till's warnings about goods, and the notice to a maker about a checked note."""

from collections.abc import Mapping
from typing import Any

from app.notices.registry import NoticeKind, NoticeText
from app.notices.registry import register as register_notices
from app.product_warnings.registry import ProductWarning, register
from app.shared.words import N_
from app.stock.queries.warnings import list_expired_products, list_products_below_zero

register(
    ProductWarning("expired", N_("lewat tanggal"), list_expired_products),
    ProductWarning("below_zero", N_("stok minus"), list_products_below_zero),
)


def _describe_checked(facts: Mapping[str, Any]) -> NoticeText:
    sentence = N_("Pojok sudah menghitung nota %(number)s. Cocokkan hitungannya.")
    if facts["differs"]:
        sentence = N_("Pojok sudah menghitung nota %(number)s, dan hitungannya lain. Lihat lalu jawab.")
    return NoticeText(
        sentence, {"number": facts["number"]}, "maker.show_supply_note", {"supply_note_id": facts["note"]}
    )


_EXAMPLE = {"note": 1, "number": "NT-1", "differs": True}
register_notices(NoticeKind("note_checked", ("maker",), _describe_checked, _EXAMPLE))
