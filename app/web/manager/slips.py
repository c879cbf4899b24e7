"""The day's slips: what each maker's goods came to at a booth, to look at and to sign on paper."""

from datetime import date

from flask import render_template, url_for

from app.booths.models import Booth
from app.sales.kinds import GOODS
from app.sales.paper.supplier_day_statement import Slip, make_slips, total_of
from app.sales.queries import list_slip_lines, sum_unmatched
from app.settings.queries import get_setting
from app.shared import clock
from app.web.manager import blueprint
from app.web.manager.scope import get_my_booth
from app.web.manager.shelf import read_day
from app.web.manager.shifts import list_pending_at


@blueprint.get("/pojok/<id:booth_id>/setoran")
def show_slips(booth_id: int) -> str:
    """One day at a booth by maker, on the screen (`?tanggal=2026-11-07`, today unless said)."""
    booth, day, made = _slips(booth_id)
    return render_template(
        "manager/slips.html",
        booth=booth,
        day=day,
        slips=made,
        pending=list_pending_at(booth_id),
        today=clock.today(),
        total=total_of(made),
        unmatched=sum_unmatched(booth_id, day),
        unmatched_url=url_for("manager.show_open", kind=GOODS, pojok=booth_id),
    )


@blueprint.get("/pojok/<id:booth_id>/setoran/slip")
def print_slips(booth_id: int) -> str:
    """The same as paper, two slips on an A4 page, each with room for two signatures."""
    booth, day, made = _slips(booth_id)
    return render_template(
        "manager/slips_paper.html",
        booth=booth,
        day=day,
        slips=made,
        pending=list_pending_at(booth_id),
        letterhead=get_setting("letterhead"),
        now=clock.now(),
    )


def _slips(booth_id: int) -> tuple[Booth, date, list[Slip]]:
    booth = get_my_booth(booth_id)
    day = read_day()
    return booth, day, make_slips(list_slip_lines(booth_id, day))
