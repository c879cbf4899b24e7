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

LEADERS_READ = ("show_dashboard", "list_makers")
"""What mayor, secretary and assistants see of finance's room: the city in figures, no person."""
AUDITORS_READ = (
    *(
        "home",
        "show_dashboard",
        "list_makers",
        "show_maker",
        "show_tier",
        "show_opd",
        "list_people",
        "search_people",
    ),
    *("show_person", "print_dossier", "list_months_page", "show_month", "download_signed", "list_decrees"),
    *("show_decree", "list_people_without_tier", "download_decree", "list_exemptions", "show_exemption"),
    *("list_month_receipts", "show_receipt", "disputes", "show_reports", "preview_report", "print_report"),
    *(
        "list_exports",
        "make_report",
        "export_report_of",
        "show_report_job",
        "cancel_report_job",
        "send_report_file",
    ),
)
"""What the inspectorate sees and takes along of finance's room; nothing there changes a record of the city."""
_READ = {f"finance.{name}": frozenset({"finance", "auditor"}) for name in AUDITORS_READ}
_READ |= {f"finance.{name}": _READ[f"finance.{name}"] | {"leader"} for name in LEADERS_READ}

EXCEPTIONS: dict[str, frozenset[str]] = {
    **_READ,
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
