"""A maker's first page (sold today, stock, amounts owed), and the choice among several makers."""

from flask import redirect, render_template, session, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from app.makers.members import BoundMaker, list_bound_makers
from app.sales.queries.maker_day import list_sold
from app.settlement.queries.due import list_due
from app.settlement.queries.payouts import list_unanswered_payouts
from app.settlement.queries.statements import list_statements
from app.shared import clock
from app.shared.errors import NotFound
from app.stock.queries.shelf import list_shelf
from app.web.http.navigation import in_menu
from app.web.maker import blueprint
from app.web.maker.decorators import CHOSEN, for_own_maker
from app.web.maker.figures import by_booth, money_figures
from app.web.maker.messages import readers_of
from app.web.maker.offers import list_to_do
from app.web.maker.supply_notes import list_pending
from app.web.ui.curation_labels import TURNS
from app.web.ui.notices import list_notices


@blueprint.get("/")
@in_menu(_l("Hari ini"), order=10)
@for_own_maker
def show_home(mine: BoundMaker) -> str:
    """Show today's sales, the stock that remains, what is owed, and what needs the maker."""
    sold = list_sold(mine.ids, clock.today())
    shelf = list_shelf({one.booth_id for one in sold}, maker_ids=mine.ids) if sold else []
    return render_template(
        "maker/home.html",
        maker=mine,
        several=len(list_bound_makers(current_user.id)) > 1,
        today=clock.today(),
        sold=by_booth(sold),
        left={(one.booth_id, one.product_id): one.shelf for one in shelf},
        figures=money_figures(list_due([mine.id]), list_statements(maker_ids=mine.ids, unpaid_only=True)),
        to_answer=list_pending(mine),
        to_confirm=list_unanswered_payouts(mine.ids),
        offers=list_to_do(mine),
        turns=TURNS,
        messages=list_notices(readers_of(mine)),
    )


@blueprint.get("/rak")
@in_menu(_l("Rak"), order=20)
@for_own_maker
def show_shelf(mine: BoundMaker) -> str:
    """Show the present stock on the shelf of each booth."""
    rows = [one for one in list_shelf(maker_ids=mine.ids) if one.shelf or one.delivered]
    return render_template("maker/shelf.html", maker=mine, booths=by_booth(rows), now=clock.now())


@blueprint.get("/pilih")
def choose() -> str:
    """Let a person with several makers choose one."""
    return render_template("maker/choose.html", makers=list_bound_makers(current_user.id))


@blueprint.post("/pilih/<id:maker_id>")
def choose_this(maker_id: int) -> Response:
    """Switch to this maker. NotFound for one for which this login does not act."""
    if maker_id not in {one.id for one in list_bound_makers(current_user.id)}:
        raise NotFound()
    session[CHOSEN] = maker_id
    return redirect(url_for("maker.show_home"), 303)  # type: ignore[return-value]
