"""Verbs of the ledger, for pages and commands. Tills send batches through `sync.py`; both book the same way."""

from app.sales.queries.proposals import list_resolution_proposals
from app.sales.recording import record_sale
from app.sales.resolving import confirm_resolutions, resolve_buyer, resolve_buyers
from app.sales.reversing import correct_sale, void_sale

__all__ = [
    "confirm_resolutions",
    "correct_sale",
    "list_resolution_proposals",
    "record_sale",
    "resolve_buyer",
    "resolve_buyers",
    "void_sale",
]
