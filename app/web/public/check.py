"""The check page behind every receipt's QR: is this sale stored? (issue 3, part 6). Open to anybody, it tells little.

A bare number is answered with what became of it and nothing else; amount, time and booth only to whoever shows the
code its till signed. Never a name, a number of a person, or goods. The code stands behind `#`, which no browser
sends; a script posts it, so it is in no log.
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
"""Of one address, all check pages together: a queue at a booth shares one. Guessing 40 bits at this pace finds one
number in three days among two million, and learns of it only that it is stored."""
limited = limiter.shared_limit(lambda: str(current_app.config.get("CHECK_LIMIT", LIMIT)), scope="check")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is shown: a state of `CheckedReceipt`, or `missing`, `several`, `differs`, `forged`, `withdrawn`.

    Amount (whole rupiah), time and booth only where a code proved them; `code` only where it may be booked from.
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
    """Where the number is typed."""
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
    """What became of this number."""
    known = read_receipt_number(number)
    if known is None:
        return _page(None, "", 404)
    if known != number:
        return redirect(url_for("public.check_receipt", number=known), 303)
    states = list_receipt_states(number)
    if not states:
        return _page(Verdict("missing"), number)
    return _page(Verdict(states[0] if len(set(states)) == 1 else "several", len(states)), number)


@blueprint.post("/cek/<string:number>")
@limited
@manages_own_transaction
def prove_receipt(number: str) -> Response:
    """The same for one receipt, whose code proves what it says. Writes nothing."""
    known = read_receipt_number(number)
    if known is None:
        return _page(None, "", 404)
    code = request.form.get("code", "")[: 2 * LONGEST_CODE]
    try:
        receipt = read_receipt(code)
    except (ReceiptUnreadable, ReceiptNotSigned):
        return _page(Verdict("forged"), known, 422)
    if receipt.number != known:
        return _page(Verdict("forged"), known, 422)
    return _page(_judge(receipt, code), known)


def _judge(receipt: SignedReceipt, code: str) -> Verdict:
    stored = find_receipt(receipt.sale.uuid)
    if stored is None:
        state = find_rejected_state(receipt.sale.uuid) or "missing"
        if receipt.end.is_distrusted:  # whoever has that device may print such a receipt today
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
