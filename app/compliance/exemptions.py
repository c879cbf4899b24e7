"""Reads exemptions for lists and pages; `effects.py` previews their effect on open months."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.compliance.errors import ExemptionNotFound
from app.compliance.models import Exemption
from app.compliance.rules import ExemptionValue, Scope
from app.directory.queries import EMPLOYEE, UNIT, postings_on, unit_name_today
from app.directory.rules import full_name
from app.extensions import db
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period

_EXEMPTION = table(Exemption)
STATES = ("proposed", "approved", "rejected", "revoked")


@dataclass(frozen=True, slots=True)
class ExemptionRow:
    """One exemption with the name of its subject (person, unit or tier code; empty for everyone)."""

    id: int
    scope: Scope
    employee_id: int | None
    unit_id: int | None
    tier_code: str
    from_period: Period
    until_period: Period | None
    kind: str
    letter_number: str
    letter_date: date
    state: str
    decision_reason: str
    proposed_by: int | None
    decided_by: int | None
    created_at: datetime
    decided_at: datetime | None
    subject: str

    @property
    def is_withdrawn(self) -> bool:
        """Whether its proposers withdrew it before a decision: revoked without a reason, which finance must give."""
        return self.state == "revoked" and not self.decision_reason

    @property
    def value(self) -> ExemptionValue:
        """The values that `assess` needs."""
        return ExemptionValue(
            self.id,
            self.scope,
            self.employee_id,
            self.unit_id,
            self.tier_code,
            self.from_period,
            self.until_period,
            self.kind,
            self.letter_number,
            self.letter_date,
        )


_COLUMNS = [name for name in ExemptionRow.__slots__ if name != "subject"]
_ROWS = (
    select(
        *(_EXEMPTION.c[name] for name in _COLUMNS),
        EMPLOYEE.c.name.label("person"),
        EMPLOYEE.c.front_title,
        EMPLOYEE.c.back_title,
        unit_name_today().label("unit"),
    )
    .outerjoin(EMPLOYEE, EMPLOYEE.c.id == _EXEMPTION.c.employee_id)
    .outerjoin(UNIT, UNIT.c.id == _EXEMPTION.c.unit_id)
    .order_by(_EXEMPTION.c.id.desc())
)


def list_exemptions(
    *,
    state: str | None = None,
    employee_ids: Iterable[int] | None = None,
    within: Iterable[int] | None = None,
    limit: int = 1_000,
) -> list[ExemptionRow]:
    """Exemptions, newest first; filtered by state, by people, or by these units and the people posted there today
    (`within`). One statement."""
    query = _ROWS.limit(limit)
    if state is not None:
        query = query.where(_EXEMPTION.c.state == state)
    if employee_ids is not None:
        query = query.where(_EXEMPTION.c.employee_id.in_(sorted(employee_ids)))
    if within is not None:
        query = query.where(_about(within))
    return [_row(row) for row in db.session.execute(query)]


def get_exemption(exemption_id: int, *, within: Iterable[int] | None = None) -> ExemptionRow:
    """One exemption. ExemptionNotFound, also if its subject is not in these units (`within`)."""
    query = _ROWS.where(_EXEMPTION.c.id == exemption_id)
    row = db.session.execute(query if within is None else query.where(_about(within))).one_or_none()
    if row is None:
        raise ExemptionNotFound()
    return _row(row)


def count_exemptions() -> dict[str, int]:
    """State → number of exemptions; every state has an entry."""
    counted = select(_EXEMPTION.c.state, func.count()).group_by(_EXEMPTION.c.state)
    return dict.fromkeys(STATES, 0) | {state: count for state, count in db.session.execute(counted)}


def _about(units: Iterable[int]) -> ColumnElement[bool]:
    own, today = sorted(units), postings_on(clock.today())
    people = select(today.c.employee_id).where(today.c.unit_id.in_(own))
    return or_(
        and_(_EXEMPTION.c.scope == "unit", _EXEMPTION.c.unit_id.in_(own)),
        and_(_EXEMPTION.c.scope == "person", _EXEMPTION.c.employee_id.in_(people)),
    )


def _row(row: object) -> ExemptionRow:
    values = row._mapping  # type: ignore[attr-defined]  # a Row of `_ROWS`
    person = (
        full_name(values["person"], values["front_title"], values["back_title"]) if values["person"] else ""
    )
    subject = person or values["unit"] or values["tier_code"]
    return ExemptionRow(**{name: values[name] for name in _COLUMNS}, subject=subject)
