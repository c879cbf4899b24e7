"""Agencies, curators and an offer, for tests of curation."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.accounts.rules.identity import Grant
from app.accounts.services import create_user
from app.audit.rules import SYSTEM, Actor
from app.curation.models import Submission, Verdict
from app.curation.queries.agencies import list_reasons
from app.curation.queries.offers import list_rounds
from app.curation.rules import OfferText
from app.curation.services import (
    Handling,
    VerdictDraft,
    add_curator,
    give_verdict,
    offer_new_product,
    save_agency,
    save_reason,
    send_offer,
)
from app.makers.services import create_maker
from app.shared import clock

SAMBAL = OfferText("Sambal roa", "cabai, ikan roa, minyak, garam", "150 gram", 90, "Sambal Roa Ina", "pedas")
PHONE = Actor("user", None, "usaha")
FIX, ADVICE = "Label belum menyebut daftar bahan.", "Tambahkan cara menyimpan."


@dataclass
class Panel:
    """A maker, agencies by name with a curator each, and two ready sentences."""

    maker_id: int
    agencies: dict[str, int] = field(default_factory=dict)
    curators: dict[str, Actor] = field(default_factory=dict)
    fix: int = 0
    advice: int = 0

    def offer(self, text: OfferText = SAMBAL, *, is_sent: bool = True) -> Submission:
        """A new offer of the maker."""
        offer = offer_new_product(self.maker_id, text, unit_price=25_000, category="", actor=PHONE)
        return send_offer(offer.id, actor=PHONE) if is_sent else offer

    def verdict(self, offer: Submission, agency: str) -> int:
        """The id of an agency's verdict in the offer's last round."""
        rows = {one.agency: one.id for one in list_rounds(offer.id)[0].verdicts}
        return rows[agency]

    def answer(self, offer: Submission, agency: str, answer: str, *, is_held: bool = False) -> Verdict:
        """An agency answers in the last round."""
        reasons = {"fix": [self.fix], "advice": [self.advice]}.get(answer, [])
        handled = Handling(clock.today(), "Kantor Dinas") if is_held else None
        draft = VerdictDraft("" if reasons else answer, reasons, "", handled)
        return give_verdict(self.verdict(offer, agency), draft, actor=self.curators[agency])

    def answer_all(self, offer: Submission, answer: str) -> None:
        """Every agency answers so."""
        for agency in self.agencies:
            self.answer(offer, agency, answer)


def make_panel(*names: str, maker_id: int | None = None) -> Panel:
    """Agencies (two unless named), each with a curator; the first may hold products."""
    panel = Panel(maker_id or create_maker("Dapur Ina", actor=SYSTEM).id)
    for name in names or ("Dekranasda", "TP-PKK"):
        agency = save_agency(name, ["label", "quality"], may_hold=not panel.agencies, actor=SYSTEM)
        user = create_user(f"kurator{agency.id}", actor=SYSTEM, grants=[Grant("curator")])
        add_curator(agency.id, user.username, actor=SYSTEM)
        panel.agencies[name] = agency.id
        panel.curators[name] = Actor("user", user.id, user.username)
    stored = {one.sentence: one.id for one in list_reasons()}
    panel.fix = stored.get(FIX) or save_reason("label", "fix", FIX, actor=SYSTEM).id
    panel.advice = stored.get(ADVICE) or save_reason("label", "advice", ADVICE, actor=SYSTEM).id
    return panel
