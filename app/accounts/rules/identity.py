"""The signed-in identity as a value: read once per request, never stored in the cookie."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.accounts.rules.roles import ROLES, ScopeKind


@dataclass(frozen=True, slots=True)
class Grant:
    """One role with its scope: the id of a unit or of a booth, depending on the role."""

    role: str
    unit_id: int | None = None
    booth_id: int | None = None

    @property
    def scope_kind(self) -> ScopeKind | None:
        """The kind of its scope; None if it has no scope."""
        if self.unit_id is not None:
            return "unit"
        return "booth" if self.booth_id is not None else None

    @property
    def scope_id(self) -> int | None:
        """The id of the unit or booth; None if it has no scope."""
        return self.unit_id if self.unit_id is not None else self.booth_id


def grant_for(role: str, *, unit_id: int | None = None, booth_id: int | None = None) -> Grant:
    """A grant with the id that its role uses; the other id, which a form may also have, is ignored."""
    kind = ROLES[role].scope_kind if role in ROLES else None
    return Grant(role, unit_id if kind == "unit" else None, booth_id if kind == "booth" else None)


def lacks_scope(grant: Grant) -> bool:
    """Whether the role requires a scope and the grant has none."""
    return grant.role in ROLES and ROLES[grant.role].is_scope_required and grant.scope_kind is None


def is_well_formed(grant: Grant) -> bool:
    """Whether the role exists and the grant has exactly the scope that it takes."""
    if grant.role not in ROLES or lacks_scope(grant):
        return False
    return grant == grant_for(grant.role, unit_id=grant.unit_id, booth_id=grant.booth_id)


def names_of(grants: Iterable[Grant]) -> frozenset[str]:
    """The roles of some grants, each once."""
    return frozenset(grant.role for grant in grants)


def bound_to(grants: Iterable[Grant], role: str) -> frozenset[int]:
    """The unit or booth ids a role is bound to; empty if it has no scope."""
    return frozenset(grant.scope_id for grant in grants if grant.role == role and grant.scope_id is not None)


@dataclass(frozen=True, slots=True)
class Identity:
    """The person behind a request, with the attributes that Flask-Login needs; its id there is the session's random
    key."""

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
        """The id stored in the cookie: the random key of the login session, not the account's id."""
        return self.key

    def scope(self, role: str) -> frozenset[int]:
        """The unit or booth ids this role is bound to."""
        return bound_to(self.grants, role)
