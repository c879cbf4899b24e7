"""Passes a view the one maker for whom this login acts, or the chosen one of several."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import redirect, render_template, session, url_for
from flask_login import current_user

from app.makers.members import list_bound_makers
from app.shared.errors import NotFound

View = Callable[..., Any]
CHOSEN = "maker_id"


def for_own_maker(view: View) -> View:
    """Pass the maker to the view. A login without a maker gets a page that says what to do; one with several
    chooses."""

    @wraps(view)
    def opened(*args: Any, **values: Any) -> Any:
        bound = list_bound_makers(current_user.id)
        if not bound and values:
            raise NotFound()
        if not bound:
            return render_template("maker/no_maker.html")
        chosen = session.get(CHOSEN)
        mine = bound[0] if len(bound) == 1 else next((one for one in bound if one.id == chosen), None)
        if mine is None:
            return redirect(url_for("maker.choose"), 303)
        return view(mine, *args, **values)

    return opened
