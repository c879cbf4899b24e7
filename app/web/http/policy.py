"""Who may open which route. A blueprint or endpoint that is listed neither here nor in a role's `rooms` or `reads`
(`app/web/http/roles.py`) is closed to everybody.

`PUBLIC`: anybody. `SIGNED_IN`: any login. `TILL`: only a till's bearer token (checked by the JSON API).
Otherwise the set of roles, any one of which opens the route (decisions 21).
"""

from app.web.http.roles import reading_roles, working_roles

PUBLIC = frozenset({"public"})
SIGNED_IN = frozenset({"signed-in"})
TILL = frozenset({"till"})

POLICY: dict[str, frozenset[str]] = {"public": PUBLIC, "auth": PUBLIC, "api": TILL}
"""The rule of each blueprint that is no role's room."""

EXCEPTIONS: dict[str, frozenset[str]] = {
    "static": PUBLIC,
    "public.show_home": PUBLIC,
    "auth.sign_out": SIGNED_IN,
    "auth.change_password": SIGNED_IN,
    "auth.change_pin": SIGNED_IN,
    "auth.choose_role": SIGNED_IN,
    "cashier.show_shell": PUBLIC,
    "cashier.show_enrolment": PUBLIC,
    "cashier.send_manifest": PUBLIC,
    "cashier.send_worker": PUBLIC,
    "api.enrol_till": PUBLIC,
    "api.show_openapi": PUBLIC,
    "api.check_health": PUBLIC,
    "api.check_readiness": PUBLIC,
    "api.show_metrics": PUBLIC,
}
"""Endpoints with another rule than their blueprint."""


def rule_for(endpoint: str) -> frozenset[str]:
    """Return the roles that may open this endpoint, or one of the words above; empty: closed to everybody."""
    room = endpoint.partition(".")[0]
    mark = EXCEPTIONS.get(endpoint) or POLICY.get(room)
    return mark or working_roles(room) | reading_roles(endpoint)


def may_enter(endpoint: str, roles: frozenset[str], is_signed_in: bool) -> bool:
    """Whether a user with these roles may open this endpoint. A till's token is not a role; the API checks it
    itself."""
    rule = rule_for(endpoint)
    if rule in (PUBLIC, TILL):
        return True
    if rule == SIGNED_IN:
        return is_signed_in
    return is_signed_in and bool(rule & roles)
