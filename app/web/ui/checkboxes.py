"""A field of checkboxes for choosing several rows."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget


class CheckboxField(SelectMultipleField):
    """The ids of the checked rows; none may be checked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, validators: Any = None, **kw: Any) -> None:
        super().__init__(label, validators, coerce=int, choices=kw.pop("choices", []), **kw)

    def pre_validate(self, form: Any) -> None:
        """Require that every checked id is among the choices."""
        if not set(self.data or ()) <= {value for value, *_rest in self.iter_choices()}:
            raise ValidationError(_l("Pilih dari daftar."))
