"""The day from which a first roster should count: earlier sales would belong to nobody."""

from datetime import date

from app.compliance.terms import find_first_recorded_month
from app.directory.queries import count_employees
from app.directory.services import RosterPreview, default_as_of
from app.shared import clock
from app.shared.period import Period


def propose_date() -> date:
    """Return the first day of the first recorded month while nobody is stored, else of the running month."""
    start = None if count_employees() else find_first_recorded_month()
    return min(default_as_of(), start.first_day) if start else default_as_of()


def find_unrecorded_months(preview: RosterPreview) -> list[Period]:
    """Return the recorded months before the file's day with nobody posted; empty once somebody is stored."""
    start = find_first_recorded_month()
    if preview.state.people or start is None or not preview.plan.new_people:
        return []
    months = []
    while start.last_day < preview.plan.as_of and start < clock.this_period():
        months.append(start)
        start = start.next()
    return months
