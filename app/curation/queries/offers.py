"""Reads of offers: for the maker, for a curator's list, for the Dinas."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select

from app.accounts.models import User
from app.curation.models import (
    Agency,
    ProductVersion,
    Submission,
    SubmissionRound,
    Verdict,
    VerdictPoint,
)
from app.curation.rules import OPEN, RoundAnswers, is_unsent_new_product
from app.extensions import db
from app.makers.models import Maker
from app.shared.columns import table
from app.shared.errors import NotFound

_OFFER, _ROUND, _VERDICT = table(Submission), table(SubmissionRound), table(Verdict)
_VERSION, _AGENCY, _POINT = table(ProductVersion), table(Agency), table(VerdictPoint)
_MAKER, _USER = table(Maker), table(User)
LISTED = 200
"""Most rows of a list that has no pages."""


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer in a list. `name`: of the version offered now. `due_on`: of the last round."""

    id: int
    product_id: int
    maker_id: int
    maker: str
    name: str
    state: str
    rounds: int
    made_at: datetime
    decided_at: datetime | None
    read_at: datetime | None
    next_step: str
    advice: str
    seen_verdict_id: int | None
    sent_at: datetime | None
    due_on: date | None
    opens_product: bool

    @property
    def was_never_sent(self) -> bool:
        """Whether the product was created for this offer and is not sold yet, so that its price may change here."""
        return is_unsent_new_product(self.opens_product, self.rounds)

    @property
    def is_open(self) -> bool:
        """Whether it is neither decided nor withdrawn."""
        return self.state in OPEN


_LAST = and_(_ROUND.c.submission_id == _OFFER.c.id, _ROUND.c.number == _OFFER.c.rounds)
_ROWS: Select[Any] = (
    select(
        _OFFER.c.id, _OFFER.c.product_id, _OFFER.c.maker_id, _MAKER.c.name, _VERSION.c.name, _OFFER.c.state,
        _OFFER.c.rounds, _OFFER.c.made_at, _OFFER.c.decided_at, _OFFER.c.read_at, _OFFER.c.next_step,
        _OFFER.c.advice, _OFFER.c.seen_verdict_id, _ROUND.c.sent_at, _ROUND.c.due_on,
        _OFFER.c.opens_product,
    )
    .join(_MAKER, _MAKER.c.id == _OFFER.c.maker_id)
    .join(_VERSION, _VERSION.c.id == _OFFER.c.version_id)
    .outerjoin(_ROUND, _LAST)
)  # fmt: skip


def list_offers(
    maker_ids: Collection[int] | None = None, *, open_only: bool = False, limit: int = LISTED
) -> list[OfferRow]:
    """Offers of these makers (None: all): open ones oldest first, then ended ones newest first; each up to `limit`."""
    query = _ROWS
    if maker_ids is not None:
        query = query.where(_OFFER.c.maker_id.in_(maker_ids))
    age = func.coalesce(_ROUND.c.sent_at, _OFFER.c.made_at)
    found = query.where(_OFFER.c.state.in_(OPEN)).order_by(age, _OFFER.c.id).limit(limit)
    rows = [OfferRow(*row) for row in db.session.execute(found)]
    if open_only:
        return rows
    closed = query.where(_OFFER.c.state.not_in(OPEN)).order_by(_OFFER.c.id.desc()).limit(limit)
    return rows + [OfferRow(*row) for row in db.session.execute(closed)]


def count_overdue_offers(day: date) -> int:
    """The number of sent offers with a round that was due before this local date."""
    query = select(func.count()).select_from(_OFFER).join(_ROUND, _LAST)
    return db.session.scalar(query.where(_OFFER.c.state == "sent", _ROUND.c.due_on < day)) or 0


def list_offers_of(ids: Collection[int]) -> list[OfferRow]:
    """These offers, in order of id."""
    query = _ROWS.where(_OFFER.c.id.in_(ids)).order_by(_OFFER.c.id)
    return [OfferRow(*row) for row in db.session.execute(query)]


def get_offer(submission_id: int, maker_ids: Collection[int] | None = None) -> OfferRow:
    """One offer, of these makers where they are given. NotFound."""
    query = _ROWS.where(_OFFER.c.id == submission_id)
    if maker_ids is not None:
        query = query.where(_OFFER.c.maker_id.in_(maker_ids))
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    return OfferRow(*row)


def get_offered_version(submission_id: int) -> ProductVersion:
    """The version an offer offers now: the draft, or the one frozen last. NotFound."""
    query = select(ProductVersion).join(Submission, Submission.version_id == ProductVersion.id)
    version = db.session.scalar(query.where(Submission.id == submission_id))
    if version is None:
        raise NotFound()
    return version


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One agency's verdict in a round. `points`: (weight, sentence) of each selected reason."""

    id: int
    agency: str
    answer: str | None
    remark: str
    handled_on: date | None
    handled_place: str
    answered_at: datetime | None
    answered_by: str | None
    is_skipped: bool
    points: tuple[tuple[str, str], ...] = ()

    @property
    def is_late(self) -> bool:
        """Whether it came after the round had ended: it is shown, but has no effect on the outcome."""
        return self.is_skipped and self.answer is not None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One sending of an offer with the verdicts of all agencies."""

    id: int
    number: int
    version: int
    fixed: str
    sent_at: datetime
    due_on: date
    ended_at: datetime | None
    verdicts: list[VerdictRow] = field(default_factory=list)

    @property
    def silent(self) -> list[str]:
        """The agencies that have not answered and were not skipped."""
        return [
            verdict.agency for verdict in self.verdicts if verdict.answer is None and not verdict.is_skipped
        ]

    @property
    def skipped(self) -> list[str]:
        """The agencies that were skipped and have not answered since."""
        return [verdict.agency for verdict in self.verdicts if verdict.answer is None and verdict.is_skipped]

    @property
    def to_fix(self) -> list[str]:
        """The sentences to fix, each once, without those of late verdicts."""
        sentences = [
            sentence
            for verdict in self.verdicts
            if not verdict.is_late
            for weight, sentence in verdict.points
            if weight == "fix"
        ]
        return list(dict.fromkeys(sentences))

    @property
    def advice(self) -> list[tuple[str, str]]:
        """(agency, sentence) of all advice and remarks."""
        pairs = [
            (verdict.agency, sentence)
            for verdict in self.verdicts
            for weight, sentence in verdict.points
            if weight == "advice"
        ]
        return pairs + [(verdict.agency, verdict.remark) for verdict in self.verdicts if verdict.remark]

    def answers_on(self, today: date) -> RoundAnswers:
        """The answers as the value that the rule takes."""
        return RoundAnswers([verdict.answer for verdict in self.verdicts], self.due_on, today)


def list_rounds(submission_id: int) -> list[RoundRow]:
    """The rounds of an offer, the newest first, with verdicts and their reasons. Three statements."""
    query = (
        select(
            _ROUND.c.id, _ROUND.c.number, _VERSION.c.number, _ROUND.c.fixed, _ROUND.c.sent_at, _ROUND.c.due_on,
            _ROUND.c.ended_at,
        )
        .join(_VERSION, _VERSION.c.id == _ROUND.c.version_id)
        .where(_ROUND.c.submission_id == submission_id)
        .order_by(_ROUND.c.number.desc())
    )  # fmt: skip
    rounds = [RoundRow(*row) for row in db.session.execute(query)]
    by_id = {one.id: one for one in rounds}
    points = _list_points(by_id)
    verdicts = (
        select(
            _VERDICT.c.round_id, _VERDICT.c.id, _AGENCY.c.name, _VERDICT.c.answer, _VERDICT.c.remark,
            _VERDICT.c.handled_on, _VERDICT.c.handled_place, _VERDICT.c.answered_at, _USER.c.display_name,
            _VERDICT.c.skipped_at,
        )
        .join(_AGENCY, _AGENCY.c.id == _VERDICT.c.agency_id)
        .outerjoin(_USER, _USER.c.id == _VERDICT.c.answered_by)
        .where(_VERDICT.c.round_id.in_(by_id))
        .order_by(_AGENCY.c.search_name)
    )  # fmt: skip
    for round_id, verdict_id, *values, skipped_at in db.session.execute(verdicts):
        row = VerdictRow(verdict_id, *values, skipped_at is not None, tuple(points.get(verdict_id, ())))
        by_id[round_id].verdicts.append(row)
    return rounds


def _list_points(round_ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    query = (
        select(_POINT.c.verdict_id, _POINT.c.weight, _POINT.c.sentence)
        .join(_VERDICT, _VERDICT.c.id == _POINT.c.verdict_id)
        .where(_VERDICT.c.round_id.in_(round_ids))
        .order_by(_POINT.c.id)
    )
    points: dict[int, list[tuple[str, str]]] = {}
    for verdict_id, weight, sentence in db.session.execute(query):
        points.setdefault(verdict_id, []).append((weight, sentence))
    return points
