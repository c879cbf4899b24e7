"""The till's warnings at a booth: expired goods, and goods sold beyond the delivered pieces."""

from datetime import date

from app.stock.queries.booth_shelf import list_aging, list_shelf_on


def list_expired_products(booth_id: int, day: date) -> list[int]:
    """Ids of products with pieces on the shelf past their best-before date on this day. Two statements."""
    rows = list_shelf_on(booth_id, day)
    return [lot.row.product_id for lot in list_aging(rows, booth_id, day) if lot.is_past]


def list_products_below_zero(booth_id: int, day: date) -> list[int]:
    """Ids of products with more pieces sold than delivered. One statement."""
    return [row.product_id for row in list_shelf_on(booth_id, day) if row.shelf < 0]
