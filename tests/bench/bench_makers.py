"""Makers' goods and money (issue 11, Figures): all statements of a city, the shelf of a booth, a long supply book.

Statements: 1.000 makers, 40 booths, 200.000 unsettled lines. Floor: one statement that sums the same lines, and the
same rows of both tables inserted with one Core statement each; both in a transaction that is taken back. Shelf: one
booth with 300 products and 5.000 lines, while the other booths' lines grow from 15.000 to 195.000. Book: 50.000 rows,
floor as for the roster. A maker's page: its reads with some 210 lines of its own, among 1.000 makers and among 50.
Statements, shelf and page on both engines, the book on SQLite.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import create_engine, event, func, insert, select

from app.audit.rules import SYSTEM
from app.excel.column_widths import Column, Sheet
from app.excel.writer import write_workbook
from app.extensions import db
from app.imports.services import import_file
from app.sales.models import Sale, SaleLine
from app.sales.queries.maker_day import list_sold
from app.settlement.models import Statement, StatementLine
from app.settlement.queries.due import list_due
from app.settlement.queries.statements import list_statements
from app.settlement.services.statements import make_statements
from app.shared.columns import Base, table
from app.shared.transaction import begin_writing, commit, rollback
from app.stock.imports import SUPPLY_BOOK
from app.stock.models import StockMove, SupplyLine, SupplyNote
from app.stock.queries.shelf import list_shelf
from tests.bench.figures import Figure
from tests.bench.makers_city import BOOTHS, MAKERS, fill_makers, make_city, open_city
from tests.counted import count_statements
from tests.engines import PostgresDatabases, postgres_server

SMALL, GREAT, BOOK = 20_000, 200_000, 50_000
FEW, FEW_MAKERS, MAKER = 10_600, 50, 2
_DAY = date(2026, 10, 8)
_SALE, _LINE = table(Sale), table(SaleLine)
Rows = list[tuple[Any, list[dict[str, Any]]]]
"""Rows by table."""
_TITLES = ("TANGGAL", "POJOK", "NO NOTA", "BARIS", "JENIS", "UMKM", "PRODUK", "JUMLAH UMKM", "JUMLAH DITERIMA",
           "HARGA JUAL")  # fmt: skip


def run(rounds: int = 3) -> list[Figure]:
    """Both engines in turn, then the book."""
    with tempfile.TemporaryDirectory(prefix="bench-makers-") as name, postgres_server() as server:
        folder, databases = Path(name), PostgresDatabases(server, lambda _url: None)
        with databases.empty() as small, databases.empty() as great, databases.empty() as few:
            files = [f"sqlite:///{folder / f'{lines}.sqlite'}" for lines in (SMALL, GREAT, FEW)]
            figures = [
                *_figures("SQLite", files, folder, rounds),
                *_figures("PostgreSQL", [small, great, few], folder, rounds),
            ]
        databases.close()
        return [*figures, _book(folder, rounds)]


def _figures(engine: str, urls: Sequence[str], folder: Path, rounds: int) -> list[Figure]:
    sizes = ((SMALL, MAKERS), (GREAT, MAKERS), (FEW, FEW_MAKERS))
    small, great, few = (make_city(url, folder, *size) for url, size in zip(urls, sizes, strict=True))
    shelves: tuple[list[float], list[float]] = ([], [])
    pages: tuple[list[float], list[float]] = ([], [])
    product, floor, peak = [], [], 0
    for _round in range(rounds):
        for times, app in zip(shelves, (small, great), strict=True):
            times.append(_shelf(app))
        for times, app in zip(pages, (few, great), strict=True):
            times.append(_page(app))
        spent, grown, rows = _statements(great)
        peak = max(peak, grown)
        product.append(spent)
        floor.append(_statements_floor(great, rows))
    counts = [_count_page(app) for app in (few, great)]
    less, more = map(median, shelves)
    alone, among = map(median, pages)
    return [
        Figure(f"{engine}: all statements, {MAKERS} makers × {BOOTHS} booths, {GREAT} lines", median(product), "s",
               floor=median(floor), ratio=median(product) / median(floor), bar=3.0),
        Figure(f"{engine}: memory that making them adds", peak / 1024, "MiB", bar=64.0),
        Figure(f"{engine}: shelf of one booth among {GREAT} lines, against among {SMALL}", more, "ms", floor=less,
               ratio=more / less, bar=1.5),
        Figure(f"{engine}: a maker's page among {MAKERS} makers, against among {FEW_MAKERS}", among, "ms", floor=alone,
               ratio=among / alone, bar=1.5),
        Figure(f"{engine}: its statements among {MAKERS} makers, against among {FEW_MAKERS}", counts[1],
               floor=counts[0], ratio=counts[1] / counts[0], bar=1.0),
    ]  # fmt: skip


def memory(name: str) -> int:
    """What this process holds (`VmRSS`), or the most it held since `forget_peak` (`VmHWM`), in KiB; Linux."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def forget_peak() -> int:
    """Let the peak begin anew at what is held now, in KiB."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return memory("VmRSS")


def _shelf(app: Flask) -> float:
    with app.app_context():
        list_shelf([1])
        begin = time.perf_counter()
        found = list_shelf([1])
        spent = (time.perf_counter() - begin) * 1000
        rollback()
    if len(found) != 300:
        raise AssertionError("a product is missing on the shelf")
    return spent


def _page(app: Flask) -> float:
    """What a maker's pages read of money and sales, the best of three in milliseconds."""
    spent = []
    with app.app_context():
        for _time in range(3):
            begin = time.perf_counter()
            due, sold = list_due([MAKER]), list_sold([MAKER], _DAY)
            list_statements(maker_ids=[MAKER])
            spent.append((time.perf_counter() - begin) * 1000)
            rollback()
    if not due or not sold:
        raise AssertionError("a maker who sold nothing")
    return min(spent)


def _count_page(app: Flask) -> int:
    with app.app_context(), count_statements() as counted:
        list_due([MAKER])
        list_sold([MAKER], _DAY)
        list_statements(maker_ids=[MAKER])
        rollback()
    return len(counted)


@contextmanager
def _taken_back(app: Flask) -> Any:
    with app.app_context():
        begin_writing()
        yield
        rollback()


def _statements(app: Flask) -> tuple[float, int, Rows]:
    """Seconds to make them all, the KiB that took at most, and the rows that were written."""
    with _taken_back(app):
        held = forget_peak()
        begin = time.perf_counter()
        made = make_statements(actor=SYSTEM)
        spent = time.perf_counter() - begin
        grown = memory("VmHWM") - held
        rows = [(one, [dict(row) for row in db.session.execute(select(one)).mappings()])
                for one in (table(Statement), table(StatementLine))]  # fmt: skip
    if not made or len(rows[1][1]) != GREAT:
        raise AssertionError("a line was not settled")
    return spent, grown, rows


def _statements_floor(app: Flask, rows: Rows) -> float:
    sums = (
        select(_LINE.c.maker_id, _SALE.c.booth_id, func.sum(_LINE.c.amount), func.count())
        .join(_SALE, _SALE.c.id == _LINE.c.sale_id)
        .group_by(_LINE.c.maker_id, _SALE.c.booth_id)
    )
    with _taken_back(app):
        begin = time.perf_counter()
        db.session.execute(sums).all()
        for target, values in rows:
            db.session.execute(insert(target), values)
        return time.perf_counter() - begin


def _book(folder: Path, rounds: int) -> Figure:
    """From the file to committed rows, against reading it and inserting the same rows."""
    file = folder / "buku.xlsx"
    write_workbook(file, [Sheet("Data", tuple(map(Column, _TITLES)), map(_row, range(BOOK)))])
    ours, floors = [], []
    for number in range(rounds):
        spent, rows = _import(file, folder / f"book-{number}.sqlite")
        ours.append(spent)
        floors.append(import_floor(file, rows, folder / f"floor-{number}.sqlite"))
    return Figure(f"SQLite: supply book of {BOOK} rows, file to committed rows", median(ours), "s",
                  floor=median(floors), ratio=median(ours) / median(floors), bar=4.0)  # fmt: skip


def _row(number: int) -> tuple[Any, ...]:
    """Ten lines a note, each of another maker's product at one booth."""
    note, line = divmod(number, 10)
    return (date(2026, 10, 1 + note % 28), f"Pojok {1 + note % BOOTHS}", f"N-{note}", line + 1, "TITIP",
            f"UMKM {1 + note * 7 % MAKERS}", "Bagea", 20, 20, 10_000)  # fmt: skip


def _import(file: Path, path: Path) -> tuple[float, Rows]:
    app = open_city(f"sqlite:///{path}", path.parent)
    with app.app_context():
        begin_writing()
        fill_makers()
        commit()
        begin_writing()
        begin = time.perf_counter()
        done = import_file(SUPPLY_BOOK, file, actor=SYSTEM)
        commit()
        spent = time.perf_counter() - begin
        if done.counts()["created"] != BOOK:
            raise AssertionError(f"not every row was taken: {done.counts()}")
        rows = [(one, [dict(row) for row in db.session.execute(select(one)).mappings()])
                for one in map(table, (SupplyNote, SupplyLine, StockMove))]  # fmt: skip
        db.session.remove()
        db.engine.dispose()
    return spent, rows


def import_floor(file: Path, rows: Rows, path: Path) -> float:
    """Seconds for the fastest reader over the file, and one Core statement for each table's rows, committed."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _durable(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    Base.metadata.create_all(engine)
    begin = time.perf_counter()
    for _row_read in CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).iter_rows():
        pass
    with engine.begin() as connection:
        for target, values in rows:
            connection.execute(insert(target), values)
    spent = time.perf_counter() - begin
    engine.dispose()
    return spent
