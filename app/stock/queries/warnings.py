"""What the till warns of at a booth: goods past their date, and goods sold that never came."""

from datetime import date

from app.stock.queries.booth_shelf import list_aging, list_shelf_on


def list_expired_products(booth_id: int, day: date) -> list[int]:
    """Products of which pieces on the shelf are past their best-before on this day. Two statements."""
    rows = list_shelf_on(booth_id, day)
    return [lot.row.product_id for lot in list_aging(rows, booth_id, day) if lot.is_past]


def list_products_below_zero(booth_id: int, day: date) -> list[int]:
    """Products of which more was sold than ever came. One statement."""
    return [row.product_id for row in list_shelf_on(booth_id, day) if row.shelf < 0]
