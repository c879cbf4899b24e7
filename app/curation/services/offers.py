"""Services for a maker's offers: begin, change, send, withdraw, and mark the outcome as read."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.curation.errors import NoAgencies, OfferOpen, OfferStateWrong, TooManyOffers
from app.curation.models import ProductVersion, Submission, SubmissionRound, Verdict
from app.curation.queries.agencies import list_agencies
from app.curation.rules import ACTS, MOST_OPEN, OPEN, TEXT_FIELDS, OfferText, is_unsent_new_product
from app.extensions import db
from app.makers.models import Product
from app.makers.queries import get_maker
from app.makers.services import (
    create_product,
    ensure_free_name,
    lock_product,
    rename_product,
    set_labels,
    set_on_sale,
    set_price,
)
from app.settings.queries import get_curation_workdays, get_holiday_dates
from app.settings.rules import find_workday_after
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound
from app.shared.reason import read_reason
from app.shared.transaction import begin_writing

_SUBMISSION, _VERSION = table(Submission), table(ProductVersion)


def offer_new_product(
    maker_id: int, text: OfferText, *, unit_price: int, category: str, actor: Actor
) -> Submission:
    """Begin the offer of a new product; it is sold from the first sending on (makers 16).

    NotFound, NameMissing, ProductNameTaken, PriceOutOfRange, TooManyOffers.
    """
    begin_writing()
    product = create_product(
        maker_id,
        text.name,
        actor=actor,
        unit_price=unit_price,
        effective_from=clock.today(),
        category=category,
        is_active=False,
    )
    return _begin(product, text, opens_product=True, actor=actor)


def offer_product(product_id: int, text: OfferText, *, actor: Actor) -> Submission:
    """Begin an offer of an existing product or of its new version; an accepted version stays valid until then.

    NotFound, ProductNameTaken, OfferOpen, TooManyOffers.
    """
    begin_writing()
    product = lock_product(product_id)  # so that two concurrent requests create one offer
    ensure_free_name(product.maker_id, text.name, product.id)
    if db.session.scalar(
        select(Submission.id).where(Submission.product_id == product.id, Submission.state.in_(OPEN))
    ):
        raise OfferOpen()
    return _begin(product, text, opens_product=_was_never_sent(product), actor=actor)


def _was_never_sent(product: Product) -> bool:
    """Whether the product was created for an offer that was never sent, so that it is not sold yet."""
    if product.is_active:
        return False
    rows = db.session.execute(
        select(Submission.opens_product, Submission.rounds).where(Submission.product_id == product.id)
    ).all()
    return bool(rows) and all(is_unsent_new_product(*row) for row in rows)


def _begin(product: Product, text: OfferText, *, opens_product: bool, actor: Actor) -> Submission:
    get_maker(product.maker_id)
    open_offers = select(func.count()).where(
        _SUBMISSION.c.maker_id == product.maker_id, _SUBMISSION.c.state.in_(OPEN)
    )
    if (db.session.scalar(open_offers) or 0) >= MOST_OPEN:
        raise TooManyOffers(most=MOST_OPEN)
    offer = Submission(
        product_id=product.id, maker_id=product.maker_id, version_id=_draft_version(product.id, text, actor).id,
        state="draft", rounds=0, opens_product=opens_product, made_at=clock.now(), made_by=actor.id,
        next_step="", advice="",
    )  # fmt: skip
    db.session.add(offer)
    return _record(offer, "curation.begin", actor)


def _draft_version(product_id: int, text: OfferText, actor: Actor) -> ProductVersion:
    """Write the text to the product's draft version, the existing or a new one, and return it."""
    draft = db.session.scalar(
        select(ProductVersion).where(
            ProductVersion.product_id == product_id, ProductVersion.frozen_at.is_(None)
        )
    )
    if draft is None:
        latest = select(func.max(_VERSION.c.number)).where(_VERSION.c.product_id == product_id)
        draft = ProductVersion(product_id=product_id, number=(db.session.scalar(latest) or 0) + 1)
        db.session.add(draft)
    for name in TEXT_FIELDS:
        setattr(draft, name, getattr(text, name))
    draft.made_at, draft.made_by = clock.now(), actor.id
    db.session.flush()
    return draft


def change_offer(
    submission_id: int, text: OfferText, *, actor: Actor, unit_price: int | None = None, category: str = ""
) -> Submission:
    """Change an offer before it is sent (again). A frozen version does not change: the first change creates a draft.

    `unit_price` (whole rupiah) and `category` are changed only for a product that was never sent. NotFound,
    OfferStateWrong, ProductNameTaken, PriceOutOfRange.
    """
    offer = lock_offer(submission_id, "edit")
    ensure_free_name(offer.maker_id, text.name, offer.product_id)
    if is_unsent_new_product(
        offer.opens_product, offer.rounds
    ):  # a product that was never sold is corrected everywhere
        rename_product(offer.product_id, text.name, actor=actor)
        if unit_price is not None:
            set_price(offer.product_id, unit_price, clock.today(), actor=actor)
            set_labels(offer.product_id, category=category, barcode=None, actor=actor)
    offer.version_id = _draft_version(offer.product_id, text, actor).id
    return _record(offer, "curation.change", actor)


def send_offer(submission_id: int, *, actor: Actor, fixed: str = "") -> Submission:
    """Freeze the version and request a verdict of every active agency; `fixed`: the corrections since the last round.

    NotFound, OfferStateWrong, NoAgencies, ReasonMissing if it is sent again without `fixed`.
    """
    offer = lock_offer(submission_id, "send")
    agencies = list_agencies(active_only=True)
    if not agencies:
        raise NoAgencies()
    now, number = clock.now(), offer.rounds + 1
    version = db.session.get_one(ProductVersion, offer.version_id, populate_existing=True)
    version.frozen_at = version.frozen_at or now
    sent = SubmissionRound(
        submission_id=offer.id, number=number, version_id=version.id, sent_at=now, sent_by=actor.id,
        due_on=due_day(clock.local_date(now)), fixed=read_reason(fixed) if number > 1 else "",
    )  # fmt: skip
    db.session.add(sent)
    db.session.flush()
    rows = [
        Verdict(round_id=sent.id, agency_id=agency.id, remark="", handled_place="") for agency in agencies
    ]
    db.session.add_all(rows)
    db.session.flush()
    seal_states("verdict", [row.id for row in rows])
    if offer.opens_product and number == 1:
        set_on_sale(offer.product_id, True, actor=actor)
    offer.state, offer.rounds = "sent", number
    return _record(offer, "curation.send", actor)


def due_day(sent_on: date) -> date:
    """The local date on which answers to an offer sent on this date are due."""
    return find_workday_after(sent_on, get_curation_workdays(), get_holiday_dates())


def withdraw_offer(submission_id: int, *, actor: Actor) -> Submission:
    """Withdraw an undecided offer. NotFound, OfferStateWrong."""
    offer = lock_offer(submission_id, "withdraw")
    end_round(offer)
    offer.state, offer.withdrawn_at = "withdrawn", clock.now()
    return _record(offer, "curation.withdraw", actor)


def mark_read(submission_id: int, *, actor: Actor) -> Submission:
    """Record that the maker has read the outcome; does nothing if recorded already. NotFound, OfferStateWrong."""
    offer = lock_offer(submission_id, "read")
    if offer.read_at is not None:
        return offer
    offer.read_at = clock.now()
    return _record(offer, "curation.read", actor)


def lock_offer(submission_id: int, act: str) -> Submission:
    """The offer, locked for an act. NotFound; OfferStateWrong if its state does not allow the act."""
    begin_writing()
    offer = db.session.get(Submission, submission_id, with_for_update=True, populate_existing=True)
    if offer is None:
        raise NotFound()
    if offer.state not in ACTS[act]:
        raise OfferStateWrong()
    return offer


def end_round(offer: Submission) -> None:
    """End the offer's running round, if there is one."""
    current = db.session.scalar(
        select(SubmissionRound).where(
            SubmissionRound.submission_id == offer.id, SubmissionRound.ended_at.is_(None)
        )
    )
    if current is not None:
        current.ended_at = clock.now()


def _record(offer: Submission, action: str, actor: Actor) -> Submission:
    return seal_offer(offer, action, actor, {"round": offer.rounds})


def seal_offer(offer: Submission, action: str, actor: Actor, details: dict[str, Any]) -> Submission:
    """Seal an offer's state after an act, and record its event."""
    db.session.flush()
    seal_states("submission", [offer.id])
    details = {"state": offer.state, "product": offer.product_id, **details}
    record_event(action, actor=actor, subject="submission", subject_id=offer.id, details=details)
    return offer
