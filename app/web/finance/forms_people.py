"""The form that looks for a person, on the list and on finance's first page."""

from flask_babel import lazy_gettext as _l

from app.web.ui.forms import BaseForm, TextField, at_most


class PersonSearchForm(BaseForm):
    """A name, NIP or code; sent as POST, so that no number stands in an address (decisions 22)."""

    text = TextField(_l("Nama, NIP, atau kode"), [at_most(100)])
