"""One way from a form to its act: the page, the act's answer, or the page again with what is wrong and nothing kept."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from wtforms import StringField
from wtforms.validators import InputRequired

from app.audit.rules import SYSTEM
from app.booths.models import Booth
from app.booths.services import create_booth
from app.extensions import db
from app.shared.errors import DomainError, NotFound
from app.shared.transaction import begin_writing
from app.web.ui.forms import BaseForm
from app.web.ui.submit import Answer, submit


class NameForm(BaseForm):
    """One field that must be filled in."""

    name = StringField(validators=[InputRequired()])


def sent(app: Flask, act: Any, **values: str) -> tuple[Answer, NameForm]:
    with app.test_request_context(method="POST" if values else "GET", data=values):
        form = NameForm(meta={"csrf": False})
        return submit(form, act, lambda: "the page"), form


def writes_and_is_refused(error: DomainError) -> Any:
    def act() -> Answer:
        begin_writing()
        create_booth("Balai Kota", actor=SYSTEM)
        raise error

    return act


def test_a_page_that_is_only_opened_does_nothing(app: Flask) -> None:
    assert sent(app, lambda: pytest.fail("acted"))[0] == "the page"


def test_a_form_of_the_wrong_shape_is_shown_again(app: Flask) -> None:
    answer, form = sent(app, lambda: pytest.fail("acted"), name="")
    assert answer == ("the page", 422) and form.name.errors


def test_a_right_form_gets_the_answer_of_its_act(app: Flask) -> None:
    assert sent(app, lambda: "done", name="a")[0] == "done"


@pytest.mark.parametrize(("field", "place"), [("name", "name"), ("", None)])
def test_a_refusal_stands_at_its_field_and_takes_back_what_was_written(
    app: Flask, field: str, place: str | None
) -> None:
    answer, form = sent(app, writes_and_is_refused(DomainError(field)), name="a")
    assert answer == ("the page", 422) and form.name.data == "a"
    assert len(form.name.errors if place else form.form_errors) == 1
    assert db.session.query(Booth).count() == 0


def test_a_thing_that_is_not_there_is_404_unless_a_field_names_it(app: Flask) -> None:
    with pytest.raises(NotFound):
        sent(app, writes_and_is_refused(NotFound()), name="a")
    answer, form = sent(app, writes_and_is_refused(NotFound("name")), name="a")
    assert answer == ("the page", 422) and form.name.errors
