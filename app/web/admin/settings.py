"""The city's settings, each with its present value and its default."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.settings.queries import get_default, get_setting, is_set, list_history, list_holidays
from app.settings.rules import KINDS, Signer
from app.settings.services import set_setting
from app.shared.period import Period
from app.web.admin import blueprint
from app.web.admin.labels import GROUPS, WORDS
from app.web.admin.setting_forms import form_for, read_form
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.ui.filters import bulan
from app.web.ui.submit import Answer, submit

_KEYS = ",".join(key for key, kind in KINDS.items() if kind.is_shown)


def format_value(value: Any) -> str:
    """Return a setting's value in words."""
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, Signer):
        parts = (value.role.rstrip(","), value.position, value.name, value.rank)
        return ", ".join(part for part in parts if part) or "–"
    if isinstance(value, Period):
        return bulan(value)
    if isinstance(value, list):
        return " / ".join(value)
    return str(value) if value not in (None, "") else "–"


@blueprint.get("/pengaturan")
@in_menu(_l("Pengaturan"), order=30)
def show_settings() -> str:
    """Show every setting with its present value and its default."""
    groups = [(title, [_line(key) for key in keys]) for title, keys in GROUPS]
    return render_template("admin/settings.html", groups=groups, holidays=len(list_holidays()))


def _line(key: str) -> dict[str, Any]:
    return {
        "key": key,
        "label": WORDS[key][0],
        "text": WORDS[key][1],
        "value": format_value(get_setting(key)),
        "default": format_value(get_default(key)),
        "is_set": is_set(key),
    }


@blueprint.route(f"/pengaturan/<any({_KEYS}):key>", methods=["GET", "POST"])
def edit_setting(key: str) -> Any:
    """Show and change one setting."""
    form = form_for(key, get_setting(key))

    def save() -> Answer:
        start = form.effective_from.data if KINDS[key].is_dated else None  # type: ignore[attr-defined]
        set_setting(key, read_form(form), effective_from=start, actor=current_actor())
        return _done(_("Pengaturan “%(name)s” sudah disimpan.", name=WORDS[key][0]))

    return submit(form, save, lambda: _setting_page(key, form))


@blueprint.post(f"/pengaturan/<any({_KEYS}):key>/bawaan")
def reset_setting(key: str) -> Response:
    """Set a setting back to its default; a dated setting loses all its changes."""
    for start, _value in list_history(key):
        set_setting(key, None, effective_from=start if KINDS[key].is_dated else None, actor=current_actor())
    return _done(_("Pengaturan “%(name)s” kembali ke bawaan.", name=WORDS[key][0]))


def _setting_page(key: str, form: Any) -> str:
    history = (
        [(bulan(start), format_value(value)) for start, value in list_history(key)]
        if KINDS[key].is_dated
        else []
    )
    return render_template("admin/setting.html", form=form, line=_line(key), history=history)


def _done(message: str) -> Response:
    flash(message)
    return redirect(url_for("admin.show_settings"), 303)
