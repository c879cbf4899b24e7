"""The register of makers: the list, one maker, a new one, states, makers of similar names, the Dinas' sheet."""

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.makers.imports import REGISTER
from app.makers.members import list_members
from app.makers.models import Maker
from app.makers.profiles import (
    close_maker,
    complete_maker,
    join_makers,
    pause_maker,
    register_maker,
    resume_maker,
    see_maker,
)
from app.makers.queries import StoredProfile, get_maker, list_profiles
from app.makers.register import list_lookalikes, list_register
from app.makers.registration import PROFILE_FIELDS, STATES
from app.notices.rules import maker as notice_reader
from app.web.http.access_log import record_maker_opening
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu, reads_only
from app.web.ui.forms import BaseForm
from app.web.ui.imports import ImportPages, add_import_pages
from app.web.ui.maker_forms import JoinForm, ProfileForm, RegisterForm
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.ui.whatsapp import PreparedText, prepare_texts
from app.web.umkm import blueprint
from app.web.umkm.labels import CLAIM_LABELS, MISSING, ORIGINS, STATE_LABELS

_ACTS = {"lihat": see_maker, "hentikan": pause_maker, "buka": resume_maker, "tutup": close_maker}


@blueprint.get("/")
@in_menu(_l("UMKM"), order=10)
def show_home() -> str:
    """Show all makers with their missing data; searched and filtered by state."""
    search, state = request.args.get("cari", "").replace("\x00", "")[:100], request.args.get("keadaan", "")
    rows = list_register(search, state if state in STATES else "", by_owner=not reads_only())
    return render_template(
        "umkm/home.html", makers=rows, search=search, state=state, states=STATE_LABELS, missing=MISSING
    )


@blueprint.route("/umkm/baru", methods=["GET", "POST"])
def new_maker() -> Answer:
    """Register a maker at the counter: three fields."""
    form = RegisterForm()

    def create() -> Answer:
        maker = register_maker(form.draft(), origin="clerk", actor=current_actor())
        return flash_and_redirect(
            _("UMKM %(name)s terdaftar.", name=maker.name), "umkm.show_maker", maker_id=maker.id
        )

    def page() -> str:
        alike = list_lookalikes(form.name.data) if form.name.data else []
        return render_template("umkm/new.html", form=form, alike=alike)

    return submit(form, create, page)


@blueprint.get("/umkm/<id:maker_id>")
def show_maker(maker_id: int) -> str:
    """Show one maker: profile, claims, missing data, makers of similar names."""
    get_maker(maker_id)
    if not reads_only():
        record_maker_opening(maker_id)
    return _page(maker_id)


@blueprint.post("/umkm/<id:maker_id>")
def complete_this_maker(maker_id: int) -> Answer:
    """Store further data of a maker."""
    form, maker = ProfileForm(), get_maker(maker_id)

    def complete() -> Answer:
        changed = complete_maker(maker_id, form.draft(maker.name), actor=current_actor())
        message = _("Data tersimpan.") if changed else _("Tidak ada yang berubah.")
        return flash_and_redirect(message, "umkm.show_maker", maker_id=maker_id)

    return submit(form, complete, lambda: _page(maker_id, form))


@blueprint.post("/umkm/<id:maker_id>/keadaan/<any(lihat, hentikan, buka, tutup):act>")
def change_state(maker_id: int, act: str) -> Answer:
    """Set a maker's state: checked, paused, opened again or closed."""
    form = BaseForm()

    def change() -> Answer:
        _ACTS[act](maker_id, actor=current_actor())
        return flash_and_redirect(_("Keadaan UMKM tersimpan."), "umkm.show_maker", maker_id=maker_id)

    return submit(form, change, lambda: _page(maker_id, refused=form))


@blueprint.post("/umkm/<id:maker_id>/gabung")
def join_this_maker(maker_id: int) -> Answer:
    """Merge this record with another maker's."""
    form = JoinForm()

    def join() -> Answer:
        join_makers(maker_id, form.into.data, actor=current_actor())
        return flash_and_redirect(_("Kedua catatan digabung."), "umkm.show_maker", maker_id=form.into.data)

    return submit(form, join, lambda: _page(maker_id, refused=form))


def _page(maker_id: int, form: ProfileForm | None = None, refused: BaseForm | None = None) -> str:
    """Return the page of one maker. `form`: its refused profile form; `refused`: another refused form."""
    maker, register = get_maker(maker_id), list_register()
    stored = list_profiles([maker_id]).get(maker_id)
    row = next(one for one in register if one.id == maker_id)
    survivor = get_maker(row.joined_into_id) if row.joined_into_id else None
    return render_template(
        "umkm/maker.html",
        maker=maker,
        row=row,
        claim_pairs=[(CLAIM_LABELS[kind], text) for kind, text in sorted(stored.claims)] if stored else [],
        form=form or ProfileForm(formdata=None, data=stored.values if stored else {}),
        refused=refused,
        survivor=survivor,
        members=list_members(maker_id),
        person=stored.values if stored else dict.fromkeys(PROFILE_FIELDS, ""),
        texts=[] if reads_only() else _texts(maker, stored),
        alike=list_lookalikes(maker.name, maker_id, among=register),
        states=STATE_LABELS,
        origins=ORIGINS,
        missing=MISSING,
    )


def _texts(maker: Maker, stored: StoredProfile | None) -> list[PreparedText]:
    """Return the maker's unread messages, for sending by hand."""
    phone = stored.values["phone"] if stored else ""
    return prepare_texts([notice_reader(maker.id)], maker.name, phone)


add_import_pages(
    blueprint,
    "/unggah",
    "upload_makers",
    lambda: ImportPages(REGISTER, crumbs=[(_l("UMKM"), "umkm.show_home")], after="umkm.show_home"),
)
