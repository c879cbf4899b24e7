"""The hash of an item's content: the same again is known, and nobody can try it out."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import func, select

from app.extensions import db
from app.sales.drafts import BuyerRef, LineDraft, SaleDraft
from app.sales.ledger import content_hash
from app.sales.models import Sale, SaleConflict
from app.sales.paper.book_rows import read_row
from app.sales.rules import content_digest
from tests.ledger import NIP, City, TillClient, a_sale, a_void, new_id


def test_what_was_recorded_is_replayed_and_other_content_is_one_conflict(
    till: TillClient, city: City
) -> None:
    sale, waiting = a_sale(city), a_void(new_id())
    told = [one["result"] for one in till.send(sale, waiting)]
    (odd,) = till.send(sale | {"payment": "qris"})
    again = [
        one["result"]
        for one in till.send(sale, waiting, sale | {"payment": "qris"}, waiting | {"reason": "x"})
    ]
    assert (told, odd["result"]) == (["recorded", "parked"], "conflict")
    assert again == ["replayed", "replayed", "conflict", "conflict"]
    counts = [db.session.scalar(select(func.count()).select_from(one)) for one in (Sale, SaleConflict)]
    assert counts == [1, 2]


def test_who_holds_the_database_alone_cannot_try_out_numbers(till: TillClient, city: City) -> None:
    """The buyer's NIP is nowhere in a sale of somebody known: only the hash covers it, and all the rest is written
    beside it. So whoever guesses the NIP right must not be able to see that."""
    sent = a_sale(city)
    till.send(sent)
    (row,) = db.session.scalars(select(Sale))
    sold_at, line = datetime(2026, 11, 7, 0, 10, tzinfo=UTC), LineDraft(2, 15_000, city.product_id)
    guess = SaleDraft(sent["id"], sold_at, BuyerRef("nip", NIP), (line,), "cash", "rina")
    assert row.content_hash == content_hash.content_hash(guess)  # the guess is right
    assert content_digest(guess) not in row.content_hash and row.content_hash.startswith("k1:")
    assert content_hash.content_hash(guess) != content_hash.content_hash(replace(guess, payment="qris"))


def test_a_book_s_row_is_known_by_what_it_says() -> None:
    cells = {
        "date": "07/11/2026", "booth": "Balai Kota", "sheet": "S-1", "line": 1, "nip": NIP, "name": "Ani",
        "maker": "Dapur", "product": "Kopi", "quantity": 1, "unit_price": 5000, "total": 5000, "payment": "TUNAI",
    }  # fmt: skip
    row = read_row(cells.get, datetime(2026, 11, 8, tzinfo=UTC).date())
    other = content_hash.book_hash(replace(row, quantity=2))
    assert content_hash.book_hash(row) == content_hash.book_hash(replace(row)) != other
    assert row.content_digest() not in content_hash.book_hash(row)
