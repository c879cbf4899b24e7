"""Corrects an item that a till sent and the server rejected, and books it under its own id."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template
from flask_babel import gettext as _

from app.directory.queries import find_employee_id
from app.directory.rules import NipError, read_nip
from app.makers.queries import list_catalogue
from app.sales.corrections.decisions import book_rejected
from app.sales.drafts import PUBLIC, BuyerRef, LineDraft, SaleDraft
from app.sales.kinds import REJECTED
from app.sales.queries.evidence import PendingItem, list_rejected_items
from app.sales.rules import PAYMENTS
from app.shared import clock
from app.shared.errors import NotFound
from app.web.api.schemas import read_item
from app.web.decisions.forms import CorrectForm
from app.web.decisions.labels import WORDS
from app.web.decisions.rejected_labels import Explanation, describe
from app.web.decisions.scope import DecisionScope
from app.web.http.guards import current_actor
from app.web.ui.filters import bulan
from app.web.ui.product_choices import product_choices
from app.web.ui.submit import Answer, submit

SPARE_LINES = 2


def show_rejected(scope: DecisionScope, item_id: int) -> str:
    """Show the item as the till sent it, and the form filled with its readable fields."""
    explanation = _get_explanation(scope, item_id)
    return _page(scope, explanation, _form(explanation, data=_initial_values(explanation)))


def correct(scope: DecisionScope, item_id: int) -> Answer:
    """Book the corrected sale."""
    scope.get_action(REJECTED, "correct")
    explanation = _get_explanation(scope, item_id)
    if explanation.kind != "sale":
        abort(404)
    form = _form(explanation)

    def book() -> Answer:
        lines = [line for line in form.lines if not line.form.is_empty]
        if not lines:
            form.form_errors.append(_("Belum ada barangnya. Isi sedikitnya satu baris."))
            return _page(scope, explanation, form), 422
        draft = _draft(explanation, form, lines)
        done = book_rejected(
            item_id, draft, form.reason.data or "", actor=current_actor(), scope=scope.booth_ids
        )
        if done.result == "parked":
            flash(
                _(
                    "Nota %(receipt)s dibukukan dan menunggu di daftar kiriman terlambat.",
                    receipt=done.receipt,
                )
            )
        else:
            month = bulan(clock.local(_moment(form)).date())
            flash(_("Nota %(receipt)s dibukukan untuk %(month)s.", receipt=done.receipt, month=month))
        return redirect(scope.url(REJECTED), 303)

    return submit(form, book, lambda: _page(scope, explanation, form))


def _get_explanation(scope: DecisionScope, item_id: int) -> Explanation:
    """Return the open item; NotFound for a missing one or one of another booth."""
    items = list_rejected_items([item_id])
    if not items:
        raise NotFound()
    scope.ensure_mine(items[0].booth_id)
    return describe(items[0])


def _form(explanation: Explanation, data: dict[str, Any] | None = None) -> CorrectForm:
    form = CorrectForm() if data is None else CorrectForm(formdata=None, data=data)
    choices = [("public", _("Umum")), ("typed", _("Orang lain: tulis di bawah"))]
    if _read_buyer(explanation.arrived) is not None:
        choices.insert(0, ("kept", _("Seperti yang dikirim: %(who)s", who=explanation.buyer)))
    form.buyer_is.choices = choices
    products = product_choices(_("– tulis sendiri –"))
    for line in form.lines:
        line.form.product.choices = products
    return form


def _read_buyer(one: PendingItem) -> BuyerRef | None:
    """Return the buyer as sent; None if the API's own reader cannot read it. Only the buyer of this sale is real."""
    sale = {
        "id": one.uuid, "sold_at": "2026-01-01T00:00:00Z", "cashier": "x", "buyer": one.content.get("buyer"),
        "lines": [{"maker": "x", "name": "x", "quantity": 1, "unit_price": 1}],
    }  # fmt: skip
    draft = read_item(sale)
    return draft.buyer if isinstance(draft, SaleDraft) else None


def _initial_values(explanation: Explanation) -> dict[str, Any]:
    """Return the form's initial values: those of the item that fit the fields."""
    one = explanation.arrived
    sold_at = clock.local(one.proof.sold_at) if one.proof.sold_at else clock.local(one.proof.received_at)
    payment = one.content.get("payment")
    sent_lines = one.content.get("lines")
    lines = [_line(line) for line in sent_lines[:20]] if isinstance(sent_lines, list) else []
    return {
        "day": sold_at.date(),
        "time": sold_at.strftime("%H:%M"),
        "buyer_is": "kept" if _read_buyer(one) is not None else "public",
        "payment": payment if payment in PAYMENTS else "none",
        "lines": [*lines, *({"product": 0} for _each in range(SPARE_LINES))],
    }


def _line(line: Any) -> dict[str, Any]:
    if not isinstance(line, dict):
        return {"product": 0}
    product = line.get("product")
    product_ids = (
        {one.product_id for one in list_catalogue(clock.today(), with_inactive=True)} if product else set()
    )
    return {
        "product": product if type(product) is int and product in product_ids else 0,
        "maker": _text(line.get("maker")),
        "name": _text(line.get("name")),
        "quantity": _whole(line.get("quantity"), 10_000),
        "unit_price": _whole(line.get("unit_price"), 999_999_999_999),
    }


def _text(value: Any) -> str:
    return value[:200] if isinstance(value, str) else ""


def _whole(value: Any, most: int) -> int | None:
    return value if type(value) is int and 1 <= value <= most else None


def _draft(explanation: Explanation, form: CorrectForm, lines: list[Any]) -> SaleDraft:
    return SaleDraft(
        explanation.arrived.uuid,
        _moment(form),
        _buyer(explanation, form),
        tuple(_line_draft(line.form) for line in lines),
        form.payment.data,
        explanation.arrived.cashier,
    )


def _moment(form: CorrectForm) -> datetime:
    day: date = form.day.data or clock.today()
    hour, _colon, minute = (form.time.data or "00:00").partition(":")
    return clock.at_local(day, 0, 0) + timedelta(hours=int(hour), minutes=int(minute))


def _buyer(explanation: Explanation, form: CorrectForm) -> BuyerRef:
    if form.buyer_is.data == "public":
        return PUBLIC
    if form.buyer_is.data == "kept":
        return _read_buyer(explanation.arrived) or PUBLIC
    text = (form.buyer.data or "").strip()
    try:
        return BuyerRef("nip", read_nip(text))
    except NipError:
        return BuyerRef("code", text) if find_employee_id(code=text) else BuyerRef("name", text)


def _line_draft(line: Any) -> LineDraft:
    if line.product.data:
        return LineDraft(line.quantity.data, line.unit_price.data, line.product.data)
    return LineDraft(line.quantity.data, line.unit_price.data, None, line.maker.data, line.name.data)


def _page(scope: DecisionScope, explanation: Explanation, form: CorrectForm) -> str:
    if explanation.arrived.decision is not None and not form.errors:
        abort(404)
    return render_template(
        "decisions/correct.html", scope=scope, kind=REJECTED, explanation=explanation, form=form, words=WORDS
    )
