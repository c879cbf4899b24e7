"""Tables of curation: versions of products, offers with their rounds, verdicts of agencies, holds.

Triggers on both engines keep frozen versions, ended rounds and their verdicts unchanged, and refuse a *not yet* without
a curator who examined the product by hand (migration 0015). While a round runs, a verdict may be withdrawn as an act
(migration 0023).
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, BigId, Instant, Json, Key, table_args

_OPEN = text("state IN ('draft','sent','fixing')")
_DECIDED = "state IN ('accepted','not_yet')"
_CURRENT = text("until IS NULL")
_DRAFT = text("frozen_at IS NULL")


class Agency(Base):
    """An agency that assesses products: a unit of the city, or an outside body such as Dekranasda (makers 4).

    `aspects`: those of `rules.ASPECTS` it assesses. `may_hold`: whether it may put products on hold (makers 16).
    """

    __tablename__ = "agency"
    __table_args__ = table_args()

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120))
    search_name: Mapped[str] = mapped_column(String(120), unique=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    aspects: Mapped[list[str]] = mapped_column(Json)
    may_hold: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)


class AgencyMember(Base):
    """A curator: a login's right to assess for an agency between two instants; for one agency at a time."""

    __tablename__ = "agency_member"
    __table_args__ = table_args(
        CheckConstraint("until IS NULL OR until >= since", name="until"),
        Index(
            "uq_agency_member_now", "user_id", unique=True, sqlite_where=_CURRENT, postgresql_where=_CURRENT
        ),
    )

    id: Mapped[Key]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    since: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime | None] = mapped_column(Instant)


class CurationReason(Base):
    """A predefined sentence that curators select: its aspect, and whether it is `advice` or something to `fix`."""

    __tablename__ = "curation_reason"
    __table_args__ = table_args(
        CheckConstraint("weight IN ('advice','fix')", name="weight"),
        UniqueConstraint("aspect", "sentence"),
    )

    id: Mapped[Key]
    aspect: Mapped[str] = mapped_column(String(9))
    weight: Mapped[str] = mapped_column(String(6))
    sentence: Mapped[str] = mapped_column(String(160))
    is_active: Mapped[bool] = mapped_column(default=True)


class ProductVersion(Base):
    """The text of a product that agencies assess: editable until it is sent. Without price, photo and story."""

    __tablename__ = "product_version"
    __table_args__ = table_args(
        UniqueConstraint("product_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("keeps_days IS NULL OR keeps_days BETWEEN 1 AND 3650", name="keeps_days"),
        Index(
            "uq_product_version_draft",
            "product_id",
            unique=True,
            sqlite_where=_DRAFT,
            postgresql_where=_DRAFT,
        ),
    )

    id: Mapped[Key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    number: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(200))
    composition: Mapped[str] = mapped_column(Text)
    net_content: Mapped[str] = mapped_column(String(60))
    keeps_days: Mapped[int | None] = mapped_column(Integer)
    label_text: Mapped[str] = mapped_column(Text)
    claims: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[int | None] = mapped_column(BigId)
    frozen_at: Mapped[datetime | None] = mapped_column(Instant)


class Submission(Base):
    """An offer (*tawaran*) of a product: `draft → sent ⇄ fixing → accepted | not_yet | withdrawn`; one open a product.

    `version_id`: the version offered now. `opens_product`: the product was created for this offer and is sold from its
    first sending on. A `not_yet` has the verdict of a curator who examined the product by hand, and the next step.
    """

    __tablename__ = "submission"
    __table_args__ = table_args(
        CheckConstraint(
            "state IN ('draft','sent','fixing','accepted','not_yet','withdrawn')",
            name="state",
        ),
        CheckConstraint("rounds >= 0", name="rounds"),
        CheckConstraint("state <> 'draft' OR rounds = 0", name="draft"),
        CheckConstraint("state IN ('draft','withdrawn') OR rounds > 0", name="sent"),
        CheckConstraint(f"({_DECIDED}) = (decided_at IS NOT NULL)", name="decided"),
        CheckConstraint("decided_by IS NULL OR decided_at IS NOT NULL", name="decided_by"),
        CheckConstraint("state <> 'not_yet' OR decided_by IS NOT NULL", name="not_yet_by"),
        CheckConstraint("(state = 'not_yet') = (seen_verdict_id IS NOT NULL)", name="seen"),
        CheckConstraint("next_step IN ('','visit','training','letter')", name="next_step"),
        CheckConstraint("(state = 'not_yet') = (next_step <> '')", name="not_yet_step"),
        CheckConstraint("state <> 'not_yet' OR advice <> ''", name="not_yet_advice"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn"),
        CheckConstraint("read_at IS NULL OR decided_at IS NOT NULL", name="read"),
        Index("uq_submission_open", "product_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[Key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("product_version.id"), index=True)
    state: Mapped[str] = mapped_column(String(9), index=True)
    rounds: Mapped[int] = mapped_column(Integer, default=0)
    opens_product: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[int | None] = mapped_column(BigId)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by: Mapped[int | None] = mapped_column(BigId)
    seen_verdict_id: Mapped[int | None] = mapped_column(BigId)
    next_step: Mapped[str] = mapped_column(String(8), default="")
    advice: Mapped[str] = mapped_column(String(300), default="")  # to the maker, with a `not_yet`
    read_at: Mapped[datetime | None] = mapped_column(Instant)  # when the maker confirmed reading it
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class SubmissionRound(Base):
    """One sending of an offer: the version that all agencies active on that day were asked to assess."""

    __tablename__ = "submission_round"
    __table_args__ = table_args(
        UniqueConstraint("submission_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("ended_at IS NULL OR ended_at >= sent_at", name="ended"),
        CheckConstraint("(number = 1) = (fixed = '')", name="fixed"),
    )

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    number: Mapped[int] = mapped_column(Integer)
    version_id: Mapped[int] = mapped_column(ForeignKey("product_version.id"), index=True)
    fixed: Mapped[str] = mapped_column(
        String(300), default=""
    )  # the maker's corrections since the previous round
    sent_at: Mapped[datetime] = mapped_column(Instant)
    sent_by: Mapped[int | None] = mapped_column(BigId)
    due_on: Mapped[date] = mapped_column(Date)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Verdict(Base):
    """One agency's verdict in one round. `skipped_at`: set if the round ended without its answer; later ones are late.

    `handled_on`, `handled_place`: when and where the curator examined the product by hand.
    """

    __tablename__ = "verdict"
    __table_args__ = table_args(
        UniqueConstraint("round_id", "agency_id"),
        CheckConstraint("answer IN ('good','advice','fix','not_ours')", name="answer"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", name="answered_by"),
        CheckConstraint("(handled_on IS NULL) = (handled_place = '')", name="handled"),
        CheckConstraint("handled_on IS NULL OR answer IN ('good','advice','fix')", name="handled_answer"),
    )

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("submission_round.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    answer: Mapped[str | None] = mapped_column(String(8))
    remark: Mapped[str] = mapped_column(String(300), default="")
    handled_on: Mapped[date | None] = mapped_column(Date)
    handled_place: Mapped[str] = mapped_column(String(80), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by: Mapped[int | None] = mapped_column(BigId)
    skipped_at: Mapped[datetime | None] = mapped_column(Instant)


class VerdictPoint(Base):
    """A selected reason of a verdict, with its sentence as of that day."""

    __tablename__ = "verdict_point"
    __table_args__ = table_args(UniqueConstraint("verdict_id", "reason_id"))

    id: Mapped[Key]
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    reason_id: Mapped[int] = mapped_column(ForeignKey("curation_reason.id"))
    aspect: Mapped[str] = mapped_column(String(9))
    weight: Mapped[str] = mapped_column(String(6))
    sentence: Mapped[str] = mapped_column(String(160))


class CurationInterest(Base):
    """A curator's declared interest in a maker (*berkepentingan*); this login may not assess its products any more."""

    __tablename__ = "curation_interest"
    __table_args__ = table_args(UniqueConstraint("user_id", "maker_id"))

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    maker_id: Mapped[int] = mapped_column(ForeignKey("maker.id"))
    declared_at: Mapped[datetime] = mapped_column(Instant)


class ProductHold(Base):
    """An agency's hold of a product (*tahan*) from a local date to another (exclusive) or until lifted (makers 16)."""

    __tablename__ = "product_hold"
    __table_args__ = table_args(
        CheckConstraint("effective_until IS NULL OR effective_until > effective_from", name="until"),
        CheckConstraint("reason <> '' AND letter_number <> ''", name="reasoned"),
        CheckConstraint("(lifted_on IS NULL) = (lift_reason = '')", name="lifted"),
        CheckConstraint("(lifted_on IS NULL) = (lifted_by IS NULL)", name="lifted_by"),
    )

    id: Mapped[Key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    effective_from: Mapped[date] = mapped_column(Date)
    effective_until: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(300))
    letter_number: Mapped[str] = mapped_column(String(80))
    set_at: Mapped[datetime] = mapped_column(Instant)
    set_by: Mapped[int] = mapped_column(BigId)
    lifted_on: Mapped[date | None] = mapped_column(Date)
    lifted_by: Mapped[int | None] = mapped_column(BigId)
    lift_reason: Mapped[str] = mapped_column(String(300), default="")
