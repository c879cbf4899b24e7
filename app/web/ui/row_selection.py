"""The field of rows ticked in a list."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.ui.forms import BaseForm


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
