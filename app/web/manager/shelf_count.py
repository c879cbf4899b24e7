"""A count of a booth's shelf: pieces by product, then the differences with reasons, then final."""

from flask import render_template, url_for
from flask_babel import gettext as _

from app.booths.queries import get_booth
from app.decisions.filters import OpenItemFilter
from app.decisions.queries import count_open_of
from app.sales.kinds import GOODS
from app.stock.models import StockCount
from app.stock.queries.counts import get_count, list_counted_lines
from app.stock.queries.shelf import list_shelf
from app.stock.services import drop_count, enter_count, finish_count, open_count
from app.web.http.guards import current_actor
from app.web.manager import blueprint
from app.web.manager.scope import get_my_booth
from app.web.manager.supply_forms import ShelfCountForm
from app.web.ui.submit import Answer, say_and_go, submit


@blueprint.post("/pojok/<id:booth_id>/hitung-rak")
def begin_count(booth_id: int) -> Answer:
    """Begin a count, or go on with the one that is open."""
    count = open_count(get_my_booth(booth_id).id, actor=current_actor())
    message = _("Hitung yang ada di rak. Yang tidak dihitung tetap seperti semula.")
    return say_and_go(message, "manager.shelf_count", count_id=count.id)


def _my_count(count_id: int) -> StockCount:
    count = get_count(count_id)
    get_my_booth(count.booth_id)
    return count


@blueprint.route("/hitung-rak/<id:count_id>", methods=["GET", "POST"])
def shelf_count(count_id: int) -> Answer:
    """Enter pieces; once they are stored, the expected figures are shown beside them."""
    form = _form_of(_my_count(count_id))

    def store() -> Answer:
        enter_count(count_id, form.entries(), actor=current_actor())
        return say_and_go(_("Hitungan tersimpan."), "manager.shelf_count", count_id=count_id)

    return submit(form, store, lambda: _page(count_id, form))


@blueprint.post("/hitung-rak/<id:count_id>/selesai")
def finish_this_count(count_id: int) -> Answer:
    """Finish the count: the shelf is what was counted."""
    form = _form_of(_my_count(count_id))

    def finish() -> Answer:
        enter_count(count_id, form.entries(), actor=current_actor())
        finish_count(count_id, actor=current_actor())
        return say_and_go(
            _("Hitung rak selesai; rak sudah disesuaikan."), "manager.shelf_count", count_id=count_id
        )

    return submit(form, finish, lambda: _page(count_id, form))


@blueprint.post("/hitung-rak/<id:count_id>/batal")
def drop_this_count(count_id: int) -> Answer:
    """Drop the count; the shelf stays as it is."""
    count = drop_count(_my_count(count_id).id, actor=current_actor())
    return say_and_go(
        _("Hitung rak dibatalkan; rak tidak berubah."), "manager.show_shelf", pojok=count.booth_id
    )


def _form_of(count: StockCount) -> ShelfCountForm:
    return ShelfCountForm.of(list_shelf([count.booth_id]), list_counted_lines(count))


def _page(count_id: int, form: ShelfCountForm) -> str:
    count = get_count(count_id)
    counted = list_counted_lines(count)
    return render_template(
        "manager/shelf_count.html",
        count=count,
        booth=get_booth(count.booth_id),
        form=form,
        counted=counted,
        by_product={one.product_id: one for one in counted},
        unmatched=count_open_of(GOODS.query, OpenItemFilter(booth_ids=frozenset({count.booth_id}))),
        unmatched_url=url_for("manager.show_open", kind=GOODS, pojok=count.booth_id),
    )
