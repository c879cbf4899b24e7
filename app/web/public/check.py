"""The page behind every receipt's QR, open to anybody: whether this sale is stored.

A number alone shows only the receipt's state; amount, time and booth are shown only for a code that the till signed.
The page never shows a name, a person's number, or goods. The code is in the URL behind `#`, which browsers do not send;
a script posts it, so no server logs it.
"""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.extensions import limiter
from app.sales.corrections.reentry import SignedReceipt, read_receipt
from app.sales.errors import ReceiptNotSigned, ReceiptUnreadable
from app.sales.paper.receipt_code import LONGEST_CODE
from app.sales.queries.receipt_check import find_receipt, find_rejected_state, list_receipt_states
from app.sales.rules import read_receipt_number
from app.settings.queries import get_setting
from app.web.http.navigation import viewer_roles
from app.web.http.transaction import manages_own_transaction
from app.web.public import blueprint

LIMIT = "120 per minute"
"""Per IP address, for all check pages together, because a queue at a booth shares one address. At this rate, guessing
40 bits finds one of two million numbers in three days, and shows only that it is stored."""
limited = limiter.shared_limit(lambda: str(current_app.config.get("CHECK_LIMIT", LIMIT)), scope="check")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: a state of `CheckedReceipt`, or `missing`, `several`, `differs`, `forged`, `withdrawn`.

    Amount (whole rupiah), time and booth are set only if a code proves them; `code` only if the sale may be entered
    from it.
    """

    state: str
    count: int = 1
    amount: int | None = None
    sold_at: datetime | None = None
    booth: str = ""
    code: str = ""


@blueprint.get("/cek")
@limited
def check() -> Response:
    """Show the form for a receipt number, or redirect to the typed number."""
    typed = request.args.get("nomor")
    if typed is None:
        return _page(None, "")
    number = read_receipt_number(typed)
    if number is None:
        return _page(None, typed if len(typed) <= 20 and typed.isprintable() else "", 422)
    return redirect(url_for("public.check_receipt", number=number), 303)


@blueprint.get("/cek/<string:number>")
@limited
def check_receipt(number: str) -> Response:
    """Show the state of this receipt number."""
    canonical = read_receipt_number(number)
    if canonical is None:
        return _page(None, "", 404)
    if canonical != number:
        return redirect(url_for("public.check_receipt", number=canonical), 303)
    states = list_receipt_states(number)
    if not states:
        return _page(Verdict("missing"), number)
    return _page(Verdict(states[0] if len(set(states)) == 1 else "several", len(states)), number)


@blueprint.post("/cek/<string:number>")
@limited
@manages_own_transaction
def prove_receipt(number: str) -> Response:
    """Show the state of one receipt and the facts that its signed code proves. It writes nothing."""
    canonical = read_receipt_number(number)
    if canonical is None:
        return _page(None, "", 404)
    code = request.form.get("code", "")[: 2 * LONGEST_CODE]
    try:
        receipt = read_receipt(code)
    except (ReceiptUnreadable, ReceiptNotSigned):
        return _page(Verdict("forged"), canonical, 422)
    if receipt.number != canonical:
        return _page(Verdict("forged"), canonical, 422)
    return _page(_judge(receipt, code), canonical)


def _judge(receipt: SignedReceipt, code: str) -> Verdict:
    stored = find_receipt(receipt.sale.uuid)
    if stored is None:
        state = find_rejected_state(receipt.sale.uuid) or "missing"
        if receipt.end.is_distrusted:  # whoever has that device could print such a receipt today
            return Verdict("withdrawn", code=code)
    elif (stored.amount, stored.sold_at) == (receipt.total, receipt.sale.sold_at):
        state = stored.state
    else:
        state = "differs"
    return Verdict(state, 1, receipt.total, receipt.sale.sold_at, receipt.booth, code)


def _page(verdict: Verdict | None, number: str, status: int = 200) -> Response:
    page = render_template(
        "public/check.html",
        verdict=verdict,
        number=number,
        is_wrong=verdict is None and status >= 400,
        contact=get_setting("help_contact"),
        reentry=next((role for role in ("finance", "manager") if role in viewer_roles()), None),
    )
    answer = make_response(page, status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
