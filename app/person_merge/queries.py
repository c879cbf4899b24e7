"""Reads of merges: a preview, the existing ones, and the obstacles to undoing one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from app.accounts.models import User
from app.accounts.queries import find_user_of_employee
from app.compliance.models import Exemption
from app.directory.models import Employee
from app.directory.queries import EmployeeCard, get_employee
from app.directory.services.merging import MergedRecord, get_mergeable, is_changed_since, split_postings
from app.disputes.models import Dispute
from app.extensions import db
from app.months.queries import get_month
from app.person_merge.models import PersonMerge
from app.sales.queries.of_buyer import (
    count_purchases_by_month,
    has_decided_late,
    has_purchases_after,
)
from app.shared.period import Period


@dataclass(frozen=True, slots=True)
class MonthOfPurchases:
    """The number of receipts of a month that would move; in a closed month they are parked for finance."""

    period: Period
    receipts: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """A summary of one record, for comparing two: counts only, no amounts (decisions 21)."""

    card: EmployeeCard
    months: list[MonthOfPurchases]
    exemptions: int
    disputes: int
    login: User | None

    @property
    def receipts(self) -> int:
        """The number of all its receipts that are not reversed."""
        return sum(month.receipts for month in self.months)


@dataclass(frozen=True, slots=True)
class MergePreview:
    """Both records, and the numbers of postings that would move to the survivor or be dropped."""

    survivor: RecordSummary
    merged: RecordSummary
    postings_moved: int
    postings_dropped: int

    @property
    def has_other_birth_date(self) -> bool:
        """Whether the two NIPs have different birth dates, so that it is hardly one person."""
        one, other = self.survivor.card.nip, self.merged.card.nip
        return bool(one and other and one[:8] != other[:8])


def get_merge_preview(survivor_id: int, merged_id: int) -> MergePreview:
    """Preview `merge_people`. EmployeeNotFound, PeopleAlreadyMerged, TwoPnsIds."""
    get_mergeable(survivor_id, merged_id)
    moved, dropped = split_postings(survivor_id, merged_id)
    return MergePreview(_summary(survivor_id), _summary(merged_id), len(moved), len(dropped))


def _summary(employee_id: int) -> RecordSummary:
    card = get_employee(employee_id)
    counts = count_purchases_by_month(employee_id)
    months = [MonthOfPurchases(one, count, get_month(one).is_closed) for one, count in counts.items()]
    exemptions = db.session.scalars(select(Exemption.id).where(Exemption.employee_id == employee_id)).all()
    disputes = db.session.scalars(select(Dispute.id).where(Dispute.employee_id == employee_id)).all()
    login = find_user_of_employee(employee_id)
    return RecordSummary(card, months, len(exemptions), len(disputes), login)


def list_merges(limit: int = 20) -> Sequence[PersonMerge]:
    """Merges, newest first."""
    return db.session.scalars(select(PersonMerge).order_by(PersonMerge.id.desc()).limit(limit)).all()


def list_merges_of(employee_id: int) -> Sequence[PersonMerge]:
    """Merges of this record, as survivor or merged one, newest first."""
    about = or_(PersonMerge.survivor_id == employee_id, PersonMerge.merged_id == employee_id)
    return db.session.scalars(select(PersonMerge).where(about).order_by(PersonMerge.id.desc())).all()


def find_obstacle(merge: PersonMerge) -> str:
    """The code of the reason why a merge cannot be undone, empty if it can: undone, purged, later_merge,
    record_changed, late_decided, new_purchases, month_changed."""
    if merge.undone_at is not None:
        return "undone"
    details = merge.details
    if not details:
        return "purged"
    people = (merge.survivor_id, merge.merged_id)
    later = select(PersonMerge.id).where(
        PersonMerge.id > merge.id,
        PersonMerge.undone_at.is_(None),
        or_(PersonMerge.survivor_id.in_(people), PersonMerge.merged_id.in_(people)),
    )
    if db.session.scalar(later.limit(1)) is not None:
        return "later_merge"
    if is_changed_since(merge.survivor_id, MergedRecord(**details["record"]), merge.recorded_at):
        return "record_changed"
    if has_decided_late(details["waiting"]):
        return "late_decided"
    if has_purchases_after(merge.survivor_id, details["last_sale"], details["resolutions"]):
        return "new_purchases"
    return "month_changed" if _is_month_changed(details["months"]) else ""


def _is_month_changed(months: dict[str, list[object]]) -> bool:
    for text, before in months.items():
        state = get_month(Period.parse(text))
        if [state.version, state.is_closed] != before:
            return True
    return False


def list_names_of(merges: Sequence[PersonMerge]) -> dict[int, str]:
    """The names of everybody in these merges, by id."""
    ids = {one for merge in merges for one in (merge.survivor_id, merge.merged_id)}
    rows = db.session.execute(select(Employee.id, Employee.name).where(Employee.id.in_(ids)))
    return {row.id: row.name for row in rows}
