"""Registration as a maker: five fields, on a phone, without a login.

The maker may deliver at once; an officer checks the record later.
"""

from flask import current_app, render_template
from flask_babel import gettext as _

from app.audit.rules import SYSTEM
from app.extensions import limiter
from app.makers.profiles import register_maker
from app.web.public import blueprint
from app.web.ui.booth_places import list_booth_places
from app.web.ui.maker_forms import OwnRegisterForm
from app.web.ui.submit import Answer, flash_and_redirect, submit

LIMIT = "10 per hour"
"""Registrations per IP address: a whole village may share one, but no program shall fill the register."""


@blueprint.route("/daftar-umkm", methods=["GET", "POST"])
@limiter.limit(lambda: str(current_app.config.get("REGISTER_LIMIT", LIMIT)), methods=["POST"])
def register_myself() -> Answer:
    """Register a maker with the typed data; the record is `new` until an officer completes it."""
    form = OwnRegisterForm()

    def create() -> Answer:
        maker = register_maker(form.draft(), origin="self", actor=SYSTEM)
        return flash_and_redirect(_("%(name)s terdaftar.", name=maker.name), "public.show_registered")

    return submit(form, create, lambda: render_template("public/register.html", form=form))


@blueprint.get("/daftar-umkm/selesai")
def show_registered() -> str:
    """Show the next step: where to bring the goods."""
    return render_template("public/registered.html", booths=list_booth_places())
