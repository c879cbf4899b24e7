"""Makers: the list, a new one, one with its products."""

from flask import render_template, url_for
from flask_babel import gettext as _

from app.makers.queries import get_maker, list_catalogue, list_makers
from app.makers.services import change_maker, create_maker
from app.shared import clock
from app.web.http.guards import current_actor
from app.web.manager import blueprint
from app.web.manager.forms import MakerForm
from app.web.ui.maker_card import print_maker_card
from app.web.ui.submit import Answer, flash_and_redirect, submit


@blueprint.get("/umkm")
def show_makers() -> str:
    """Show all makers with the number of products each has on sale."""
    return render_template("manager/makers.html", makers=list_makers())


@blueprint.route("/umkm/baru", methods=["GET", "POST"])
def enter_maker() -> Answer:
    """Register a maker."""
    form = MakerForm(is_active=True)

    def create() -> Answer:
        maker = create_maker(form.name.data, actor=current_actor(), contact=form.contact.data)
        message = _("UMKM %(name)s tercatat. Sekarang tambahkan produknya.", name=maker.name)
        return flash_and_redirect(message, "manager.show_maker", maker_id=maker.id)

    return submit(form, create, lambda: render_template("manager/maker_form.html", form=form, maker=None))


@blueprint.get("/umkm/<id:maker_id>")
def show_maker(maker_id: int) -> str:
    """Show one maker with its products and today's prices."""
    maker = get_maker(maker_id)
    goods = [item for item in list_catalogue(clock.today(), with_inactive=True) if item.maker_id == maker_id]
    return render_template("manager/maker.html", maker=maker, products=goods)


@blueprint.route("/umkm/<id:maker_id>/ubah", methods=["GET", "POST"])
def change_this_maker(maker_id: int) -> Answer:
    """Change name, contact, and whether the maker still sells."""
    maker = get_maker(maker_id)
    form = MakerForm(name=maker.name, contact=maker.contact, is_active=maker.is_active)

    def change() -> Answer:
        change_maker(
            maker_id,
            name=form.name.data,
            contact=form.contact.data,
            is_active=form.is_active.data,
            actor=current_actor(),
        )
        return flash_and_redirect(_("Perubahan UMKM disimpan."), "manager.show_maker", maker_id=maker_id)

    return submit(form, change, lambda: render_template("manager/maker_form.html", form=form, maker=maker))


@blueprint.post("/umkm/<id:maker_id>/kartu")
def issue_card(maker_id: int) -> str:
    """Print a maker's new card; the card before stops working at once."""
    return print_maker_card(maker_id, url_for("manager.show_maker", maker_id=maker_id))
