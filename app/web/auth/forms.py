"""Forms for signing in, activation and passwords."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import EqualTo

from app.web.ui.forms import BaseForm, TextField, at_most, required


class SignInForm(BaseForm):
    """User name and password. Their shape is not checked: every wrong pair gets the same answer."""

    username = TextField(_l("Nama pengguna"), [required(_l("Nama pengguna"))])
    password = PasswordField(_l("Kata sandi"), [required(_l("Kata sandi"))])


class CodeForm(BaseForm):
    """The one-time code of the letter."""

    code = TextField(_l("Kode dari surat"), [required(_l("Kode")), at_most(60)])


class CardForm(BaseForm):
    """The code of a printed card; the QR on it fills it in."""

    code = TextField(_l("Kode kartu"), [required(_l("Kode kartu")), at_most(60)])


class CardPinForm(BaseForm):
    """The PIN of a card; a hidden field carries the code."""

    code = HiddenField(validators=[at_most(60)])
    pin = PasswordField(_l("PIN, enam angka"), [required(_l("PIN")), at_most(20)])


class NewCardPinForm(CardPinForm):
    """The first PIN of a card, typed twice."""

    again = PasswordField(
        _l("Ketik PIN sekali lagi"),
        [
            required(_l("Ulangan PIN")),
            EqualTo("pin", _l("Ulangannya berbeda. Ketik lagi PIN yang sama.")),
        ],
    )


class ChangeCardPinForm(BaseForm):
    """One's own PIN, proven by the present one."""

    current = PasswordField(_l("PIN sekarang"), [required(_l("PIN sekarang")), at_most(20)])
    pin = PasswordField(_l("PIN baru, enam angka"), [required(_l("PIN baru")), at_most(20)])
    again = PasswordField(
        _l("Ketik PIN baru sekali lagi"),
        [
            required(_l("Ulangan PIN")),
            EqualTo("pin", _l("Ulangannya berbeda. Ketik lagi PIN yang sama.")),
        ],
    )


class _NewPassword(BaseForm):
    password = PasswordField(_l("Kata sandi baru"), [required(_l("Kata sandi baru"))])
    again = PasswordField(
        _l("Ketik sekali lagi"),
        [
            required(_l("Ulangan kata sandi")),
            EqualTo("password", _l("Ulangannya berbeda. Ketik lagi kata sandi yang sama.")),
        ],
    )


class ChoosePasswordForm(_NewPassword):
    """The first password; hidden fields carry the code, and the user name so that the page shows it again."""

    code = HiddenField(validators=[at_most(60)])
    username = HiddenField(validators=[at_most(60)])


class FirstAdminForm(_NewPassword):
    """The code from the server's log, and the first account's name and password."""

    code = TextField(_l("Kode dari log server"), [required(_l("Kode")), at_most(60)])
    username = TextField(_l("Nama pengguna"), [required(_l("Nama pengguna")), at_most(60)])


class ChangePasswordForm(_NewPassword):
    """A new password, together with the present one as proof."""

    current = PasswordField(_l("Kata sandi sekarang"), [required(_l("Kata sandi sekarang"))])
