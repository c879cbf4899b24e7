"""Services of curation. Each takes its actor and records one audit event."""

from app.curation.services.agencies import (
    add_curator,
    end_curator,
    load_defaults,
    save_agency,
    save_reason,
)
from app.curation.services.holds import hold_product, lift_hold
from app.curation.services.offers import (
    change_offer,
    mark_read,
    offer_new_product,
    offer_product,
    send_offer,
    withdraw_offer,
)
from app.curation.services.rounds import finish_due_rounds, finish_round, say_not_yet
from app.curation.services.verdicts import (
    Handling,
    VerdictDraft,
    declare_interest,
    give_verdict,
    take_back_verdict,
)

__all__ = [
    "Handling",
    "VerdictDraft",
    "add_curator",
    "change_offer",
    "declare_interest",
    "end_curator",
    "finish_due_rounds",
    "finish_round",
    "give_verdict",
    "hold_product",
    "lift_hold",
    "load_defaults",
    "mark_read",
    "offer_new_product",
    "offer_product",
    "save_agency",
    "save_reason",
    "say_not_yet",
    "send_offer",
    "take_back_verdict",
    "withdraw_offer",
]
