"""The form that searches people, on the list and on finance's front page."""

from flask_babel import lazy_gettext as _l

from app.web.ui.forms import BaseForm, TextField, at_most


class PersonSearchForm(BaseForm):
    """A name, NIP or code; sent as POST, so that no number stands in an address (decisions 22)."""

    text = TextField(_l("Nama, NIP, atau kode"), [at_most(100)])
