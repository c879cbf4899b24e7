"""Why a month closed with something open and why it was opened again stand in the signed book (decisions 18)."""

from __future__ import annotations

import io
from typing import Any

import pytest

from app.closing.queries import get_stored_file
from app.closing.services import reopen_month
from app.reports.compliance import read_compliance_report
from app.reports.report import write_report
from app.sales.services import resolve_buyer
from app.shared.transaction import begin_writing, commit
from tests.office import TREASURER, close, make_october
from tests.reports.test_compliance import facts_of
from tests.standing import OCTOBER

OVERRIDE, REOPENED = "Provinsi menunggu", "Buku Balai Kota ketinggalan"


@pytest.fixture
def closed_twice(session: Any) -> None:
    """October closed with an override, opened again with a reason, closed as version 2."""
    make_october()
    close(override=OVERRIDE)
    reopen_month(OCTOBER, actor=TREASURER, reason=REOPENED)
    close(override="Tetap tidak dikenal")
    commit()


def test_the_signed_book_says_why_it_closed_with_something_open(closed_twice: None) -> None:
    first = facts_of(get_stored_file(OCTOBER, 1).content)
    assert first["Alasan ditutup walau ada yang belum selesai"] == OVERRIDE
    assert "Versi 1 dibuka lagi" not in first


def test_the_next_versions_book_says_why_the_month_was_opened_again(closed_twice: None) -> None:
    second = facts_of(get_stored_file(OCTOBER, 2).content)
    assert second["Alasan ditutup walau ada yang belum selesai"] == "Tetap tidak dikenal"
    assert second["Versi 1 dibuka lagi"].endswith(f"{TREASURER.name}: {REOPENED}")


def test_a_copy_with_names_says_it_too_and_one_without_names_repeats_no_typed_text(
    closed_twice: None,
) -> None:
    begin_writing()
    copies = []
    for with_names in (True, False):
        stream = io.BytesIO()
        write_report(stream, read_compliance_report(OCTOBER, "Bendahara", with_names=with_names))
        copies.append(facts_of(stream.getvalue()))
    complete, nameless = copies
    assert complete["Versi 1 dibuka lagi"].endswith(REOPENED)
    assert not any(REOPENED in str(value) for value in nameless.values())


def test_a_book_of_a_month_where_nothing_was_open_has_no_such_part(session: Any) -> None:
    october = make_october()
    resolve_buyer(october.unknown, october.ani, "ditelepon", actor=TREASURER)
    close(override="tidak perlu")
    assert "Alasan penutupan dan pembukaan" not in facts_of(get_stored_file(OCTOBER, 1).content)
