"""Imports sales books into the ledger (decisions, files). The key of a row is POJOK + NO LEMBAR + BARIS.

The file is read and checked without a transaction; then all rows are written in one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, bindparam, select

from app.audit.rules import Actor
from app.booths.services import get_or_create_booth
from app.extensions import db
from app.imports.effect import ImportEffect
from app.imports.faults import RowFault, RowRefused
from app.imports.sheet import SheetFile
from app.makers.queries import CatalogueItem, list_products_by_name
from app.makers.rules import fold_name
from app.sales.corrections import voids
from app.sales.drafts import VoidDraft
from app.sales.intake import lookups
from app.sales.intake.validation import ValidSale
from app.sales.ledger import writer
from app.sales.ledger.content_hash import book_hash
from app.sales.models import Sale
from app.sales.paper.book_entries import book_uuid, find_book_people, prepare_row, sold_at
from app.sales.paper.book_names import UnknownNames, find_unknown_names
from app.sales.paper.book_rows import COLUMNS, BookRow, read_row
from app.shared import clock
from app.shared.columns import table
from app.shared.statistics import MANY, SALES, refresh_statistics
from app.shared.transaction import begin_writing

_SALE = table(Sale)
_REVERSAL = _SALE.alias("reversal")
_STORED = (
    select(_SALE.c.uuid, _SALE.c.id, _SALE.c.content_hash, _REVERSAL.c.source.label("reversed_by"))
    .select_from(_SALE.outerjoin(_REVERSAL, _REVERSAL.c.void_of == _SALE.c.id))
    .where(_SALE.c.uuid.in_(bindparam("values", expanding=True)))
)
_MOST_VALUES = 500


@dataclass
class ImportResult(ImportEffect):
    """The result of an import."""

    parked: int = 0
    unresolved: int = 0
    voided: int = 0
    unknown: UnknownNames = field(default_factory=UnknownNames)
    """What the book names and the city had not: its booths are set up."""

    def further_counts(self) -> dict[str, int]:
        """The numbers of rows that are parked for a supplement, have an unknown buyer, or are reversed."""
        return {"parked": self.parked, "unresolved": self.unresolved, "voided": self.voided}


def read_book(path: Path, today: date, name: str | None = None) -> SheetFile[BookRow]:
    """Read a book without the database. Rows with a future date are refused. UnusableFile if it is no sales book."""
    return SheetFile[BookRow](COLUMNS).read(path, lambda row: read_row(row.get, today, row.number), name)


def apply_book(book: SheetFile[BookRow], *, actor: Actor) -> ImportResult:
    """Write a book; creates its booths. Rows of a closed month are parked (decisions 17)."""
    begin_writing()
    done = ImportResult.of(book, unknown=find_unknown_names(book.rows))
    names = {fold_name(row.booth): row.booth for row in book.rows}
    booths = {folded: get_or_create_booth(name, actor=actor).id for folded, name in names.items()}
    connection = db.session.connection()
    fresh = _find_new_rows(connection, book, done)
    if fresh:
        _write_new_rows(connection, fresh, booths, done)
    if len(fresh) >= MANY:
        refresh_statistics(connection, SALES)
    done.refused.sort(key=lambda fault: fault.row)
    return done


def _find_new_rows(
    connection: Connection, book: SheetFile[BookRow], done: ImportResult
) -> dict[str, tuple[BookRow, str]]:
    """The new rows by uuid. Stored rows are counted as unchanged, reversed (BATAL) or refused."""
    fresh: dict[str, tuple[BookRow, str]] = {}
    firsts = _first_rows_by_uuid(book, done)
    stored = _find_stored(connection, list(firsts))
    for uuid, row in firsts.items():
        hashed = book_hash(row)
        before = stored.get(uuid)
        if before is None:
            fresh[uuid] = (row, hashed)
        elif before.content_hash != hashed:
            done.refused.append(_fault(row, "content_differs", "line", row.line))
        elif row.is_void and before.reversed_by is None:
            _reverse(connection, before, row, uuid, done)
        elif not row.is_void and before.reversed_by == "book":
            done.refused.append(_fault(row, "void_missing", "note", row.note))
        else:  # also if finance or a till reversed the row: the book itself is unchanged
            done.unchanged += 1
    return fresh


def _fault(row: BookRow, reason: str, column: str, shown: object) -> RowFault:
    return RowRefused(reason, column, shown).at(row.row)


def _first_rows_by_uuid(book: SheetFile[BookRow], done: ImportResult) -> dict[str, BookRow]:
    """The first row of each key, by uuid. A later row with the same key is compared with it: equal content counts as
    unchanged, other content is refused. The result is the same for every import of the file.
    """
    firsts: dict[str, BookRow] = {}
    for row in book.rows:
        first = firsts.setdefault(book_uuid(row), row)
        if first is row:
            continue
        if (row.content_digest(), row.is_void) == (first.content_digest(), first.is_void):
            done.unchanged += 1
        else:
            done.refused.append(_fault(row, "key_twice", "line", row.line))
    return firsts


def _find_stored(connection: Connection, uuids: Sequence[str]) -> dict[str, Any]:
    stored = {}
    for start in range(0, len(uuids), _MOST_VALUES):
        for row in connection.execute(_STORED, {"values": uuids[start : start + _MOST_VALUES]}):
            stored[row.uuid] = row
    return stored


def _reverse(connection: Connection, before: Any, row: BookRow, uuid: str, done: ImportResult) -> None:
    """Reverse a stored row that is now BATAL, on the row's own date."""
    target = lookups.find_target(connection, sale_id=before.id)
    draft = _void_draft(row, uuid)
    recorded = voids.apply_void(
        connection, target, draft, hashed=book_hash(row), received_at=clock.now(), sent_at=None,
        cashier_id=None, cashier_name="", flags=[], till_id=None, source="book",
    )  # fmt: skip
    if recorded is None:  # a concurrent import wrote it first
        done.unchanged += 1
        return
    done.changed += 1
    done.voided += 1
    done.parked += recorded.result == "parked"


def _void_draft(row: BookRow, uuid: str) -> VoidDraft:
    return VoidDraft(str(uuid5(UUID(uuid), "void")), uuid, row.note, sold_at(row))


def _write_new_rows(
    connection: Connection, fresh: dict[str, tuple[BookRow, str]], booths: dict[str, int], done: ImportResult
) -> None:
    people = find_book_people(connection, [row.buyer for row, _ in fresh.values()])
    catalogues: dict[date, dict[tuple[str, str], CatalogueItem]] = {}
    prepared = []
    for uuid, (row, hashed) in fresh.items():
        if row.day not in catalogues:
            catalogues[row.day] = list_products_by_name(row.day)
        prepared.append(
            prepare_row(uuid, row, hashed, booths[fold_name(row.booth)], people, catalogues[row.day])
        )
    months = writer.lock_months(one.row["period"] for one in prepared)
    bookings = [writer.decide_booking(one, months) for one in prepared]
    ids = writer.insert_sales(connection, prepared, bookings)
    _write_reversals(connection, fresh, prepared, bookings, ids, done)
    done.created += len(ids)
    done.unchanged += len(prepared) - len(ids)  # a concurrent import wrote it first
    done.parked += sum(booking.result == "parked" for booking in bookings)
    done.unresolved += sum(one.row["buyer_kind"] == "unresolved" for one in prepared)


def _write_reversals(
    connection: Connection,
    fresh: dict[str, tuple[BookRow, str]],
    prepared: list[ValidSale],
    bookings: list[writer.Booking],
    ids: dict[str, int],
    done: ImportResult,
) -> None:
    """Reverse the new rows that are BATAL: the ledger has both sale and reversal (decisions, files)."""
    reversals, where = [], []
    for one, booking in zip(prepared, bookings, strict=True):
        row = fresh[one.uuid][0]
        if not row.is_void or one.uuid not in ids:
            continue
        draft = _void_draft(row, one.uuid)
        values = one.row | {
            "uuid": draft.uuid,
            "void_of": ids[one.uuid],
            "amount": -one.row["amount"],
            "reason": draft.reason,
            "flags": [flag for flag in one.row["flags"] if flag == "month_closed"],
            "book_sheet": None,
            "book_line": None,
        }
        line = one.lines[0]
        opposite = line | {"quantity": -line["quantity"], "amount": -line["amount"]}
        late = None if booking.late is None else booking.late | {"bundle": ids[one.uuid]}
        reversals.append(ValidSale(values, [opposite]))
        where.append(writer.Booking(booking.result, late))
    if reversals:
        writer.insert_sales(connection, reversals, where)
    done.voided += len(reversals)
