"""Curation in the demo city: agencies, one curator, and offers in all states."""

import re

from app.accounts.queries import find_user_id
from app.audit.rules import SYSTEM, Actor
from app.curation.models import Agency, Submission
from app.curation.queries.agencies import find_agency_of, list_agencies, list_members, list_reasons
from app.curation.queries.offers import list_rounds
from app.curation.rules import OfferText
from app.curation.services import (
    Handling,
    VerdictDraft,
    add_curator,
    end_curator,
    give_verdict,
    load_defaults,
    offer_new_product,
    offer_product,
    send_offer,
)
from app.demo.makers import find_best_seller
from app.makers.queries import CatalogueItem, list_catalogue
from app.shared import clock

CURATOR = "kurator"
"""The demo's one curator: answered for every agency in turn, and judges for Dekranasda in the end."""
_NET = re.compile(r"\d+\s*(?:g|gram|kg|ml|liter|buah|lembar)\b", re.IGNORECASE)
WAITING = 10
"""Offers that wait for the curator: what is judged in ten minutes."""


def load_agencies() -> None:
    """Create the default agencies and sentences."""
    load_defaults(actor=SYSTEM)


def bind_curator(agency: str, username: str) -> None:
    """Make a login a curator of the agency of this name."""
    (found,) = [one for one in list_agencies() if one.name == agency]
    add_curator(found.id, username, actor=SYSTEM)


def offer_products() -> None:
    """Create offers of the best seller in three states, and ten of other makers that the curator must answer."""
    best = find_best_seller()
    items = list_catalogue(clock.today())
    (own, *_rest) = [one for one in items if one.maker_id == best]
    _judge(_offer(own), "good")
    _judge(_offer_new(own, "versi kecil (contoh)"), "fix")
    _offer_new(own, "versi besar (contoh)")
    others = [one for one in items if one.maker_id != best]
    for item in others[:: max(1, len(others) // WAITING)][:WAITING]:
        _offer(item)


def _offer(item: CatalogueItem) -> Submission:
    net = _NET.search(item.name)
    text = OfferText(item.name, "Contoh: sagu, kenari, gula, garam", net.group() if net else "1 buah", 90)
    return send_offer(offer_product(item.product_id, text, actor=SYSTEM).id, actor=SYSTEM)


def _offer_new(like: CatalogueItem, words: str) -> Submission:
    """Offer a new product of the same maker at the same price."""
    text = OfferText(f"{like.name} {words}", "Contoh: benang katun, pewarna nila", "1 lembar", None)
    offer = offer_new_product(
        like.maker_id, text, unit_price=like.unit_price or 0, category=like.category, actor=SYSTEM
    )
    return send_offer(offer.id, actor=SYSTEM)


def _judge(offer: Submission, answer: str) -> None:
    """Give this answer for every agency; the only curator is moved to each in turn, and back."""
    user_id = find_user_id(CURATOR) or 0
    home = find_agency_of(user_id)
    agencies = {one.name: one for one in list_agencies()}
    for verdict in list_rounds(offer.id)[0].verdicts:
        agency = agencies[verdict.agency]
        _move_curator(agency)
        fixes = [reason.id for reason in list_reasons(agency.aspects) if reason.weight == "fix"][:1]
        handled = Handling(clock.today(), "Balai Kota")
        draft = (
            VerdictDraft("", fixes, "", handled) if answer == "fix" else VerdictDraft(answer, handled=handled)
        )
        give_verdict(verdict.id, draft, actor=Actor("user", user_id, CURATOR))
    if home is not None:
        _move_curator(home)


def _move_curator(agency: Agency) -> None:
    for members in list_members().values():
        for member in members:
            if member.username == CURATOR:
                end_curator(member.id, actor=SYSTEM)
    add_curator(agency.id, CURATOR, actor=SYSTEM)
