"""The same book once more (decisions, files): the same again is `unchanged`, whatever happened in between."""

from typing import Any

from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.extensions import db
from app.sales.corrections.voids import FINANCE, void_sale
from app.sales.models import Sale
from app.sales.queries import sum_period
from app.shared.transaction import begin_writing, commit
from tests.ledger import NIP, OTHER_NIP
from tests.sales.test_import import OCTOBER, Import, importing

__all__ = ["importing"]


def test_a_book_with_a_doubled_key_comes_to_the_same_however_often_it_is_imported(importing: Import) -> None:
    rows: list[dict[str, Any]] = [{}, {"BARIS": 1, "KETERANGAN": "BATAL"}, {"BARIS": 2}]
    first = importing(*rows)
    assert (first.created, [one.reason for one in first.refused]) == (2, ["key_twice"])
    for _ in range(2):
        again = importing(*rows)
        assert (again.changed, again.unchanged, [one.reason for one in again.refused]) == (
            0,
            2,
            ["key_twice"],
        )
    assert sum_period(OCTOBER).bought == 60_000


def test_a_number_typed_in_another_spelling_is_the_same_row(importing: Import) -> None:
    importing({})
    again = importing({"NIP": f"{NIP[:8]} {NIP[8:14]} {NIP[14]}.{NIP[15:]}"})
    assert (again.unchanged, again.refused) == (1, [])
    assert importing({"NIP": OTHER_NIP}).refused[0].reason == "content_differs"


def test_a_row_that_finance_reversed_is_unchanged_when_its_book_comes_again(importing: Import) -> None:
    importing({})
    begin_writing()
    sale_id = db.session.scalar(select(Sale.id))
    assert sale_id is not None
    void_sale(sale_id, "salah catat", by=FINANCE, actor=SYSTEM)
    commit()
    again = importing({})
    assert (again.unchanged, again.refused) == (1, [])
    assert sum_period(OCTOBER).turnover == 0
