"""A maker registers: five fields, on a phone, without a login. An officer sees them later; they may deliver at once."""

from flask import current_app, render_template
from flask_babel import gettext as _

from app.audit.rules import SYSTEM
from app.extensions import limiter
from app.makers.profiles import register_maker
from app.web.public import blueprint
from app.web.ui.booth_places import list_booth_places
from app.web.ui.maker_forms import OwnRegisterForm
from app.web.ui.submit import Answer, say_and_go, submit

LIMIT = "10 per hour"
"""Registrations sent from one address: a whole village may share one, and nobody fills the register by machine."""


@blueprint.route("/daftar-umkm", methods=["GET", "POST"])
@limiter.limit(lambda: str(current_app.config.get("REGISTER_LIMIT", LIMIT)), methods=["POST"])
def register_myself() -> Answer:
    """Take a maker in with what was said; the record waits for an officer as `new`."""
    form = OwnRegisterForm()

    def create() -> Answer:
        maker = register_maker(form.draft(), origin="self", actor=SYSTEM)
        return say_and_go(_("%(name)s terdaftar.", name=maker.name), "public.show_registered")

    return submit(form, create, lambda: render_template("public/register.html", form=form))


@blueprint.get("/daftar-umkm/selesai")
def show_registered() -> str:
    """What comes next: where to bring the goods."""
    return render_template("public/registered.html", booths=list_booth_places())
