"""Writes the audit trail: one event per act, in the transaction of the act."""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from sqlalchemy import bindparam, insert
from sqlalchemy.orm import Session

from app.audit.chain import register_written
from app.audit.models import AuditEvent
from app.audit.rules import Actor
from app.extensions import db
from app.shared import clock
from app.shared.columns import table
from app.shared.prepared_statements import PreparedStatement

client_address: ContextVar[str | None] = ContextVar("client_address", default=None)
"""The client's address of the running request, behind the configured number of proxies."""

_EVENT = table(AuditEvent)
_INSERT = PreparedStatement(
    insert(_EVENT)
    .values({name: bindparam(name) for name in _EVENT.c.keys() if name != "id"})
    .returning(_EVENT.c.id)
)


def record_event(
    action: str,
    *,
    actor: Actor,
    subject: str = "",
    subject_id: int | None = None,
    details: dict[str, Any] | None = None,
    session: Session | None = None,
) -> None:
    """Add one event to the trail. `action` is `subject.verb` (e.g. `sales.void`). `details` hold ids and counts
    only, no names.

    Only a side transaction passes its `session`; otherwise the event is written in the act's own transaction.
    """
    event = _act(action, actor, subject) | {"subject_id": subject_id, "details": details or {}}
    connection = (session or db.session()).connection()
    for (event_id,) in _INSERT.rows(connection, event):
        register_written(connection, "audit", event_id, event)


def record_events(action: str, *, actor: Actor, subject: str, details: Mapping[int, dict[str, Any]]) -> None:
    """Add one event for each of many subjects of an import (`details` by subject id), with one statement.

    Sealing reads these events back; the digest of a single event is computed when it is written.
    """
    act = _act(action, actor, subject)
    events = [{**act, "subject_id": one, "details": facts} for one, facts in details.items()]
    db.session.execute(insert(_EVENT), events)


def _act(action: str, actor: Actor, subject: str) -> dict[str, Any]:
    """The columns of an event that do not depend on its subject's id: time, actor, address."""
    return {
        "at": clock.now(),
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name[:120],
        "action": action,
        "subject": subject,
        "address": client_address.get(),
    }
