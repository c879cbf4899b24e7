"""The services of the ledger for pages and commands. Tills' batches go to `intake/sync.py`."""

from app.sales.corrections.buyer_resolution import confirm_resolutions, resolve_buyer, resolve_buyers
from app.sales.corrections.voids import correct_sale, void_sale
from app.sales.intake.till_entry import record_sale
from app.sales.queries.buyer_proposals import list_resolution_proposals

__all__ = [
    "confirm_resolutions",
    "correct_sale",
    "list_resolution_proposals",
    "record_sale",
    "resolve_buyer",
    "resolve_buyers",
    "void_sale",
]
