"""Forms of closing, reopening and the late tray."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.forms import BaseForm, ParagraphField, PeriodField, TextField, at_most, optional, required


class RowsField(SelectMultipleField):
    """The rows ticked in a table; which of them exist is the service's matter."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: BaseForm) -> None:
        """Whole numbers that fit a row number; nothing else."""
        if any(not (0 < number < 10**15) for number in self.data or []):
            raise ValidationError(_l("Pilihan tidak dikenal. Pilih lagi dari daftar."))


def rows_field(label: object) -> Field:
    """A field of ticked row numbers."""
    return RowsField(label, coerce=int, choices=[])


class CloseForm(BaseForm):
    """Closing a month; the reason is wanted only where something is still open."""

    override = ParagraphField(_l("Alasan tetap menutup"), [optional(), at_most(300)])


class ReopenForm(BaseForm):
    """Opening a closed month again."""

    reason = ParagraphField(_l("Alasan membuka lagi"), [required(_l("Alasan")), at_most(300)])


class LateForm(BaseForm):
    """Deciding items of a late tray: the ticked ones."""

    rows = rows_field(_l("Yang dipilih"))
    reason = TextField(_l("Alasan, kalau ditolak"), [optional(), at_most(300)])
    target = PeriodField(_l("Bulan yang benar, kalau jamnya keliru"), [optional()])
