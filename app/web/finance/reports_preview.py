"""Each report of finance as a page and on paper: the same rows as in its workbook."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from app.directory.queries import load_tree
from app.reports.catalogue import ReportRequest
from app.shared import clock
from app.web.finance import blueprint
from app.web.finance.exports import order_title
from app.web.reports import pages
from app.web.ui.periods import list_shown_periods

TEMPLATES = {
    "compliance": "finance/reports_month.html",
    "ledger": "finance/reports_month.html",
    "event-day": "finance/reports_day.html",
    "year": "finance/reports_year.html",
}


@blueprint.get("/laporan/lihat/<string(maxlength=20):kind>")
def preview_report(kind: str) -> Any:
    """One sheet of a report, a page of rows at a time. 404 with a sentence and the choice for a day that has none."""
    if kind == "event-day" and (told := pages.explain_missing_day(request.args.get("hari", ""))):
        order = ReportRequest(kind, day=pages.last_event_day())
        around = _around(order) | {"paper_url": "", "reason": told}
        return pages.show_nothing(_("Hari belanja"), template=TEMPLATES[kind], **around), 404
    order = pages.read_order(kind, request.args)
    template = TEMPLATES[kind]
    if pages.is_too_large_to_show(order):
        return pages.show_nothing(order_title(order), template=template, **_around(order))
    return pages.show_report(order, template=template, **_around(order))


@blueprint.get("/laporan/cetak/<string(maxlength=20):kind>")
def print_report(kind: str) -> str:
    """One sheet on A4."""
    order = pages.read_order(kind, request.args)
    back = url_for("finance.preview_report", kind=kind, **request.args.to_dict())
    return pages.show_paper(order, back=back)


def _around(order: ReportRequest) -> dict[str, Any]:
    """Links and choices around a preview."""
    tree = load_tree()
    return {
        "order": order,
        "crumbs": [(_("Laporan"), url_for("finance.show_reports", bulan=order.period))],
        "paper_url": url_for("finance.print_report", kind=order.kind, **request.args.to_dict()),
        "download_url": url_for("finance.make_report", kind=order.kind),
        "fields": {
            name: value
            for name, value in (
                ("bulan", order.period), ("isi", order.content), ("hari", order.day), ("tahun", order.year),
                ("opd", order.opd_id),
            )
            if value is not None
        },
        "months": list_shown_periods(),
        "today": clock.today(),
        "years": pages.list_years(),
        "opds": [(unit, tree.name(unit)) for unit in tree.opds()],
    }  # fmt: skip
