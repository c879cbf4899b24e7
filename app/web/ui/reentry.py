"""The page "Masukkan dari nota", for managers (own booths) and finance: scan or paste, preview, confirm."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField

from app.directory.errors import EmployeeNotFound
from app.directory.queries import EmployeeCard, get_employee, load_tree
from app.sales.corrections.reentry import (
    ReentryPreview,
    SignedReceipt,
    preview_reentry,
    read_receipt,
    record_from_receipt,
)
from app.sales.drafts import ItemResult
from app.sales.errors import BuyerNotProven
from app.shared.errors import DomainError
from app.shared.money import format_rupiah
from app.web.api.sentences import item_sentence
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.ui.forms import BaseForm, TextField, at_most, required

Page = str | Response | tuple[str, int]
LONGEST_TEXT = 800


class ReceiptForm(BaseForm):
    """The QR code's text, scanned or pasted."""

    code = TextField(_l("Isi kode QR"), [required(_l("Isi kode QR")), at_most(LONGEST_TEXT)])


class BuyerForm(BaseForm):
    """The buyer as printed, if the till had a typed one; `code` is the previewed text."""

    code = HiddenField()
    number = TextField(_l("Nomor pembeli seperti di nota"), [at_most(60)])
    name = TextField(_l("Nama pembeli seperti di nota"), [at_most(200)])


def receipt_page(home: str, may_enter: Callable[[int], bool], *, is_finance: bool = False) -> Page:
    """Answer the page of one audience; `home` is its endpoint, `may_enter(booth_id)` tells whether a booth is its own.

    Only finance enters receipts of a withdrawn till: the device's holder may have backdated them.
    """
    if request.method == "GET":
        return render_template("receipts/scan.html", form=ReceiptForm(), home=home)
    form = ReceiptForm()
    if not form.validate():
        return render_template("receipts/scan.html", form=form, home=home), 422
    try:
        receipt = read_receipt(form.code.data)
    except DomainError as error:
        show_refusal(form, error)
        return render_template("receipts/scan.html", form=form, home=home), 422
    refusal = _refusal_reason(receipt, may_enter(receipt.booth_id), is_finance)
    if refusal:
        form.code.errors = [refusal]
        return render_template("receipts/scan.html", form=form, home=home), 422
    buyer_form = BuyerForm(code=form.code.data)
    if "confirm" not in request.form:
        return _preview_page(receipt, buyer_form, home)
    return _record(receipt, buyer_form, home)


def _refusal_reason(receipt: SignedReceipt, is_mine: bool, is_finance: bool) -> str:
    """Return why this audience may not enter this receipt; empty if it may."""
    if not is_mine:
        return _("Nota ini dari pojok lain. Serahkan kepada pengelola pojok itu, atau bagian keuangan.")
    if receipt.end.is_distrusted and not is_finance:
        return _(
            "Perangkat nota ini sudah dicabut; siapa pun yang memegangnya dapat membuat nota bertanggal lama. "
            "Serahkan notanya kepada bagian keuangan."
        )
    return ""


def _preview_page(receipt: SignedReceipt, form: BuyerForm, home: str, status: int = 200) -> Page:
    preview = preview_reentry(receipt)
    page = render_template(
        "receipts/preview.html", receipt=receipt, preview=preview, form=form, home=home, buyer=_buyer(preview),
        tree=load_tree(),
    )  # fmt: skip
    return page if status == 200 else (page, status)


def _buyer(preview: ReentryPreview) -> EmployeeCard | None:
    if preview.employee_id is None:
        return None
    try:
        return get_employee(preview.employee_id)
    except EmployeeNotFound:
        return None


def _record(receipt: SignedReceipt, form: BuyerForm, home: str) -> Page:
    if not form.validate():
        return _preview_page(receipt, form, home, 422)
    try:
        answer = record_from_receipt(
            receipt, actor=current_actor(), number=form.number.data, name=form.name.data
        )
    except BuyerNotProven as error:
        show_refusal(form, error)
        return _preview_page(receipt, form, home, 422)
    if answer.result == "refused":
        form.form_errors += [f"{field}: {item_sentence(code)}" for field, code in answer.errors]
        return _preview_page(receipt, form, home, 422)
    kind = "success" if answer.result in ("recorded", "replayed") else "warning"
    flash(_sentence(receipt, answer), kind)
    return redirect(url_for(home), 303)


def _sentence(receipt: SignedReceipt, answer: ItemResult) -> str:
    facts = {"receipt": answer.receipt, "amount": format_rupiah(receipt.total)}
    if answer.result == "recorded":
        return _("Nota %(receipt)s, %(amount)s, tersimpan.", **facts)
    if answer.result == "replayed":
        return _("Nota %(receipt)s, %(amount)s, sudah tersimpan sebelumnya. Tidak dicatat dua kali.", **facts)
    if answer.result == "parked":
        return _("Nota %(receipt)s, %(amount)s, tersimpan dan menunggu keputusan keuangan.", **facts)
    return _(
        "Nota %(receipt)s tersimpan dengan isi lain. Tidak ada yang dicatat; "
        "bagian keuangan memeriksanya di halaman Perlu diputuskan.",
        **facts,
    )
