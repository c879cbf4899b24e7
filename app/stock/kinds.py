"""What goods register: the warnings at the till."""

from app.product_warnings.registry import ProductWarning, register
from app.shared.words import N_
from app.stock.queries.warnings import list_expired_products, list_products_below_zero

register(
    ProductWarning("expired", N_("lewat tanggal"), list_expired_products),
    ProductWarning("below_zero", N_("stok minus"), list_products_below_zero),
)
