"""The day by which a dispute must be answered, for the person's page and finance's list."""

from datetime import date

from app.disputes.queries import DisputeRow
from app.settings.queries import get_dispute_workdays, get_holiday_dates
from app.settings.rules import find_workday_after
from app.shared import clock


def due_day(row: DisputeRow) -> date:
    """Return the promised day, counted from the day the dispute was sent in the city's zone."""
    return find_workday_after(clock.local_date(row.created_at), get_dispute_workdays(), get_holiday_dates())
