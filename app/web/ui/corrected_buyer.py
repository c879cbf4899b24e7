"""The fields for the right buyer of a receipt, in the cashier's correction form and in finance's."""

from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField, RadioField
from wtforms.validators import ValidationError

from app.directory.errors import TooManyLookups
from app.directory.queries import EmployeeHit, find_employee_id, search_employees
from app.directory.rules import count_damaged_digits
from app.messages.errors import sentence
from app.sales.drafts import PUBLIC, BuyerRef
from app.sales.queries import SaleRow
from app.web.http.lookup_limits import count_lookup
from app.web.ui.filters import nip_samar
from app.web.ui.forms import BaseForm, TextField, at_most
from app.web.ui.ids import read_id

MOST_HITS = 8
"""The largest number of people that a search offers."""


class BuyerForm(BaseForm):
    """The buyer of a corrected receipt: unchanged, the public, or another person."""

    uuid = HiddenField()
    sure = HiddenField()
    buyer = RadioField(_l("Pembeli"), default="keep")
    buyer_text = TextField(_l("NIP, kartu, atau nama pembeli yang benar"), [at_most(120)])
    person = RadioField(_l("Pilih orangnya"), validate_choice=False)

    def validate_uuid(self, field: HiddenField) -> None:
        """Require the id of the corrected receipt, made when the form was rendered: sending it twice records it
        once."""
        try:
            field.data = str(UUID(field.data or ""))
        except ValueError as error:
            raise ValidationError(_("Muat ulang halaman ini, lalu kirim lagi.")) from error

    def validate_buyer_text(self, field: TextField) -> None:
        """Require a text if another person is chosen."""
        if self.buyer.data == "other" and not field.data and not self.person.data:
            raise ValidationError(_("Ketik NIP atau nama pembeli yang benar."))

    def validate_person(self, field: RadioField) -> None:
        """Accept nothing but a row id."""
        try:
            read_id(field.data or "0")
        except ValueError:
            raise ValidationError(_("Pilih salah satu dari daftar.")) from None

    def doubts(self, text: str) -> bool:
        """Whether to show a damaged NIP as an error instead of recording it; sending the same text again confirms
        it."""
        digits = count_damaged_digits(text)
        if digits is None or self.sure.data == text:
            return False
        self.sure.data = text
        self.buyer_text.errors = [
            _(
                "NIP harus 18 angka. Yang diketik %(count)s angka; periksa lagi. "
                "Kalau memang begitu, simpan sekali lagi.",
                count=digits,
            )
        ]
        return True

    def offer(self, hits: list[EmployeeHit], message: str) -> None:
        """Set the choices to the people who match the typed text, with a message."""
        self.person.choices = [
            (str(hit.id), f"{hit.name}, {hit.position} · {hit.unit} · ····{hit.last4}") for hit in hits
        ]
        self.person.data = None
        self.person.errors = [message] if message else []


def offer_buyers(form: BuyerForm, sale: SaleRow) -> None:
    """Set the choices of the form for one receipt."""
    form.buyer.choices = [
        ("keep", _("Tetap: %(name)s", name=_name_buyer(sale))),
        *([("public", _("Pembeli umum"))] if sale.buyer_kind != "public" else []),
        ("other", _("Orang lain")),
    ]
    form.person.choices = []


def _name_buyer(sale: SaleRow) -> str:
    if sale.buyer_kind == "public":
        return _("Pembeli umum")
    return sale.buyer or nip_samar(sale.buyer_number) or "–"


def read_buyer(sale: SaleRow, form: BuyerForm) -> BuyerRef | None:
    """Return the buyer the form names; None, with a message at the field, while several people match or the number is
    damaged."""
    if form.buyer.data == "public":
        return PUBLIC
    if form.buyer.data == "keep":
        return _same_buyer(sale)
    if form.person.data:
        return BuyerRef("employee", form.person.data)
    return _look_up(form)


def look_for_buyer(form: BuyerForm) -> None:
    """Offer the people who match the typed text; it stores nothing. TooManyLookups."""
    count_lookup(f"user:{current_user.id}")
    hits = search_employees(form.buyer_text.data or "", MOST_HITS)
    form.buyer.data = "other"
    form.offer(hits, "" if hits else _("Tidak ada yang cocok. Coba nama keluarga atau NIP."))


def _look_up(form: BuyerForm) -> BuyerRef | None:
    text = form.buyer_text.data
    digits = text.replace(" ", "").replace(".", "")
    is_nip = len(digits) == 18 and digits.isascii() and digits.isdigit()
    exact = find_employee_id(nip=digits) if is_nip else find_employee_id(card=text)
    if exact is not None:
        return BuyerRef("employee", str(exact))
    try:
        count_lookup(f"user:{current_user.id}")
    except TooManyLookups as error:
        form.buyer_text.errors = [sentence(error)]
        return None
    hits = search_employees(text)
    if not hits and form.doubts(text):
        return None
    if not hits:
        return BuyerRef("nip", digits) if is_nip else BuyerRef("name", text)
    form.offer(hits, _("Beberapa orang cocok. Pilih orangnya, lalu simpan lagi."))
    return None


def _same_buyer(sale: SaleRow) -> BuyerRef:
    if sale.employee_id is not None:  # named on the receipt, or resolved since
        return BuyerRef("employee", str(sale.employee_id))
    if sale.buyer_kind == "public":
        return PUBLIC
    if sale.buyer_number:
        is_nip = len(sale.buyer_number) == 18 and sale.buyer_number.isdigit()
        return BuyerRef("nip" if is_nip else "code", sale.buyer_number, sale.buyer)
    return BuyerRef("name", sale.buyer)
