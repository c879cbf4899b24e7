"""The form of a visit: a row of large choices for each point, advice, pieces a month of each product."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.visits.checklists import CHECKLISTS, CURRENT
from app.visits.queries import ProductCapacity
from app.visits.rules import ANSWERS, MAX_PIECES
from app.visits.services import VisitDraft
from app.web.ui.forms import (
    BaseForm,
    LocalDateField,
    ReasonField,
    TextField,
    WholeField,
    at_most,
    optional,
    required,
)
from app.web.umkm.visit_labels import ANSWERS as ANSWER_LABELS


class AnswerField(RadioField):
    """One of the four answers; another value gets an error."""

    def pre_validate(self, form: Any) -> None:
        """Require one of the choices."""
        if self.data not in ANSWERS:
            raise ValidationError(_("Ketuk salah satu pilihan."))


class VisitForm(BaseForm):
    """Visitor, day and remarks; `visit_form` adds the points."""

    uuid = HiddenField()
    visited_on = LocalDateField(_l("Tanggal kunjungan"), [required(_l("Tanggal kunjungan"))])
    visitor = TextField(_l("Yang berkunjung"), [required(_l("Yang berkunjung")), at_most(100)])
    remark = TextField(_l("Catatan"), [optional(), at_most(500)])

    def validate_uuid(self, field: HiddenField) -> None:
        """Require the visit's id, which the page gave the form: sent twice it is one visit."""
        try:
            field.data = str(UUID(field.data or ""))
        except ValueError as error:
            raise ValidationError(_("Muat ulang halaman ini, lalu kirim lagi.")) from error

    def draft(self, maker_id: int, products: Sequence[ProductCapacity]) -> VisitDraft:
        """Return the entered visit."""
        codes = [item.code for item in CHECKLISTS[CURRENT]]
        pieces = {one.product_id: self[f"pieces-{one.product_id}"].data for one in products}
        return VisitDraft(
            maker_id=maker_id,
            uuid=self.uuid.data or "",
            visited_on=self.visited_on.data,
            visitor=self.visitor.data or "",
            answers={code: self[f"answer-{code}"].data for code in codes},
            advice={code: self[f"advice-{code}"].data or "" for code in codes},
            pieces={product: count for product, count in pieces.items() if count is not None},
            remark=self.remark.data or "",
        )


def visit_form(products: Sequence[ProductCapacity]) -> type[VisitForm]:
    """Return a form with the points of the current checklist and a number for each product on sale."""
    fields: dict[str, Any] = {}
    for item in CHECKLISTS[CURRENT]:
        fields[f"answer-{item.code}"] = AnswerField(
            _l(item.title),
            choices=[SelectChoice(one, ANSWER_LABELS[one]) for one in ANSWERS],
            default="not_seen",
        )
        fields[f"advice-{item.code}"] = TextField(_l("Nasihat"), [optional(), at_most(300)])
    for one in products:
        fields[f"pieces-{one.product_id}"] = WholeField(one.name, [optional()], least=0, most=MAX_PIECES)
    return type("CurrentVisitForm", (VisitForm,), fields)


class DropForm(BaseForm):
    """The reason why a finding no longer counts."""

    reason = ReasonField(_l("Sebabnya"))
