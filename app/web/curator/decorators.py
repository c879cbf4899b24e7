"""Passes a view the agency for which this login judges."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import render_template
from flask_login import current_user

from app.curation.queries.agencies import find_agency_of
from app.shared.errors import NotFound

View = Callable[..., Any]


def for_own_agency(view: View) -> View:
    """Pass the agency to the view. A login that judges for none gets a page that says what to do."""

    @wraps(view)
    def opened(*args: Any, **values: Any) -> Any:
        agency = find_agency_of(current_user.id)
        if agency is None and values:
            raise NotFound()
        if agency is None:
            return render_template("curator/no_agency.html")
        return view(agency, *args, **values)

    return opened
