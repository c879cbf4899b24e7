"""Pages of supply notes at the manager's booths: the list, a new one, counting one, its slip."""

from uuid import uuid4

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.queries import list_names
from app.booths.models import Booth
from app.booths.queries import get_booth
from app.makers.models import Maker
from app.makers.queries import (
    CatalogueItem,
    find_catalogue_items,
    get_maker,
    list_catalogue,
    list_makers,
)
from app.messages.stock import ANSWER_LABELS, KIND_LABELS, STATE_LABELS
from app.settings.queries import get_setting
from app.shared import clock
from app.stock.models import SupplyLine, SupplyNote
from app.stock.queries.notes import get_note, list_lines, list_notes
from app.stock.rules import note_number
from app.stock.services import check_note, open_note, withdraw_note
from app.tills.queries.booths import list_booths
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.manager import blueprint
from app.web.manager.loss_words import describe_losses_of_supply_note
from app.web.manager.scope import booth_scope, get_my_booth
from app.web.manager.supply_forms import CheckForm, OpenSupplyNoteForm, SupplyNoteForm
from app.web.ui.ids import read_id
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.ui.supply_notes import new_id_if_taken

_LATEST = 100
"""The largest number of finished supply notes in the list."""


@blueprint.get("/nota-titip")
@in_menu(_l("Nota titip"), order=36, under="manager.show_shelf")
def show_supply_notes() -> str:
    """Show supply notes to be counted, then finished ones, newest first (`?umkm=`: only of these makers)."""
    return render_supply_notes(OpenSupplyNoteForm())


def render_supply_notes(form: OpenSupplyNoteForm) -> str:
    """Return the list with the form that opens a supply note by its code."""
    scope = booth_scope()
    makers = [one for one in request.args.getlist("umkm", type=read_id) if one] or None
    done = list_notes(booth_ids=scope, maker_ids=makers, states=("checked", "withdrawn"), limit=_LATEST)
    return render_template(
        "manager/supply_notes.html",
        form=form,
        pending=list_notes(booth_ids=scope, maker_ids=makers, states=("announced", "handed")),
        done=done,
        latest=_LATEST,
        kinds=KIND_LABELS,
        states=STATE_LABELS,
        answers=ANSWER_LABELS,
    )


@blueprint.route("/nota-titip/baru", methods=["GET", "POST"])
def enter_supply_note() -> Answer:
    """Enter a supply note: first booth and maker (`?pojok=`, `?umkm=`), then a figure for each of the maker's
    products."""
    booths = list_booths(booth_scope(), active_only=True)
    chosen, maker_id = (request.args.get(name, type=read_id) for name in ("pojok", "umkm"))
    booth_id = booths[0].id if chosen is None and len(booths) == 1 else chosen
    booth = get_my_booth(booth_id) if booth_id else None
    maker = get_maker(maker_id) if maker_id else None
    if booth is None or maker is None:
        makers = [one for one in list_makers() if one.products]
        return render_template(
            "manager/supply_choose.html", booths=booths, makers=makers, booth=booth, maker=maker
        )
    return _enter_supply_note_of(booth, maker)


def _enter_supply_note_of(booth: Booth, maker: Maker) -> Answer:
    goods = _goods_of(maker.id)
    kind = request.args.get("jenis", "")
    form = SupplyNoteForm.of(goods, key=str(uuid4()), kind=kind if kind in KIND_LABELS else "delivery")

    def store() -> Answer:
        kind, lines, key = form.kind.data, form.entered_lines(), form.key.data or None
        with new_id_if_taken(form.key):
            supply_note = open_note(booth.id, maker.id, kind, lines, actor=current_actor(), uuid=key)
        message = _(
            "Nota %(number)s tersimpan. Hitung barangnya, lalu simpan hitungannya.",
            number=_number(supply_note),
        )
        return flash_and_redirect(message, "manager.show_supply_note", supply_note_id=supply_note.id)

    return submit(
        form,
        store,
        lambda: render_template("manager/supply_new.html", form=form, booth=booth, maker=maker, goods=goods),
    )


def _goods_of(maker_id: int) -> list[CatalogueItem]:
    """Return the maker's products with a price, those on sale first."""
    goods = [one for one in list_catalogue(clock.today(), with_inactive=True) if one.maker_id == maker_id]
    return sorted((one for one in goods if one.unit_price), key=lambda one: not one.is_active)


def _number(supply_note: SupplyNote) -> str:
    return note_number(supply_note.booth_id, supply_note.year, supply_note.sequence)


def _my_supply_note(supply_note_id: int) -> SupplyNote:
    supply_note = get_note(supply_note_id)
    get_my_booth(supply_note.booth_id)
    return supply_note


def _names_of(lines: list[SupplyLine]) -> dict[int, str]:
    items = find_catalogue_items([one.product_id for one in lines], clock.today())
    return {key: item.name for key, item in items.items()}


@blueprint.route("/nota-titip/<id:supply_note_id>", methods=["GET", "POST"])
def show_supply_note(supply_note_id: int) -> Answer:
    """Show one supply note: the booth's count beside the maker's figures; after the count both are final."""
    is_delivery = _my_supply_note(supply_note_id).kind == "delivery"
    lines = list_lines(supply_note_id)
    names = _names_of(lines)
    form = CheckForm.of(lines, names, is_delivery=is_delivery)

    def check() -> Answer:
        supply_note = check_note(supply_note_id, form.counted(), actor=current_actor())
        message = _("Hitungan nota %(number)s tersimpan; rak sudah berubah.", number=_number(supply_note))
        return flash_and_redirect(message, "manager.show_supply_note", supply_note_id=supply_note_id)

    return submit(form, check, lambda: _supply_note_page(supply_note_id, form, names))


def _supply_note_page(supply_note_id: int, form: CheckForm, names: dict[int, str]) -> str:
    supply_note, lines = get_note(supply_note_id), list_lines(supply_note_id)
    is_refused = form.is_submitted() and supply_note.state == "checked"
    checker = (
        list_names([supply_note.checked_by]).get(supply_note.checked_by) if supply_note.checked_by else None
    )
    return render_template(
        "manager/supply_note.html",
        supply_note=supply_note,
        number=_number(supply_note),
        booth=get_booth(supply_note.booth_id),
        maker=get_maker(supply_note.maker_id),
        lines=lines,
        names=names,
        form=form,
        checker=checker,
        mine=form.list_differences() if is_refused else None,
        bearers=describe_losses_of_supply_note(supply_note, lines, names),
        kind=KIND_LABELS[supply_note.kind],
        state=STATE_LABELS[supply_note.state],
        answer=ANSWER_LABELS.get(supply_note.answer),
    )


@blueprint.post("/nota-titip/<id:supply_note_id>/tarik")
def withdraw_this_supply_note(supply_note_id: int) -> Answer:
    """Withdraw a supply note that nobody has counted."""
    supply_note = withdraw_note(_my_supply_note(supply_note_id).id, actor=current_actor())
    return flash_and_redirect(
        _("Nota %(number)s ditarik.", number=_number(supply_note)), "manager.show_supply_notes"
    )


@blueprint.get("/nota-titip/<id:supply_note_id>/slip")
def print_supply_slip(supply_note_id: int) -> str:
    """Show the supply note on paper for both sides: A4, or a 58 mm roll with `?kertas=58`."""
    supply_note, lines = _my_supply_note(supply_note_id), list_lines(supply_note_id)
    page = "supply_roll" if request.args.get("kertas") == "58" else "supply_slip"
    return render_template(
        f"manager/{page}.html",
        supply_note=supply_note,
        number=_number(supply_note),
        booth=get_booth(supply_note.booth_id),
        maker=get_maker(supply_note.maker_id),
        lines=lines,
        names=_names_of(lines),
        bearers=describe_losses_of_supply_note(supply_note, lines, _names_of(lines)),
        kind=KIND_LABELS[supply_note.kind],
        state=STATE_LABELS[supply_note.state],
        letterhead=get_setting("letterhead"),
        address=request.host_url.rstrip("/")
        + url_for("manager.show_supply_note", supply_note_id=supply_note_id),
        now=clock.now(),
    )
