"""Who is signed in, as a value: read once per request, never stored in the cookie."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.accounts.rules.roles import ROLES, ScopeKind


@dataclass(frozen=True, slots=True)
class Grant:
    """One role, and what it is bound to: the id of a unit or of a booth, whichever its role names."""

    role: str
    unit_id: int | None = None
    booth_id: int | None = None

    @property
    def scope_kind(self) -> ScopeKind | None:
        """What it is bound to; None where it is not bound."""
        if self.unit_id is not None:
            return "unit"
        return "booth" if self.booth_id is not None else None

    @property
    def scope_id(self) -> int | None:
        """The id of the unit or booth; None where it is not bound."""
        return self.unit_id if self.unit_id is not None else self.booth_id


def grant_for(role: str, *, unit_id: int | None = None, booth_id: int | None = None) -> Grant:
    """A grant with only the binding its role takes; the other id (a form asks for both) is left out."""
    kind = ROLES[role].scope_kind if role in ROLES else None
    return Grant(role, unit_id if kind == "unit" else None, booth_id if kind == "booth" else None)


def lacks_scope(grant: Grant) -> bool:
    """Whether the role wants a binding and the grant has none."""
    return grant.role in ROLES and ROLES[grant.role].is_scope_required and grant.scope_kind is None


def is_well_formed(grant: Grant) -> bool:
    """Whether a grant is one of the roles with the binding that role wants, and no other."""
    if grant.role not in ROLES or lacks_scope(grant):
        return False
    return grant == grant_for(grant.role, unit_id=grant.unit_id, booth_id=grant.booth_id)


def names_of(grants: Iterable[Grant]) -> frozenset[str]:
    """The roles of some grants, each once."""
    return frozenset(grant.role for grant in grants)


def bound_to(grants: Iterable[Grant], role: str) -> frozenset[int]:
    """The unit or booth ids a role is bound to; empty when it is unbound."""
    return frozenset(grant.scope_id for grant in grants if grant.role == role and grant.scope_id is not None)


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
        """The unit or booth ids this role is bound to."""
        return bound_to(self.grants, role)
