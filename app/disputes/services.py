"""Services for disputes: open, withdraw, and answer by reversal, resolved buyer, new record or refusal."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.audit.rules import Actor
from app.audit.services import record_event
from app.booths.queries import get_booth
from app.disputes.errors import (
    AlreadyDisputed,
    DisputeAnswered,
    NotBoughtYet,
    NotYourSale,
    TooEarly,
    TooManyDisputes,
    WrongOutcome,
)
from app.disputes.models import Dispute
from app.disputes.rules import MOST_OPEN, OLDEST, TillState, may_report_missing
from app.extensions import db
from app.sales.corrections.buyer_resolution import resolve_buyer
from app.sales.corrections.closed_month import accept_into_supplement, list_undecided_late_items
from app.sales.corrections.voids import FINANCE, void_sale
from app.sales.drafts import BuyerRef, LineDraft, SaleDraft, SaleOrigin
from app.sales.queries import get_sale
from app.sales.rules import UNKNOWN_GOODS
from app.sales.services import record_sale
from app.shared import clock
from app.shared.errors import NotFound, ReasonMissing
from app.shared.period import Period
from app.shared.reason import read_reason
from app.tills.queries.tills import list_tills


@dataclass(frozen=True, slots=True)
class MissingPurchase:
    """A purchase reported as missing: `amount` in whole rupiah, `receipt` as printed, or empty."""

    booth_id: int
    bought_at: datetime
    amount: int
    receipt: str
    reason: str


@dataclass(frozen=True, slots=True)
class Goods:
    """The goods of a purchase: a product of the catalogue, or maker and name, which may be empty if unknown. `amount`
    for all `quantity` pieces in whole rupiah, a multiple of `quantity`."""

    amount: int
    quantity: int = 1
    product_id: int | None = None
    maker: str = ""
    name: str = ""

    def as_line(self) -> LineDraft:
        """The receipt's line; without an existing maker it must be matched later (`UNMATCHED_MAKERS`)."""
        price = self.amount // self.quantity
        if self.product_id is not None:
            return LineDraft(self.quantity, price, self.product_id)
        return LineDraft(self.quantity, price, None, self.maker, self.name or UNKNOWN_GOODS)


@dataclass(frozen=True, slots=True)
class Decision:
    """Finance's answer. `verdict`: void, found, record or decline; `take_in`: in a closed month, accept the result into
    the next supplement at once; `cashier`: the login that enters it."""

    verdict: str
    answer: str
    sale_id: int = 0
    goods: Goods | None = None
    cashier: str = ""
    take_in: bool = False


@dataclass(frozen=True, slots=True)
class DisputeOutcome:
    """An answered dispute: the supplement that its outcome was accepted into, or whether it is still parked."""

    dispute: Dispute
    supplement: int | None
    is_pending: bool


def settle_dispute(dispute_id: int, decision: Decision, *, actor: Actor) -> DisputeOutcome:
    """Answer a dispute, also in a closed month. Raises the errors of the verdict's service."""
    match decision.verdict:
        case "void":
            dispute = resolve_as_not_mine(dispute_id, decision.answer, actor=actor)
        case "found":
            dispute = resolve_as_found(dispute_id, decision.sale_id, decision.answer, actor=actor)
        case "record":
            dispute = resolve_as_recorded(
                dispute_id, decision.cashier, decision.answer, actor=actor, goods=decision.goods
            )
        case _:
            dispute = decline(dispute_id, decision.answer, actor=actor)
    outcome = [] if dispute.outcome_id is None else [dispute.outcome_id]
    number = accept_into_supplement(outcome, actor=actor) if decision.take_in and outcome else None
    return DisputeOutcome(dispute, number, bool(outcome and list_undecided_late_items(outcome)))


def dispute_sale(employee_id: int, sale_id: int, reason: str, *, actor: Actor) -> Dispute:
    """Open the dispute "Bukan saya", without reversing the sale. NotYourSale, AlreadyDisputed, TooManyDisputes,
    ReasonMissing."""
    sale = get_sale(sale_id)
    if sale.employee_id != employee_id or sale.void_of is not None or sale.voided_by is not None:
        raise NotYourSale()
    dispute = Dispute(
        employee_id=employee_id, kind="not_mine", sale_id=sale_id, period=sale.period, receipt=sale.receipt
    )
    return _open_dispute(dispute, reason, actor)


def report_missing(employee_id: int, purchase: MissingPurchase, *, actor: Actor) -> Dispute:
    """Open the dispute "Belum tercatat". TooEarly while the purchase may still be on a till, AlreadyDisputed for the
    same purchase, NotBoughtYet, TooManyDisputes, ReasonMissing."""
    now = clock.now()
    if not now - OLDEST <= purchase.bought_at <= now:
        raise NotBoughtYet("bought_at", days=OLDEST.days)
    get_booth(purchase.booth_id)
    if not may_report_missing(get_till_states(purchase.booth_id), purchase.bought_at, now):
        raise TooEarly()
    same = select(Dispute.id).where(
        Dispute.employee_id == employee_id,
        Dispute.state == "open",
        Dispute.booth_id == purchase.booth_id,
        Dispute.bought_at == purchase.bought_at,
        Dispute.amount == purchase.amount,
    )
    if db.session.scalar(same.limit(1)) is not None:  # granting it twice would count it twice
        raise AlreadyDisputed()
    dispute = Dispute(
        employee_id=employee_id,
        kind="missing",
        period=Period.of(clock.local_date(purchase.bought_at)),
        booth_id=purchase.booth_id,
        bought_at=purchase.bought_at,
        amount=purchase.amount,
        receipt=purchase.receipt,
    )
    return _open_dispute(dispute, purchase.reason, actor)


def get_till_states(booth_id: int) -> list[TillState]:
    """The states of the tills in use at a booth, for the rule."""
    tills = [till for till in list_tills([booth_id]) if till.revoked_at is None]
    return [TillState(till.last_synced_at, till.unsent) for till in tills]


def _open_dispute(dispute: Dispute, reason: str, actor: Actor) -> Dispute:
    dispute.reason = read_reason(reason)
    open_count = select(func.count(Dispute.id)).where(
        Dispute.employee_id == dispute.employee_id, Dispute.state == "open"
    )
    if (db.session.scalar(open_count) or 0) >= MOST_OPEN:
        raise TooManyDisputes(most=MOST_OPEN)
    dispute.created_at, dispute.state, dispute.answer = clock.now(), "open", ""
    try:
        with db.session.begin_nested():
            db.session.add(dispute)
    except IntegrityError as error:  # a concurrent request opened the same dispute
        raise AlreadyDisputed() from error
    _record("open", dispute, actor)
    return dispute


def withdraw(dispute_id: int, employee_id: int, *, actor: Actor) -> Dispute:
    """Withdraw the person's own unanswered dispute. NotFound, DisputeAnswered."""
    found = db.session.get(Dispute, dispute_id)
    if (
        found is None or found.employee_id != employee_id
    ):  # checked before the state, so that the state of another person's dispute is not revealed
        raise NotFound()
    dispute = _lock_open(dispute_id)
    return _answer(dispute, "declined", "", actor, None, is_own=True)


def resolve_as_not_mine(dispute_id: int, answer: str, *, actor: Actor) -> Dispute:
    """Reverse the sale that the person did not make. DisputeAnswered, ReasonMissing, and the errors of `void_sale`."""
    dispute = _lock_open(dispute_id, "not_mine")
    answer_text = _checked_answer(answer)
    if dispute.sale_id is None:  # excluded by a check constraint
        raise NotFound()
    done = void_sale(dispute.sale_id, f"bukan pembelinya: {answer_text}", by=FINANCE, actor=actor)
    return _answer(dispute, "granted", answer_text, actor, done.sale_id)


def resolve_as_found(dispute_id: int, sale_id: int, answer: str, *, actor: Actor) -> Dispute:
    """Resolve a sale with an unknown buyer as the missing purchase. WrongOutcome, DisputeAnswered."""
    dispute = _lock_open(dispute_id, "missing")
    answer_text, sale = _checked_answer(answer), get_sale(sale_id)
    is_free = sale.buyer_kind == "unresolved" and sale.employee_id is None and sale.voided_by is None
    if not is_free or sale.void_of is not None:
        raise WrongOutcome("sale")
    resolve_buyer(sale_id, dispute.employee_id, f"pengaduan: {answer_text}", actor=actor)
    return _answer(dispute, "granted", answer_text, actor, sale_id)


def resolve_as_recorded(
    dispute_id: int, cashier: str, answer: str, *, actor: Actor, goods: Goods | None = None
) -> Dispute:
    """Record the missing purchase with its own date; in a closed month it is parked. DisputeAnswered.

    `goods` None: the reported amount, of unknown goods.
    """
    dispute = _lock_open(dispute_id, "missing")
    answer_text = _checked_answer(answer)
    if dispute.booth_id is None or dispute.bought_at is None or dispute.amount is None:
        raise NotFound()
    draft = SaleDraft(
        uuid=str(uuid4()),
        sold_at=dispute.bought_at,
        buyer=BuyerRef("employee", str(dispute.employee_id)),
        lines=((goods or Goods(dispute.amount)).as_line(),),
        payment="none",
        cashier=cashier,
    )
    done = record_sale(draft, origin=SaleOrigin(dispute.booth_id, "web", is_office=True), actor=actor)
    return _answer(dispute, "granted", answer_text, actor, done.sale_id)


def decline(dispute_id: int, answer: str, *, actor: Actor) -> Dispute:
    """Answer without changing the record, with a reason that the person can read. DisputeAnswered, ReasonMissing."""
    return _answer(_lock_open(dispute_id), "declined", _checked_answer(answer), actor, None)


def _lock_open(dispute_id: int, kind: str = "") -> Dispute:
    dispute = db.session.scalar(select(Dispute).where(Dispute.id == dispute_id).with_for_update())
    if dispute is None or (kind and dispute.kind != kind):
        raise NotFound()
    if dispute.state != "open":
        raise DisputeAnswered()
    return dispute


def _checked_answer(answer: str) -> str:
    return read_reason(answer, ReasonMissing("answer"))[:250]


def _answer(
    dispute: Dispute,
    state: str,
    answer_text: str,
    actor: Actor,
    outcome_id: int | None,
    *,
    is_own: bool = False,
) -> Dispute:
    dispute.state, dispute.answer, dispute.outcome_id = state, answer_text, outcome_id
    dispute.answered_by = actor.id if actor.kind == "user" else None
    dispute.answered_at = clock.now()
    db.session.flush()
    if is_own:
        _record("withdraw", dispute, actor)
    else:
        _record("grant" if state == "granted" else "decline", dispute, actor)
    return dispute


def _record(verb: str, dispute: Dispute, actor: Actor) -> None:
    details = {"kind": dispute.kind, "sale": dispute.sale_id, "outcome": dispute.outcome_id}
    record_event(f"disputes.{verb}", actor=actor, subject="dispute", subject_id=dispute.id, details=details)
