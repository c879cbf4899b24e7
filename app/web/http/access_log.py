"""Opening one person's data as someone else leaves a line that this person can read (decisions 23)."""

from flask import request
from flask_login import current_user

from app.audit.services import record_event
from app.shared.transaction import side_transaction
from app.web.http.guards import current_actor
from app.web.http.roles import reading_roles, working_roles

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
    """As what the person looks: a role that works in the room, or one that may read this page of it."""
    room, own_roles = request.blueprint or "", current_user.role_names
    roles = sorted(working_roles(room) & own_roles) or sorted(
        reading_roles(request.endpoint or "") & own_roles
    )
    return roles[0] if roles else room
