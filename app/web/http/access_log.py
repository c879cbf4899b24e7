"""Opening one person's data as someone else leaves a line that this person can read (decisions 23)."""

from flask import request
from flask_login import current_user

from app.audit.services import record_event
from app.shared.transaction import side_transaction
from app.web.http.guards import current_actor

READERS = ("auditor",)
OPENED = "access.open_person"
"""The action in the trail; `details["as"]` is the audience whose page it was, never what was seen."""


def note_opening(employee_id: int) -> None:
    """Keep in the trail that the person signed in looks at somebody's data. Looking at oneself is no event.

    A named side transaction: call it once the page is allowed and before its figures are read, in a GET.
    """
    if current_user.employee_id == employee_id:
        return
    with side_transaction() as session:
        record_event(
            OPENED,
            actor=current_actor(),
            subject="employee",
            subject_id=employee_id,
            details={"as": _audience()},
            session=session,
        )


def _audience() -> str:
    """As what the person looks: the room's own role, or the one that may read in it."""
    room, held = request.blueprint or "", sorted(current_user.role_names)
    return room if room in held else next((role for role in held if role in READERS), room)
