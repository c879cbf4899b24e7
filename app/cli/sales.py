"""`flask sales …`: import a sales book into the ledger."""

from collections.abc import Iterator
from typing import Any

from app.cli.imports import DETAILS, MOST_LINES, Details, ImportGroup
from app.sales.paper.sales_import import ImportResult

commands = [ImportGroup("sales", help="Penjualan.")]


def _describe(done: ImportResult) -> Iterator[str]:
    """List the created booths, and unknown makers and products with similar names."""
    for kind, names in (
        ("Pojok baru", done.unknown.booths),
        ("UMKM belum dikenal", done.unknown.makers),
        ("Produk belum dikenal", done.unknown.products),
    ):
        for unknown in names[:MOST_LINES]:
            like = f" (mirip {unknown.like!r}; periksa ejaannya)" if unknown.like else ""
            yield f"{kind}: {unknown.name!r}{like}"


def _further(done: ImportResult, _is_dry: bool) -> dict[str, Any]:
    """Return further keys of the closing line: what was created, and what was stored as typed."""
    unknown = done.unknown
    return {
        "new_booths": [booth.name for booth in unknown.booths],
        "unknown_makers": [maker.name for maker in unknown.makers],
        "unknown_products": [product.name for product in unknown.products],
    }


DETAILS["sales-book"] = Details(describe=_describe, further=_further)
