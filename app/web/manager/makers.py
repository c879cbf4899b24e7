"""Makers: the list, a new one, one with its products."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.shared import clock
from app.shared.errors import DomainError
from app.umkm.queries import get_maker, list_catalogue, list_makers
from app.umkm.services import change_maker, create_maker
from app.web.access import current_actor
from app.web.errors import show_refusal
from app.web.manager import blueprint
from app.web.manager.forms import MakerForm

Page = str | Response | tuple[str, int]


@blueprint.get("/umkm")
def list_of_makers() -> str:
    """All makers with how much each has on sale."""
    return render_template("manager/makers.html", makers=list_makers())


@blueprint.route("/umkm/baru", methods=["GET", "POST"])
def new_maker() -> Page:
    """Take a maker in."""
    form = MakerForm(is_active=True)
    if not form.is_submitted():
        return render_template("manager/maker_form.html", form=form, maker=None)
    if form.validate():
        try:
            maker = create_maker(form.name.data, actor=current_actor(), contact=form.contact.data)
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash(_("UMKM %(name)s tercatat. Sekarang tambahkan produknya.", name=maker.name))
            return redirect(url_for("manager.maker", maker_id=maker.id), 303)
    return render_template("manager/maker_form.html", form=form, maker=None), 422


@blueprint.get("/umkm/<id:maker_id>")
def maker(maker_id: int) -> str:
    """One maker with its products and today's prices."""
    found = get_maker(maker_id)
    goods = [item for item in list_catalogue(clock.today(), with_inactive=True) if item.maker_id == maker_id]
    return render_template("manager/maker.html", maker=found, products=goods)


@blueprint.route("/umkm/<id:maker_id>/ubah", methods=["GET", "POST"])
def change_this_maker(maker_id: int) -> Page:
    """Change name, contact, and whether the maker still sells."""
    found = get_maker(maker_id)
    form = MakerForm(name=found.name, contact=found.contact, is_active=found.is_active)
    if not form.is_submitted():
        return render_template("manager/maker_form.html", form=form, maker=found)
    if form.validate():
        try:
            change_maker(
                maker_id,
                name=form.name.data,
                contact=form.contact.data,
                is_active=form.is_active.data,
                actor=current_actor(),
            )
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash(_("Perubahan UMKM disimpan."))
            return redirect(url_for("manager.maker", maker_id=maker_id), 303)
    return render_template("manager/maker_form.html", form=form, maker=found), 422
