"""Who is signed in, as a value: read once per request, never kept in the cookie (threat A7)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

ROLES = ("cashier", "manager", "employee", "opd", "personnel", "finance", "leader", "auditor", "admin")
"""The roles, in the order pages list them (decisions 21). `leader` and `auditor` only read (ADR 0021)."""
BOOTH_ROLES = frozenset({"cashier", "manager"})
"""Roles that may be bound to a booth; a manager without one looks after all booths."""
UNIT_ROLES = frozenset({"opd"})
"""Roles that are bound to a unit and all below it."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role, and what it is bound to: a unit for `opd`, a booth for `cashier` and `manager`."""

    role: str
    unit_id: int | None = None
    booth_id: int | None = None


def is_well_formed(grant: Grant) -> bool:
    """Whether a grant is one of the roles with the binding that role wants, and no other."""
    if grant.role not in ROLES:
        return False
    if grant.unit_id is not None and grant.role not in UNIT_ROLES:
        return False
    if grant.booth_id is not None and grant.role not in BOOTH_ROLES:
        return False
    return grant.role != "opd" or grant.unit_id is not None


def names_of(grants: Iterable[Grant]) -> frozenset[str]:
    """The roles of some grants, each once."""
    return frozenset(grant.role for grant in grants)


def bound_to(grants: Iterable[Grant], role: str) -> frozenset[int]:
    """The unit ids (`opd`) or booth ids (`cashier`, `manager`) a role is bound to; empty when it is
    unbound."""
    kept = set()
    for grant in grants:
        if grant.role == role:
            kept |= {number for number in (grant.unit_id, grant.booth_id) if number is not None}
    return frozenset(kept)


@dataclass(frozen=True, slots=True)
class Identity:
    """The person behind a request. Has what Flask-Login asks of a user; its id there is the session's
    random key."""

    key: str
    session_id: int
    id: int
    username: str
    display_name: str
    employee_id: int | None
    grants: tuple[Grant, ...]
    role_names: frozenset[str] = field(default=frozenset())

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the cookie carries: the random key of the login session, never a row number."""
        return self.key

    def scope(self, role: str) -> frozenset[int]:
        """The unit ids (`opd`) or booth ids (`cashier`, `manager`) this role is bound to."""
        return bound_to(self.grants, role)
