"""Reads for curators: the agency's lists, one verdict, the place of the last examination."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select

from app.curation.models import CurationInterest, ProductVersion, Submission, SubmissionRound, Verdict
from app.extensions import db
from app.makers.models import Maker, MakerMember
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound

_OFFER, _ROUND, _VERDICT = table(Submission), table(SubmissionRound), table(Verdict)
_VERSION, _MAKER = table(ProductVersion), table(Maker)
_MEMBER, _INTEREST = table(MakerMember), table(CurationInterest)
_LAST = and_(_ROUND.c.submission_id == _OFFER.c.id, _ROUND.c.number == _OFFER.c.rounds)
LISTED = 200
"""Most products on a curator's list; what is judged makes room for the next."""


@dataclass(frozen=True, slots=True)
class ProductToJudge:
    """A product on a curator's list. `is_late`: the round goes on without the agency, it may still answer."""

    verdict_id: int
    submission_id: int
    maker: str
    name: str
    round_number: int
    sent_at: datetime
    due_on: date
    is_late: bool


def list_to_judge(agency_id: int, user_id: int) -> list[ProductToJudge]:
    """An agency's unanswered verdicts, oldest first, without makers in which the login has an interest.

    Offers sent again are listed with their last round only. Skipped verdicts, unless withdrawn, come last.
    """
    return _list(agency_id, user_id, _VERDICT.c.answer.is_(None))


def list_judged(agency_id: int, user_id: int) -> list[ProductToJudge]:
    """An agency's verdicts in running rounds, which it may withdraw; otherwise as `list_to_judge`."""
    return _list(agency_id, user_id, _VERDICT.c.answer.is_not(None) & _ROUND.c.ended_at.is_(None))


def _list(agency_id: int, user_id: int, condition: ColumnElement[bool]) -> list[ProductToJudge]:
    bound = or_(
        _OFFER.c.maker_id.in_(select(_MEMBER.c.maker_id).where(_MEMBER.c.user_id == user_id)),
        _OFFER.c.maker_id.in_(select(_INTEREST.c.maker_id).where(_INTEREST.c.user_id == user_id)),
    )
    query = (
        select(
            _VERDICT.c.id, _OFFER.c.id, _MAKER.c.name, _VERSION.c.name, _ROUND.c.number, _ROUND.c.sent_at,
            _ROUND.c.due_on, _ROUND.c.ended_at.is_not(None),
        )
        .join(_ROUND, _ROUND.c.id == _VERDICT.c.round_id)
        .join(_OFFER, _LAST)
        .join(_VERSION, _VERSION.c.id == _ROUND.c.version_id)
        .join(_MAKER, _MAKER.c.id == _OFFER.c.maker_id)
        .where(
            _VERDICT.c.agency_id == agency_id,
            condition,
            _OFFER.c.state != "withdrawn",
            ~bound,
        )
        .order_by(_ROUND.c.ended_at.is_not(None), _ROUND.c.sent_at, _VERDICT.c.id)
        .limit(LISTED)
    )  # fmt: skip
    return [ProductToJudge(*row) for row in db.session.execute(query)]


@dataclass(frozen=True, slots=True)
class VerdictPage:
    """One verdict for its curator: the product as sent, and whether it is answered."""

    id: int
    submission_id: int
    maker_id: int
    product_id: int
    maker: str
    round_number: int
    fixed: str
    sent_at: datetime
    due_on: date
    is_ended: bool
    answer: str | None
    version: ProductVersion


def get_verdict_page(verdict_id: int, agency_id: int) -> VerdictPage:
    """One verdict of the agency. NotFound for another agency's."""
    query = (
        select(
            _VERDICT.c.id, _OFFER.c.id, _OFFER.c.maker_id, _OFFER.c.product_id, _MAKER.c.name, _ROUND.c.number,
            _ROUND.c.fixed, _ROUND.c.sent_at, _ROUND.c.due_on, _ROUND.c.ended_at.is_not(None), _VERDICT.c.answer,
            ProductVersion,
        )
        .join(_ROUND, _ROUND.c.id == _VERDICT.c.round_id)
        .join(_OFFER, _OFFER.c.id == _ROUND.c.submission_id)
        .join(_MAKER, _MAKER.c.id == _OFFER.c.maker_id)
        .join(ProductVersion, ProductVersion.id == _ROUND.c.version_id)
        .where(_VERDICT.c.id == verdict_id, _VERDICT.c.agency_id == agency_id)
    )  # fmt: skip
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    return VerdictPage(*row)


def find_last_place(user_id: int) -> str:
    """The place where this login last examined a product today, as the default for the next one; empty if none."""
    query = (
        select(_VERDICT.c.handled_place)
        .where(_VERDICT.c.answered_by == user_id, _VERDICT.c.handled_on == clock.today())
        .order_by(_VERDICT.c.answered_at.desc(), _VERDICT.c.id.desc())
        .limit(1)
    )
    return db.session.scalar(query) or ""
