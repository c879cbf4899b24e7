"""Who may enter which door. A blueprint or endpoint that is not named here is closed to everybody.

`PUBLIC`: anybody. `SIGNED_IN`: any login. `TILL`: only a till's bearer token (checked by the JSON door).
Otherwise the set of roles, any one of which opens the door (decisions 21).
"""

PUBLIC = frozenset({"public"})
SIGNED_IN = frozenset({"signed-in"})
TILL = frozenset({"till"})

POLICY: dict[str, frozenset[str]] = {
    "public": PUBLIC,
    "auth": PUBLIC,
    "cashier": frozenset({"cashier"}),
    "manager": frozenset({"manager"}),
    "employee": frozenset({"employee"}),
    "opd": frozenset({"opd"}),
    "personnel": frozenset({"personnel"}),
    "finance": frozenset({"finance"}),
    "admin": frozenset({"admin"}),
    "api": TILL,
}
"""The rule of each blueprint."""

EXCEPTIONS: dict[str, frozenset[str]] = {
    "static": PUBLIC,
    "public.home": PUBLIC,
    "auth.sign_out": SIGNED_IN,
    "auth.change_password": SIGNED_IN,
    "auth.start": SIGNED_IN,
    "cashier.shell": PUBLIC,
    "cashier.enrol": PUBLIC,
    "cashier.manifest": PUBLIC,
    "cashier.worker": PUBLIC,
    "api.enrol": PUBLIC,
    "api.openapi": PUBLIC,
    "api.healthz": PUBLIC,
    "api.readyz": PUBLIC,
    "api.metrics": PUBLIC,
}
"""Endpoints whose rule differs from their blueprint's."""


def rule_for(endpoint: str) -> frozenset[str]:
    """The roles (or one of the marks above) that open this endpoint; empty: closed to everybody."""
    if endpoint in EXCEPTIONS:
        return EXCEPTIONS[endpoint]
    return POLICY.get(endpoint.partition(".")[0], frozenset())


def may_enter(endpoint: str, roles: frozenset[str], is_signed_in: bool) -> bool:
    """Whether somebody with these roles may open this endpoint. A till's token is not a role and is judged
    there."""
    rule = rule_for(endpoint)
    if rule in (PUBLIC, TILL):
        return True
    if rule == SIGNED_IN:
        return is_signed_in
    return is_signed_in and bool(rule & roles)
