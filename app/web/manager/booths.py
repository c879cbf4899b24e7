"""Pages of booths: the list, a new one, and one booth with its tills."""

from flask import render_template
from flask_babel import gettext as _

from app.booths.rules import read_hours
from app.booths.services import change_booth, create_booth, place_booth
from app.directory.queries import load_tree
from app.tills.queries.booths import list_booths
from app.tills.queries.tills import list_tills
from app.web.http.guards import current_actor
from app.web.manager import blueprint
from app.web.manager.forms import BoothForm, BoothPlaceForm
from app.web.manager.scope import booth_scope, ensure_unbound, get_my_booth
from app.web.manager.shifts import shift_lines
from app.web.manager.tills import till_lines
from app.web.ui.booth_places import hours_text
from app.web.ui.submit import Answer, flash_and_redirect, submit


@blueprint.get("/pojok")
def show_booths() -> str:
    """Show all booths of this manager."""
    scope = booth_scope()
    return render_template("manager/booths.html", booths=list_booths(scope), may_create=scope is None)


@blueprint.route("/pojok/baru", methods=["GET", "POST"])
def enter_booth() -> Answer:
    """Add a booth."""
    ensure_unbound()
    form = _with_units(BoothForm(is_active=True, mode="record"))

    def create() -> Answer:
        booth = create_booth(
            form.name.data, actor=current_actor(), mode=form.mode.data, unit_id=form.unit.data or None
        )
        message = _("Pojok %(name)s siap dipakai.", name=booth.name)
        return flash_and_redirect(message, "manager.show_booth", booth_id=booth.id)

    return submit(form, create, lambda: render_template("manager/booth_form.html", form=form, booth=None))


@blueprint.get("/pojok/<id:booth_id>")
def show_booth(booth_id: int) -> str:
    """Show one booth: its mode, its tills, its shifts."""
    booth = get_my_booth(booth_id)
    hours = read_hours(booth.hours)
    return render_template(
        "manager/booth.html",
        booth=booth,
        hours=hours_text(hours) if hours else "",
        unit=load_tree().name(booth.unit_id) if booth.unit_id else None,
        lines=till_lines(list_tills([booth_id])),
        shifts=shift_lines([booth_id], limit=10),
    )


@blueprint.route("/pojok/<id:booth_id>/ubah", methods=["GET", "POST"])
def change_this_booth(booth_id: int) -> Answer:
    """Change name, mode, unit, and whether the booth is in use."""
    booth = get_my_booth(booth_id)
    form = _with_units(
        BoothForm(name=booth.name, mode=booth.mode, unit=booth.unit_id or 0, is_active=booth.is_active)
    )

    def change() -> Answer:
        change_booth(
            booth_id,
            name=form.name.data,
            mode=form.mode.data,
            unit_id=form.unit.data or None,
            is_active=form.is_active.data,
            actor=current_actor(),
            mode_from=form.mode_from.data,
        )
        return flash_and_redirect(_("Perubahan pojok disimpan."), "manager.show_booth", booth_id=booth_id)

    return submit(form, change, lambda: render_template("manager/booth_form.html", form=form, booth=booth))


@blueprint.route("/pojok/<id:booth_id>/tempat", methods=["GET", "POST"])
def place_this_booth(booth_id: int) -> Answer:
    """Set the address and the opening hours that buyers read."""
    booth = get_my_booth(booth_id)
    form = BoothPlaceForm(address=booth.address, **(booth.hours or {}))

    def place() -> Answer:
        place_booth(booth_id, address=form.address.data or "", hours=form.hours(), actor=current_actor())
        return flash_and_redirect(_("Alamat dan jam buka disimpan."), "manager.show_booth", booth_id=booth_id)

    return submit(form, place, lambda: render_template("manager/booth_place.html", form=form, booth=booth))


def _with_units(form: BoothForm) -> BoothForm:
    """Set the choices of units, the OPDs and the root: a booth is at an office."""
    tree = load_tree()
    form.unit.choices = [(0, _("Tidak terikat unit")), *((opd, tree.name(opd)) for opd in tree.opds())]
    return form
