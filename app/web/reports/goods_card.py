"""The goods card on pages: reading its span, and its values for the pages of a booth's manager and of a maker."""

from typing import Any

from app.messages.stock import CARD_LABELS
from app.reports.goods_card import GOODS_CARD
from app.reports.registry import ReportRequest, given
from app.reports.statement import Span
from app.settlement.queries.goods_card import get_settled_card
from app.shared.transaction import begin_snapshot
from app.web.reports.parameters import list_years, read_span, span_text
from app.web.ui.periods import list_shown_periods


def read_card_request(booth_id: int, product_id: int, text: str) -> ReportRequest:
    """Return the card of a month (`2026-11`) or a year (`2026`), by default of this month. 404 for a span that is not
    shown."""
    span = read_span(text, is_year_default=False)
    return ReportRequest(GOODS_CARD.slug, booth_id=booth_id, product_id=product_id, **span)


def card_values(report_request: ReportRequest) -> dict[str, Any]:
    """Return the values for a card's template, read in one snapshot. NotFound if the product never was at the booth."""
    begin_snapshot()
    booth_id, product_id = given(report_request.booth_id), given(report_request.product_id)
    span = Span.of_request(report_request)
    settled = get_settled_card(booth_id, product_id, span.first_day, span.last_day)
    return {
        "card": settled.card,
        "rows": settled.rows,
        "words": CARD_LABELS,
        "span": span_text(report_request),
        "years": list_years(),
        "months": list_shown_periods(),
    }
