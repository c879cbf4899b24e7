"""The field of rows selected in a list."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.ui.forms import BaseForm


class RowsField(SelectMultipleField):
    """The ids of the selected rows; the service checks whether they exist."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: BaseForm) -> None:
        """Accept only whole numbers that fit a row id."""
        if any(not (0 < number < 10**15) for number in self.data or []):
            raise ValidationError(_l("Pilihan tidak dikenal. Pilih lagi dari daftar."))


def rows_field(label: object) -> Field:
    """Return a field of selected row ids."""
    return RowsField(label, coerce=int, choices=[])
