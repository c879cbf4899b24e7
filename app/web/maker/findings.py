"""What a visit found: the maker reads one thing to mend at a time, and says when it is done."""

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.makers.members import BoundMaker
from app.visits.checklists import TITLES
from app.visits.queries import list_findings
from app.visits.services import say_done
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.maker import blueprint
from app.web.maker.decorators import for_own_maker
from app.web.ui.submit import Answer, say_and_go


@blueprint.get("/temuan")
@in_menu(_l("Perbaikan"), order=53, under="maker.list_products")
@for_own_maker
def list_own_findings(mine: BoundMaker) -> str:
    """What is to be mended, and what an officer has still to look at."""
    found = list_findings(mine.ids)
    return render_template(
        "maker/findings.html", maker=mine, titles=TITLES,
        to_do=[one for one in found if one.state == "open"], said=[one for one in found if one.state == "said_done"],
    )  # fmt: skip


@blueprint.post("/temuan/<id:finding_id>/selesai")
@for_own_maker
def say_finding_done(mine: BoundMaker, finding_id: int) -> Answer:
    """The maker says that it is mended. NotFound for another maker's."""
    say_done(finding_id, mine.ids, actor=current_actor())
    return say_and_go(_("Tercatat. Petugas memeriksanya pada kunjungan berikut."), "maker.list_own_findings")
