"""Pages about who holds the money of sales: all booths, and one booth with its history and the form."""

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.settlement.queries.holders import list_former_modes, list_holders
from app.settlement.services.holders import set_qris_holder
from app.shared import clock
from app.tills.queries.booths import list_booths
from app.web.http.guards import current_actor
from app.web.settlement.forms import HolderForm
from app.web.settlement.labels import BEARERS, MODES
from app.web.settlement.scope import MoneyScope
from app.web.ui.filters import tanggal
from app.web.ui.submit import Answer, submit


def show_list(scope: MoneyScope) -> str:
    """Show every booth with today's holder."""
    return render_template(
        "settlement/holders.html", scope=scope, booths=list_booths(scope.booth_ids), modes=MODES
    )


def show_holder(scope: MoneyScope, booth_id: int) -> str:
    """Show one booth: its modes, the holders of QRIS money by date, and the form."""
    return _page(scope, booth_id, HolderForm(formdata=None, effective_from=clock.today()))


def set_holder(scope: MoneyScope, booth_id: int) -> Answer:
    """Set the holder of the account that receives QRIS payments from a day on; days that a statement has settled do not
    change."""
    booth = scope.get_booth(booth_id)
    form = HolderForm()

    def set_now() -> Answer:
        day = form.effective_from.data
        set_qris_holder(booth.id, form.holder.data, day, actor=current_actor())
        flash(_("Pemegang uang QRIS sejak %(day)s tersimpan.", day=tanggal(day)))
        return redirect(scope.url("show_holder", booth_id=booth.id), 303)

    return submit(form, set_now, lambda: _page(scope, booth.id, form))


def _page(scope: MoneyScope, booth_id: int, form: HolderForm) -> str:
    booth = scope.get_booth(booth_id)
    return render_template(
        "settlement/holder.html", scope=scope, booth=booth, form=form, held=list_holders(booth.id),
        former=list_former_modes(booth.id), modes=MODES, holders=BEARERS,
    )  # fmt: skip
