"""The page that issues a maker's card, for a booth's manager and for the Dinas (makers 3)."""

from flask import render_template

from app.makers.members import issue_maker_card
from app.makers.queries import get_maker
from app.settings.queries import get_letterhead
from app.web.http.guards import current_actor


def print_maker_card(maker_id: int, back: str) -> str:
    """Issue a new card and show its letter once; the old card no longer works. NotFound."""
    code = issue_maker_card(maker_id, actor=current_actor())
    return render_template(
        "maker/card_letter.html", maker=get_maker(maker_id), code=code, letterhead=get_letterhead(), back=back
    )
