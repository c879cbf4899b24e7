"""A maker's messages, newest first; read ones stay on the list."""

from flask import render_template
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.makers.members import BoundMaker
from app.notices.rules import maker
from app.web.http.navigation import in_menu
from app.web.maker import blueprint
from app.web.maker.decorators import for_own_maker
from app.web.ui.notices import dismiss_notice, list_notices, list_sent_notices

MOST = 50


@blueprint.get("/pesan")
@in_menu(_l("Pesan"), order=45)
@for_own_maker
def list_messages(mine: BoundMaker) -> str:
    """Show the new messages, then the earlier ones."""
    new = list_notices(readers_of(mine))
    shown = {one.id for one in new}
    before = [(at, one) for at, one in list_sent_notices(readers_of(mine), MOST) if one.id not in shown]
    return render_template("maker/messages.html", maker=mine, new=new, before=before)


@blueprint.post("/pesan/<id:notice_id>/dibaca")
@for_own_maker
def dismiss_message(mine: BoundMaker, notice_id: int) -> Response:
    """Dismiss one message; 404 for another maker's, as for a missing one."""
    return dismiss_notice(notice_id, readers_of(mine), home="maker.list_messages")


def readers_of(mine: BoundMaker) -> list[str]:
    """Return the names under which notices are stored for a maker: its own record's and those of merged records."""
    return [maker(one) for one in sorted(mine.ids)]
