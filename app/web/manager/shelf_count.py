"""Pages of a shelf count: pieces by product, differences with reasons, pending tills, the final count."""

from flask import render_template, url_for
from flask_babel import gettext as _

from app.accounts.queries import list_names
from app.booths.queries import get_booth
from app.decisions.filters import OpenItemFilter
from app.decisions.queries import count_open_of
from app.messages.stock import RELEASE_REASONS
from app.sales.kinds import GOODS
from app.stock.models import StockCount
from app.stock.queries.count_waits import list_awaited_tills, list_released_tills, list_unchecked_notes
from app.stock.queries.counts import get_count, list_counted_lines
from app.stock.queries.shelf import list_shelf
from app.stock.services import (
    drop_count,
    enter_count,
    explain_count,
    finish_count,
    open_count,
    release_till,
)
from app.tills.queries.tills import get_till
from app.web.http.guards import current_actor
from app.web.manager import blueprint
from app.web.manager.labels import till_state
from app.web.manager.loss_words import describe_losses_of_count
from app.web.manager.scope import get_my_booth
from app.web.manager.supply_forms import ReleaseForm, ShelfCountForm
from app.web.ui.submit import Answer, flash_and_redirect, submit


@blueprint.post("/pojok/<id:booth_id>/hitung-rak")
def begin_count(booth_id: int) -> Answer:
    """Begin a count, or continue the open one."""
    count = open_count(get_my_booth(booth_id).id, actor=current_actor())
    if count.state == "waiting":
        message = _("Hitung rak sebelumnya masih menunggu. Selesaikan atau batalkan dulu.")
    else:
        message = _("Hitung rak dimulai.")
    return flash_and_redirect(message, "manager.count_shelf", count_id=count.id)


def _my_count(count_id: int) -> StockCount:
    count = get_count(count_id)
    get_my_booth(count.booth_id)
    return count


@blueprint.route("/hitung-rak/<id:count_id>", methods=["GET", "POST"])
def count_shelf(count_id: int) -> Answer:
    """Enter pieces; once they are stored, the page shows the expected figures beside them."""
    form = _form_of(_my_count(count_id))

    def store() -> Answer:
        enter_count(count_id, form.entries(), actor=current_actor())
        return flash_and_redirect(_("Hitungan tersimpan."), "manager.count_shelf", count_id=count_id)

    return submit(form, store, lambda: _page(count_id, form))


@blueprint.post("/hitung-rak/<id:count_id>/selesai")
def finish_this_count(count_id: int) -> Answer:
    """Finish the count: the shelf becomes what was counted, at once or when every till has sent its sales."""
    form = _form_of(_my_count(count_id))

    def finish() -> Answer:
        if get_count(count_id).state == "waiting":
            explain_count(count_id, form.reasons(), actor=current_actor())
        else:
            enter_count(count_id, form.entries(), actor=current_actor())
        return _back_with_message(finish_count(count_id, actor=current_actor()))

    return submit(form, finish, lambda: _page(count_id, form))


@blueprint.post("/hitung-rak/<id:count_id>/lepas/<id:till_id>")
def release_this_till(count_id: int, till_id: int) -> Answer:
    """No longer wait for a till that will not come back. NotFound for a till of another booth."""
    count, till = _my_count(count_id), get_till(till_id)
    get_my_booth(till.booth_id)
    form = ReleaseForm()

    def release() -> Answer:
        return _back_with_message(release_till(count_id, till_id, form.reason.data, actor=current_actor()))

    return submit(form, release, lambda: _page(count_id, _form_of(count), release=form))


@blueprint.post("/hitung-rak/<id:count_id>/batal")
def drop_this_count(count_id: int) -> Answer:
    """Drop the count; the shelf does not change."""
    count = drop_count(_my_count(count_id).id, actor=current_actor())
    return flash_and_redirect(
        _("Hitung rak dibatalkan; rak tidak berubah."), "manager.show_shelf", pojok=count.booth_id
    )


def _back_with_message(count: StockCount) -> Answer:
    if count.state == "final":
        message = _("Hitung rak selesai; rak sudah disesuaikan.")
    else:
        message = _("Hitungan diserahkan dan menunggu. Rak disesuaikan sendiri begitu semuanya terkirim.")
    return flash_and_redirect(message, "manager.count_shelf", count_id=count.id)


def _form_of(count: StockCount) -> ShelfCountForm:
    return ShelfCountForm.of(list_shelf([count.booth_id]), list_counted_lines(count))


def _page(count_id: int, form: ShelfCountForm, release: ReleaseForm | None = None) -> str:
    count = get_count(count_id)
    counted = list_counted_lines(count)
    awaited = list_awaited_tills(count) if counted else []
    names = list_names({till.cashier_id for till in awaited if till.cashier_id is not None})
    return render_template(
        "manager/shelf_count.html",
        count=count,
        booth=get_booth(count.booth_id),
        form=form,
        release=release,
        release_reasons=RELEASE_REASONS,
        counted=counted,
        by_product={one.product_id: one for one in counted},
        bearers={} if awaited else describe_losses_of_count(count, counted),
        awaited=[(till, till_state(till, names)) for till in awaited],
        released=list_released_tills(count_id),
        supply_notes=list_unchecked_notes(count) if counted and count.ended_at is None else [],
        unmatched=count_open_of(GOODS.query, OpenItemFilter(booth_ids=frozenset({count.booth_id}))),
        unmatched_url=url_for("manager.show_open", kind=GOODS, pojok=count.booth_id),
    )
