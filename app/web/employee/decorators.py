"""Passes a view the person of this login, whose pages nobody else may open."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import render_template
from flask_login import current_user

View = Callable[..., Any]


def for_own_person(view: View) -> View:
    """Pass the employee's id to the view; a login without a person gets a page that says what to do."""

    @wraps(view)
    def opened(*args: Any, **values: Any) -> Any:
        if current_user.employee_id is None:
            return render_template("employee/no_person.html")
        return view(current_user.employee_id, *args, **values)

    return opened
