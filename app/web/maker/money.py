"""A maker's money: the amounts owed, statements with payments and due days, and the confirmation of each payout."""

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.makers.members import BoundMaker
from app.settlement.queries.due import list_due
from app.settlement.queries.payouts import get_payout_of, list_payouts_of
from app.settlement.queries.remittances import list_remittances
from app.settlement.queries.statements import list_statements
from app.settlement.queries.terms import list_due_days
from app.settlement.rules import DEFAULT_DUE_DAYS
from app.settlement.services.payouts import answer_payout
from app.shared import clock
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.maker import blueprint
from app.web.maker.decorators import for_own_maker
from app.web.maker.figures import money_figures, split_statements
from app.web.ui.paging import page_number, pages_of
from app.web.ui.submit import Answer, flash_and_redirect

PAGE_SIZE = 12
"""The number of finished statements on one page."""


@blueprint.get("/uang")
@in_menu(_l("Uang"), order=30)
@for_own_maker
def show_money(mine: BoundMaker) -> str:
    """Show what each booth owes now, the open statements, and the finished ones by page."""
    due, today = list_due([mine.id]), clock.today()
    statements = list_statements(maker_ids=mine.ids)
    payouts = list_payouts_of([one.id for one in statements])
    opened, owed, finished = split_statements(statements, payouts)
    page, pages = page_number(), pages_of(len(finished), PAGE_SIZE)
    return render_template(
        "maker/money.html",
        maker=mine,
        due=due,
        figures=money_figures(due, [one for one in statements if one.unpaid]),
        due_days=list_due_days(today, [mine.id]),
        usual_days=DEFAULT_DUE_DAYS,
        opened=opened,
        owed=owed,
        finished=finished[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        page=page,
        pages=pages,
        payouts=payouts,
        remittances=list_remittances([one.id for one in statements]),
        today=today,
    )


@blueprint.post("/uang/<id:payout_id>/<any(received, missing):answer>")
@for_own_maker
def answer_this_payout(mine: BoundMaker, payout_id: int, answer: str) -> Answer:
    """Record whether the maker has received the money. NotFound for another maker's payout."""
    payout = get_payout_of(payout_id, mine.ids)
    answer_payout(payout.id, answer, actor=current_actor())
    if answer == "received":
        return flash_and_redirect(_("Terima kasih. Uang tercatat sudah Anda terima."), "maker.show_money")
    return flash_and_redirect(
        _("Tercatat: uang belum Anda terima. Bagian keuangan akan memeriksa."), "maker.show_money"
    )
