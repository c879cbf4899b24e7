"""Each role's label, front page, the rooms it works in, and the pages it may read in other rooms.

A room is a blueprint. The policy, the menu, the admin's forms and the redirect after signing in read this.
"""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

_FIGURES = frozenset({"finance.show_dashboard", "finance.list_makers", "finance.download_summary"})
"""The city in figures, without persons."""
_DINAS = (
    "show_overview show_fairness list_unpaid show_home show_maker list_products show_product list_all_certificates "
    "show_certificate show_maker_certificates list_missing show_rules show_offers show_offer list_open_findings "
    "show_visits show_readiness list_training show_training list_all_channels show_channels show_turns"
)
_SHELVES = "show_shelf show_goods_card print_goods_card export_goods_card"
_MAKERS = frozenset(
    [*(f"umkm.{name}" for name in _DINAS.split()), *(f"manager.{name}" for name in _SHELVES.split())]
)
"""Pages about makers, their products and their shelves; owner, phone and account are masked."""
_STATEMENTS = "list_unsettled list_statements show_statement print_statement send_statement_file"
_MONEY = frozenset(f"finance.{name}" for name in _STATEMENTS.split())
"""Pages about what makers are owed and were paid."""
_BOOKS = _FIGURES | {
    f"finance.{name}"
    for name in (
        *("show_home", "show_maker", "show_tier", "show_opd", "list_people", "search_people", "show_person"),
        *("print_dossier", "show_months", "show_month", "download_signed", "list_decrees", "show_decree"),
        *("list_people_without_tier", "download_decree", "list_exemptions", "show_exemption"),
        *(
            "list_month_receipts",
            "show_receipt",
            "list_disputes",
            "show_reports",
            "preview_report",
            "print_report",
        ),
        *("list_exports", "make_report", "export_report_of", "show_report_job", "cancel_report_job"),
        *("send_report_file", "list_agreements", "show_terms", "print_terms"),
    )
}
"""Pages and downloads of finance that change no record of the city."""


@dataclass(frozen=True, slots=True)
class RolePages:
    """The pages of one role. `rooms`: blueprints it enters; `reads`: endpoints it opens in rooms of others."""

    label: LazyString
    home: str
    rooms: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()


PAGES: dict[str, RolePages] = {
    "cashier": RolePages(_l("Kasir"), "/kasir/", frozenset({"cashier"})),
    "manager": RolePages(_l("Pengelola pojok"), "/pengelola/", frozenset({"manager"})),
    "employee": RolePages(_l("Pegawai"), "/saya/", frozenset({"employee"})),
    "maker": RolePages(_l("Pelaku UMKM"), "/usaha/", frozenset({"maker"})),
    "opd": RolePages(_l("OPD"), "/opd/", frozenset({"opd"})),
    "personnel": RolePages(_l("Kepegawaian"), "/kepegawaian/", frozenset({"personnel"})),
    "finance": RolePages(_l("Keuangan"), "/keuangan/", frozenset({"finance"})),
    "umkm": RolePages(_l("Dinas UMKM"), "/dinas/ringkasan", frozenset({"umkm"})),
    "curator": RolePages(_l("Kurator"), "/kurasi/", frozenset({"curator"})),
    "leader": RolePages(_l("Pimpinan"), "/keuangan/ringkasan", reads=_FIGURES | _MAKERS | _MONEY),
    "auditor": RolePages(_l("Inspektorat"), "/keuangan/", reads=_BOOKS | _MAKERS | _MONEY),
    "admin": RolePages(_l("Admin"), "/admin/", frozenset({"admin"})),
}
"""The pages of each of `ROLES` (`app/accounts/rules/roles.py`), in the same order."""


def role_word(role: str) -> str:
    """Return the label of a role, e.g. `opd` → `OPD`; text that is no role stays as it is."""
    return str(PAGES[role].label) if role in PAGES else role


def working_roles(room: str) -> frozenset[str]:
    """Return the roles that work in this room; roles that only read there are not among them."""
    return frozenset(role for role, pages in PAGES.items() if room in pages.rooms)


def reading_roles(endpoint: str) -> frozenset[str]:
    """Return the roles that may read this one endpoint in another role's room."""
    return frozenset(role for role, pages in PAGES.items() if endpoint in pages.reads)
