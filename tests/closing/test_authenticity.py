"""A code says yes to its own book only: in force, superseded or opened again; to every other one it says nothing."""

from __future__ import annotations

import hashlib

import pytest

from app.audit import keyring
from app.closing.authenticity import BOOK, book_code, find_book
from app.closing.models import ClosingFile
from app.closing.queries import get_stored_file
from app.closing.services import reopen_month
from app.extensions import db
from app.shared.transaction import begin_writing, commit
from tests.audit.test_chain import forge
from tests.office import TREASURER, October, close
from tests.pdf.reading import text_of
from tests.standing import OCTOBER


def code_of(version: int = 1) -> str:
    return book_code(OCTOBER, version, get_stored_file(OCTOBER, version).sha256)


def test_a_closing_stores_the_book_beside_the_workbook_with_its_code(october: October) -> None:
    close()
    commit()
    stored = get_stored_file(OCTOBER, 1, BOOK)
    assert stored.name == "belanja-umkm-2026-10-versi-1.pdf"
    said = text_of(stored.content)
    assert f"https://kota.example/cek/buku/2026-10/1/{code_of()}" in said
    assert get_stored_file(OCTOBER, 1).sha256 in said
    assert "Ani Contoh" in said and "Budi Contoh" in said


def test_the_book_in_force_is_told_with_its_sums_and_both_hashes(october: October) -> None:
    close()
    found = find_book(OCTOBER, 1, code_of())
    assert found is not None
    assert (found.state, found.people, found.met, found.short, found.bought) == ("current", 2, 1, 1, 45_000)
    assert found.workbook_sha256 == get_stored_file(OCTOBER, 1).sha256
    content = get_stored_file(OCTOBER, 1, BOOK).content
    assert found.book_sha256 == hashlib.sha256(content).hexdigest()


def test_a_reopened_and_a_superseded_book_say_so(october: October) -> None:
    close()
    reopen_month(OCTOBER, actor=TREASURER, reason="nota tertinggal")
    first = code_of()
    assert getattr(find_book(OCTOBER, 1, first), "state", "") == "reopened"
    close()
    found = find_book(OCTOBER, 1, first)
    assert found is not None
    assert (found.state, found.newer) == ("superseded", 2)
    assert getattr(find_book(OCTOBER, 2, code_of(2)), "state", "") == "current"


def test_no_code_says_yes_to_another_book(october: October) -> None:
    close()
    reopen_month(OCTOBER, actor=TREASURER, reason="nota tertinggal")
    close()
    first, second = code_of(1), code_of(2)
    assert first != second
    for period, version, code in (
        (OCTOBER, 2, first), (OCTOBER, 1, second), (OCTOBER.previous(), 1, first), (OCTOBER, 3, second),
        (OCTOBER, 1, first[:-1]), (OCTOBER, 1, first + "A"), (OCTOBER, 1, first.swapcase()), (OCTOBER, 1, ""),
        (OCTOBER, 1, "ä" * 22), (OCTOBER, 1, get_stored_file(OCTOBER, 1).sha256[:22]),
        (OCTOBER, 1, book_code(OCTOBER, 1, "0" * 64)),
    ):  # fmt: skip
        assert find_book(period, version, code) is None


def test_another_citys_key_makes_other_codes(october: October, monkeypatch: pytest.MonkeyPatch) -> None:
    close()
    own = code_of()
    other = keyring.first_keyring("another secret key of another city")
    monkeypatch.setattr(keyring, "ring", lambda: other)
    foreign = code_of()
    monkeypatch.undo()
    assert foreign != own
    assert find_book(OCTOBER, 1, foreign) is None


def test_a_record_changed_behind_the_citys_back_is_not_confirmed(october: October) -> None:
    """Somebody with the database, but without the key, puts another PDF in its place with a fitting hash."""
    close()
    code = code_of()
    commit()
    forge("UPDATE closing_file SET sha256 = :other WHERE kind = 'book-pdf'", other="0" * 64)
    begin_writing()
    assert db.session.query(ClosingFile).filter_by(kind=BOOK).one().sha256 == "0" * 64
    assert find_book(OCTOBER, 1, code) is None
