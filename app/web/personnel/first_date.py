"""From which day a first roster should hold: sales recorded before it would belong to nobody."""

from datetime import date

from app.compliance.terms import find_first_recorded_month
from app.directory.queries import count_employees
from app.directory.services import RosterPreview, default_as_of
from app.shared import clock
from app.shared.period import Period


def propose_date() -> date:
    """The first recorded month's first day before anybody is stored, else the first of the running month."""
    start = None if count_employees() else find_first_recorded_month()
    return min(default_as_of(), start.first_day) if start else default_as_of()


def find_unrecorded_months(preview: RosterPreview) -> list[Period]:
    """Recorded months before the file's day in which nobody would be posted; empty once people are stored."""
    start = find_first_recorded_month()
    if preview.state.people or start is None or not preview.plan.joined:
        return []
    months = []
    while start.last_day < preview.plan.as_of and start < clock.this_period():
        months.append(start)
        start = start.next()
    return months
