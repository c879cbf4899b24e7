"""What the Dinas does with a certificate and its rules, as forms: shapes only."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.certificates.rules.reading import MAX_TEXT
from app.web.ui.certificate_forms import CertificateForm
from app.web.ui.checkboxes import CheckboxField
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    IdField,
    LocalDateField,
    ParagraphField,
    ReasonField,
    TextField,
    at_most,
    required,
)
from app.web.umkm.certificate_labels import ENDINGS


class SeenCertificateForm(CertificateForm):
    """The same, entered by an officer who may have it at hand."""

    seen = BooleanField(_l("Suratnya sudah saya lihat sendiri"))


class CheckForm(BaseForm):
    """An officer saw the certificate: when, and for which office."""

    seen_on = LocalDateField(_l("Dilihat pada"), [required(_l("Tanggalnya"))])
    seen_by = TextField(_l("Diperiksa oleh"), [required(_l("Siapa yang memeriksa")), at_most(100)])


class LinkForm(BaseForm):
    """For which products a certificate is."""

    products = CheckboxField(_l("Untuk barang"))


class EndForm(BaseForm):
    """Why a certificate is none any more."""

    ended_as = ChoiceField(_l("Sebabnya"), choices=list(ENDINGS.items()))
    reason = ReasonField(_l("Keterangan"))


class GoodsForm(BaseForm):
    """The group of goods of one product; empty follows the category."""

    product_id = IdField(_l("Barang"), [required(_l("Barang"))])
    goods = ChoiceField(_l("Golongan"))


class RulesForm(BaseForm):
    """The rules as text."""

    content = ParagraphField(_l("Aturan sebagai teks"), [required(_l("Teks aturan")), at_most(MAX_TEXT)])
