"""Forms for certificates and their rules, for the Dinas; they check shapes only."""

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
    """The same, entered by an officer who may have the certificate at hand."""

    seen = BooleanField(_l("Suratnya sudah saya lihat sendiri"))


class CheckForm(BaseForm):
    """An officer's check of a certificate: when, and for which office."""

    seen_on = LocalDateField(_l("Dilihat pada"), [required(_l("Tanggalnya"))])
    seen_by = TextField(_l("Diperiksa oleh"), [required(_l("Siapa yang memeriksa")), at_most(100)])


class LinkForm(BaseForm):
    """The products to which a certificate applies."""

    products = CheckboxField(_l("Untuk barang"))


class EndForm(BaseForm):
    """The reason why a certificate no longer counts."""

    ended_as = ChoiceField(_l("Sebabnya"), choices=list(ENDINGS.items()))
    reason = ReasonField(_l("Keterangan"))


class GoodsForm(BaseForm):
    """The group of goods of one product; empty: that of its category."""

    product_id = IdField(_l("Barang"), [required(_l("Barang"))])
    goods = ChoiceField(_l("Golongan"))


class RulesForm(BaseForm):
    """The rules as text."""

    content = ParagraphField(_l("Aturan sebagai teks"), [required(_l("Teks aturan")), at_most(MAX_TEXT)])
