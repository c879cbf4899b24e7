"""The roles with their scopes and session limits. Their pages: `app/web/http/roles.py`."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

ScopeKind = Literal["unit", "booth"]


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """`idle`: longest pause between two requests. `whole`: longest time since signing in."""

    idle: timedelta
    whole: timedelta


LONG = SessionLimits(timedelta(hours=12), timedelta(days=7))
SHIFT = SessionLimits(timedelta(hours=12), timedelta(hours=12))
STRICT = SessionLimits(timedelta(minutes=30), timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Role:
    """One role. `name` is stored (`user_role.role`, at most 10 characters).

    `scope_kind`: the kind of its scope: one booth, or a unit with all units below; None: the whole city. Without its
    scope (if `is_scope_required` is false) a role covers all booths or units. `needs_employee`: the login must belong
    to an employee.
    """

    name: str
    scope_kind: ScopeKind | None = None
    is_scope_required: bool = False
    needs_employee: bool = False
    limits: SessionLimits = LONG


ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("cashier", "booth", limits=SHIFT),
        Role("manager", "booth"),
        Role("employee", needs_employee=True),
        Role("maker"),
        Role("opd", "unit", is_scope_required=True),
        Role("personnel"),
        Role("finance", limits=STRICT),
        Role("umkm"),
        Role("curator"),
        Role("leader"),
        Role("auditor", limits=STRICT),
        Role("admin", limits=STRICT),
    )
}
"""The roles by name, in the order pages list them (decisions 21). `leader` and `auditor` only
read (ADR 0021)."""


def roles_bound_to(kind: ScopeKind) -> tuple[str, ...]:
    """The names of the roles that may be bound to a unit, or to a booth."""
    return tuple(role.name for role in ROLES.values() if role.scope_kind == kind)
