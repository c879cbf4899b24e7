"""Reminds the people of a unit at the request of the unit's manager."""

from collections.abc import Collection
from dataclasses import replace

from app.audit.rules import Actor
from app.audit.services import record_event
from app.closing.queries import list_standings_of_month
from app.closing.rules import list_reminders
from app.notices.services import send_notices
from app.shared import clock
from app.shared.period import Period


def remind_unit(period: Period, unit_ids: Collection[int], *, actor: Actor) -> int:
    """Send a notice to everybody of these units who falls short in this open month; returns the number of new notices.

    A person gets at most one a day, however often the button is pressed. `unit_ids`: all units of the sender's scope.
    """
    rows = list_standings_of_month(period, unit_ids=unit_ids)
    day = clock.today()
    people = send_notices(
        replace(reminder, event=f"asked:{period}:{day}")
        for reminder in list_reminders(period, rows)
        if reminder.kind == "short"
    ).total()
    record_event(
        "notices.remind_unit",
        actor=actor,
        subject="notice",
        details={"period": str(period), "people": people},
    )
    return people
