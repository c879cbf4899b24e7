"""One definition of a reason: one line of at most 300 letters, or a sentence that asks for it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.messages.errors import sentence
from app.person_merge.errors import MergeReasonMissing
from app.shared.errors import ReasonMissing
from app.shared.reason import MAX_REASON, read_reason
from app.web.ui.forms import BaseForm, ReasonField


class GivenForm(BaseForm):
    """A reason that must be given, and one that may be."""

    why = ReasonField()
    also = ReasonField("Tambahan", is_required=False)


def test_blanks_and_line_breaks_are_one_blank_and_the_rest_is_cut() -> None:
    assert read_reason("  salah \n\t orang ") == "salah orang"
    assert len(read_reason("a" * (MAX_REASON + 1))) == MAX_REASON


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_nothing_said_is_refused_at_the_reason(app: Flask, text: str) -> None:
    with pytest.raises(ReasonMissing) as refused:
        read_reason(text)
    assert refused.value.field == "reason"
    with app.test_request_context():
        assert sentence(refused.value) == "Alasan harus diisi."


def test_an_act_may_ask_for_its_reason_in_its_own_words() -> None:
    with pytest.raises(MergeReasonMissing):
        read_reason(" ", MergeReasonMissing("reason"))


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"why": "a"}, []),
        ({"why": ""}, ["why"]),
        ({"why": "a" * (MAX_REASON + 1)}, ["why"]),
        ({"why": "a", "also": "a" * (MAX_REASON + 1)}, ["also"]),
        ({"why": "dua\nbaris"}, ["why"]),
    ],
)
def test_the_field_asks_for_what_the_service_takes(
    app: Flask, sent: dict[str, str], wrong: list[Any]
) -> None:
    with app.test_request_context(method="POST", data=sent):
        form = GivenForm(meta={"csrf": False})
        assert form.validate() == (not wrong)
        assert list(form.errors) == wrong
