"""The logo of the city in the letterhead of papers."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from app.pdf.picture import read_picture
from app.settings.queries import find_logo
from app.settings.services import remove_logo, set_logo
from app.web.admin import blueprint
from app.web.http.guards import current_actor
from app.web.ui.forms import BaseForm
from app.web.ui.submit import Answer, submit
from app.web.ui.uploads import takes_files


class LogoForm(BaseForm):
    """The picture to send."""

    file = FileField(_l("Gambar PNG atau JPEG"), [FileRequired(_l("Pilih gambarnya dulu."))])


@blueprint.route("/pengaturan/logo", methods=["GET", "POST"])
@takes_files
def edit_logo() -> Any:
    """Show the present logo and a form to send another one."""
    form = LogoForm()

    def save() -> Answer:
        with form.file.data.stream as sent:
            set_logo(read_picture(sent), actor=current_actor())
        return _done(_("Logo disimpan. Kertas PDF yang dibuat mulai sekarang memuatnya."))

    return submit(
        form, save, lambda: render_template("admin/logo.html", form=form, has_logo=bool(find_logo()))
    )


@blueprint.get("/pengaturan/logo.png")
def send_logo() -> Response:
    """Send the stored picture; 404 if there is none."""
    picture = find_logo()
    if picture is None:
        abort(404)
    return Response(picture, mimetype="image/png")


@blueprint.post("/pengaturan/logo/hapus")
def remove_this_logo() -> Any:
    """Remove the logo, so that papers are printed without a picture again."""
    if remove_logo(actor=current_actor()):
        return _done(_("Logo dihapus."))
    return _done(_("Tidak ada logo yang tersimpan."))


def _done(message: str) -> Any:
    flash(message)
    return redirect(url_for("admin.edit_logo"), 303)
