"""A row, or several, in each table of the makers' side that its database guards, as acts leave them where they can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from app.accounts.models import AccessCard
from app.audit.rules import SYSTEM
from app.certificates.rules.drafts import CertificateDraft
from app.certificates.services import record_certificate
from app.channels.services import claim_channel, see_channel
from app.curation.rules import OfferText
from app.curation.services import declare_interest, hold_product, lift_hold, save_agency, say_not_yet
from app.extensions import db
from app.figures.models import OpenFigure
from app.makers.members import issue_maker_card
from app.makers.models import Maker, MakerClaim, Product
from app.photos.models import ProductPhoto, Upload
from app.sales.corrections.line_matches import match_lines
from app.sales.models import SaleLine
from app.settlement.models import Payout, Remittance, StatementFile
from app.settlement.services.payouts import answer_payout, dismiss_payout, prepare_payout
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from app.stock.models import CountRelease, SupplyLine
from app.stock.services import CountEntry, NoteLine, enter_count, finish_count, open_count, open_note
from app.tills.models import Till
from app.training.models import Attendance, FollowUp, TrainingCertificate
from app.training.queries.attendance import list_sessions
from app.training.services.seats import enrol, give_up
from app.turns.models import ContactOutcome
from app.turns.queries import list_turns
from app.turns.services import add_contact, fill_turns, record_presence
from app.visits.models import Finding, FindingPhoto
from app.visits.services import VisitDraft, record_visit
from tests.offers import make_panel
from tests.office import TREASURER
from tests.people import make_till
from tests.settlement import corner
from tests.training.course import make_course, make_makers


@dataclass
class Rows:
    """What the rows are about; `spare`: ids of rows nothing points to yet, by the column that may."""

    booth_id: int
    product: Product
    makers: list[int]
    spare: dict[str, int]


def make_rows() -> Rows:
    """All of them, committed."""
    booth, product = corner.make_booth(), corner.make_product()
    kopi = corner.make_product(name="Kopi")
    _sell_and_settle(booth, product)
    begin_writing()
    rows = Rows(booth.id, product, make_makers(3), {"product_id": kopi.id})
    _count(rows)
    _curate(rows)
    _train(rows)
    _tell(rows)
    commit()
    return rows


def _sell_and_settle(booth: Any, product: Product) -> None:
    corner.move(booth.id, product, "delivery", 20)
    corner.move(booth.id, product, "broken", 1)
    corner.sell(booth.id, product, 2)
    corner.sell(booth.id, None, typed=("Dapur Kenari", "bagea lama"))
    begin_writing()
    typed = list(db.session.scalars(select(SaleLine.id).where(SaleLine.product_id.is_(None))))
    match_lines(typed, product.id, actor=SYSTEM)
    commit()
    (made,) = corner.settle()
    paid = corner.pay(made.number, 10_000)
    begin_writing()
    answer_payout(paid.id, "missing", actor=SYSTEM)
    asked = prepare_payout(
        made.number, amount=5_000, way="cash", reference="K-2", actor=TREASURER, uuid=str(uuid4())
    )
    dismiss_payout(asked.id, "keliru", actor=TREASURER)
    payment = {name: getattr(paid, name) for name in ("statement_id", "amount", "way", "reference")}
    db.session.add(Remittance(uuid=str(uuid4()), received_at=clock.now(), **payment))
    db.session.add(StatementFile(statement_id=made.id, name="a.xlsx", sha256="a" * 64, content=b"a"))
    commit()
    assert db.session.query(Payout).count() == 1
    corner.change_mode(booth, "record", clock.today())


def _count(rows: Rows) -> None:
    booth_id, product = rows.booth_id, rows.product
    for is_last in (False, True):
        count = open_count(booth_id, actor=SYSTEM)
        enter_count(count.id, [CountEntry(product.id, 15, "hilang")], actor=SYSTEM)
        if not is_last:
            finish_count(count.id, actor=SYSTEM)
    lines = [NoteLine(product.id, 3, corner.PRICE)]
    note = open_note(booth_id, product.maker_id, "delivery", lines, actor=SYSTEM)
    line = db.session.scalars(select(SupplyLine).filter_by(note_id=note.id)).one()
    line.book_note, line.book_line = "B-1", 1
    rows.spare["line_id"] = line.id
    make_till("Balai Kota")
    till = db.session.query(Till).one()
    db.session.add(CountRelease(count_id=count.id, till_id=till.id, reason="rusak", released_at=clock.now()))
    db.session.flush()


def _curate(rows: Rows) -> None:
    """Offers: a draft, one that waits for a second agency, and one that was answered *not yet*."""
    panel = make_panel(maker_id=rows.product.maker_id)
    curator = panel.curators["Dekranasda"]
    panel.offer(OfferText("Abon"), is_sent=False)
    for name in ("Roti", "Sambal"):
        offer = panel.offer(OfferText(name))
        verdict = panel.answer(offer, "Dekranasda", "fix", is_held=True)
    say_not_yet(offer.id, seen_verdict_id=verdict.id, next_step="visit", advice="Kami bantu.", actor=curator)
    for _number in range(2):
        hold = hold_product(
            rows.product.id, reason="jamur", letter_number="7", until=date(2030, 1, 1), actor=curator
        )
    lift_hold(hold.id, reason="bersih", actor=curator)
    declare_interest(verdict.id, actor=curator)
    agency = save_agency("Baristand", ["label"], actor=SYSTEM)
    rows.spare |= {
        "agency_id": agency.id,
        "reason_id": panel.advice,
        "user_id": panel.curators["TP-PKK"].id or 0,
    }


def _train(rows: Rows) -> None:
    event, now = make_course(), clock.now()
    rows.spare["event_id"] = make_course(title="Lain", online=0).id
    seated = [enrol(event.id, one, "Ibu Maria", "site", actor=SYSTEM) for one in rows.makers]
    row = seated[0]
    session = list_sessions(event.id)[0]
    same = {"event_id": event.id, "enrolment_id": row.id}
    db.session.add_all(
        (
            Attendance(session_id=session.id, source="list", attended_at=now, **same),
            TrainingCertificate(
                person_key=row.person_key, year=2026, sequence=1, token="abc", issued_at=now, **same
            ),
            FollowUp(enrolment_id=row.id, months=3, answer="done", answered_at=now),
        )
    )
    db.session.flush()
    rows.spare["enrolment_id"] = seated[1].id
    give_up(seated[2].id, actor=SYSTEM)


def _tell(rows: Rows) -> None:
    """Turns, contacts, visits, pictures, shops, certificates, cards, claims, open figures."""
    own, now, today = rows.product.maker_id, clock.now(), clock.today()
    for one in (own, rows.makers[0]):
        turn = record_presence(rows.booth_id, one, source="clerk", actor=SYSTEM)
    assert turn.day == today
    fill_turns(date(2030, 1, 7), rows.booth_id, 1, actor=SYSTEM)
    rows.spare["turn_id"] = list_turns(date(2030, 1, 7))[0].id
    contact = add_contact(own, today, "Toko Maju", "", actor=SYSTEM)
    pieces = {rows.product.id: 400}
    record_visit(VisitDraft(own, str(uuid4()), today, "Dinas", {"segel": "fix"}, {}, pieces), actor=SYSTEM)
    pictures = [Upload(sha256=letter * 64, bytes=9, width=9, height=9, made_at=now) for letter in ("a", "b")]
    channel = claim_channel(own, "https://shopee.co.id/dapurkenari", actor=SYSTEM)
    see_channel(channel.id, actor=SYSTEM)
    for number, day in (("ID1", today), ("ID2", today + timedelta(days=9))):
        draft = CertificateDraft(own, "halal", number, number, frozenset({rows.product.id}), expires_on=day)
        record_certificate(draft, source="officer", actor=SYSTEM)
    issue_maker_card(own, actor=SYSTEM)
    rows.product.barcode = "8990000000001"
    bare = Maker(name="Tanpa profil", search_name="tanpa profil", created_at=now)
    db.session.add(bare)
    db.session.add_all(pictures)
    db.session.flush()
    rows.spare |= {"upload_id": pictures[1].id, "maker_id": bare.id}
    finding = db.session.query(Finding).one()
    db.session.add_all(
        (
            ContactOutcome(contact_id=contact.id, after_days=30, outcome="ordered", amount=5, told_at=now),
            FindingPhoto(finding_id=finding.id, upload_id=pictures[0].id, made_at=now),
            ProductPhoto(product_id=rows.product.id, upload_id=pictures[0].id, position=0, made_at=now),
            MakerClaim(maker_id=own, kind="shop", text="tokopedia.com/x", claimed_at=now),
            OpenFigure(dataset="bulan", period=Period(2026, 10), made_at=now, to_seq=1, content="[]"),
        )
    )
    db.session.flush()
    assert db.session.query(AccessCard).count() == 1
