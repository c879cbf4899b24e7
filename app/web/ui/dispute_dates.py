"""By when a complaint is answered, for the person's page and the office's list."""

from datetime import date

from app.disputes.queries import DisputeRow
from app.settings.queries import get_dispute_workdays, get_holiday_dates
from app.settings.rules import find_workday_after
from app.shared import clock


def due_day(row: DisputeRow) -> date:
    """The day the office promised, counted from the day it was sent in the city's zone."""
    return find_workday_after(clock.local_date(row.created_at), get_dispute_workdays(), get_holiday_dates())
