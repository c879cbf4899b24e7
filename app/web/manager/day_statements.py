"""A booth's daily statements, one per maker: the sales of its goods, on the screen and on paper to sign."""

from datetime import date

from flask import render_template, url_for

from app.booths.models import Booth
from app.sales.kinds import GOODS
from app.sales.paper.supplier_day_statement import DayStatement, make_day_statements, total_of
from app.sales.queries import list_day_statement_lines, sum_unmatched
from app.settings.queries import get_setting
from app.shared import clock
from app.web.manager import blueprint
from app.web.manager.scope import get_my_booth
from app.web.manager.shelf import read_day
from app.web.manager.shifts import list_pending_at


@blueprint.get("/pojok/<id:booth_id>/setoran")
def show_day_statements(booth_id: int) -> str:
    """Show the sales of one day at a booth by maker (`?tanggal=2026-11-07`, by default today)."""
    booth, day, made = _statements(booth_id)
    return render_template(
        "manager/day_statements.html",
        booth=booth,
        day=day,
        statements=made,
        pending=list_pending_at(booth_id),
        today=clock.today(),
        total=total_of(made),
        unmatched=sum_unmatched(booth_id, day),
        unmatched_url=url_for("manager.show_open", kind=GOODS, pojok=booth_id),
    )


@blueprint.get("/pojok/<id:booth_id>/setoran/slip")
def print_day_statements(booth_id: int) -> str:
    """Show the same on paper, two statements on an A4 page, each with room for two signatures."""
    booth, day, made = _statements(booth_id)
    return render_template(
        "manager/day_statements_paper.html",
        booth=booth,
        day=day,
        statements=made,
        pending=list_pending_at(booth_id),
        letterhead=get_setting("letterhead"),
        now=clock.now(),
    )


def _statements(booth_id: int) -> tuple[Booth, date, list[DayStatement]]:
    booth = get_my_booth(booth_id)
    day = read_day()
    return booth, day, make_day_statements(list_day_statement_lines(booth_id, day))
