"""Reading exemptions as lists and pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.compliance.errors import ExemptionNotFound
from app.compliance.models import Exemption
from app.compliance.rules import ExemptionBook, ExemptionValue, Scope, StandingRow
from app.directory.queries import EMPLOYEE, UNIT
from app.directory.rules import UnitTree, full_name
from app.extensions import db
from app.shared.columns import table
from app.shared.period import Period

_EXEMPTION = table(Exemption)
STATES = ("proposed", "approved", "rejected", "revoked")


@dataclass(frozen=True, slots=True)
class ExemptionRow:
    """One exemption with the name of whom it is about (person, unit or tier code; empty for everyone)."""

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
    def value(self) -> ExemptionValue:
        """What judging needs of it."""
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
        UNIT.c.name.label("unit"),
    )
    .outerjoin(EMPLOYEE, EMPLOYEE.c.id == _EXEMPTION.c.employee_id)
    .outerjoin(UNIT, UNIT.c.id == _EXEMPTION.c.unit_id)
    .order_by(_EXEMPTION.c.id.desc())
)


def list_exemptions(
    *, state: str | None = None, employee_ids: Iterable[int] | None = None, limit: int = 1_000
) -> list[ExemptionRow]:
    """Exemptions, newest first; of one state, or of some people. One statement."""
    wanted = _ROWS.limit(limit)
    if state is not None:
        wanted = wanted.where(_EXEMPTION.c.state == state)
    if employee_ids is not None:
        wanted = wanted.where(_EXEMPTION.c.employee_id.in_(sorted(employee_ids)))
    return [_row(row) for row in db.session.execute(wanted)]


def get_exemption(exemption_id: int) -> ExemptionRow:
    """One exemption. ExemptionNotFound."""
    row = db.session.execute(_ROWS.where(_EXEMPTION.c.id == exemption_id)).one_or_none()
    if row is None:
        raise ExemptionNotFound()
    return _row(row)


def count_exemptions() -> dict[str, int]:
    """How many exemptions there are per state; every state is named."""
    counted = select(_EXEMPTION.c.state, func.count()).group_by(_EXEMPTION.c.state)
    return dict.fromkeys(STATES, 0) | {state: count for state, count in db.session.execute(counted)}


def count_covered(rows: Iterable[StandingRow], exemption: ExemptionValue, tree: UnitTree) -> int:
    """How many people of a month this exemption takes, or would take, out of the denominator."""
    book = ExemptionBook([exemption])
    return sum(
        row.status not in (None, "not_obliged")
        and row.unit_id is not None
        and book.find(row.employee_id, tree.ancestors(row.unit_id), row.tier) is not None
        for row in rows
    )


def _row(row: object) -> ExemptionRow:
    values = row._mapping  # type: ignore[attr-defined]  # a Row of `_ROWS`
    person = (
        full_name(values["person"], values["front_title"], values["back_title"]) if values["person"] else ""
    )
    subject = person or values["unit"] or values["tier_code"]
    return ExemptionRow(**{name: values[name] for name in _COLUMNS}, subject=subject)
