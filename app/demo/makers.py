"""The makers of the demo city, their agreements with the booths, their deliveries and certificates."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from app.audit.rules import SYSTEM
from app.certificates.imports import CERTIFICATES
from app.demo.shift import move_sheet, move_written_date, write_csv
from app.demo.small_makers import add_deliveries, move_villages
from app.excel.reader import open_rows
from app.imports.services import import_file
from app.makers.imports import REGISTER
from app.settlement.imports import TERMS
from app.settlement.queries.due import list_due
from app.shared import clock
from app.stock.imports import SUPPLY_BOOK

DATA = Path(__file__).resolve().parent / "data"


def read_cells(name: str) -> list[list[str]]:
    """All cells of one of the city's files as text, header first."""
    with open_rows(DATA / name) as rows:
        return [["" if cell is None else str(cell) for cell in cells] for _number, cells in rows]


def past_rows() -> Callable[[dict[str, str]], bool]:
    """Return a filter for book rows that are not in the future, in the city's zone."""
    now = clock.local(clock.now())

    def is_past(row: dict[str, str]) -> bool:
        day = move_written_date(row["TANGGAL"], 0)
        sold = date(int(day[6:]), int(day[3:5]), int(day[:2]))
        return (sold, row["JAM"]) <= (now.date(), f"{now:%H:%M}")

    return is_past


def register_makers(folder: Path) -> None:
    """Import the Dinas' sheet of makers, of which four rows are refused on purpose."""
    rows = move_villages(read_cells("umkm_binaan.xlsx"))
    import_file(REGISTER, write_csv(rows, folder / "register.csv"), actor=SYSTEM)


def agree_terms(folder: Path, months: int) -> None:
    """Import the agreements, with their first days moved by so many months."""
    moved = move_sheet(read_cells("perjanjian_titip.xlsx"), "BERLAKU SEJAK", months)
    import_file(TERMS, write_csv(moved, folder / "perjanjian.csv"), actor=SYSTEM)


def deliver_goods(month: str, folder: Path, months: int) -> None:
    """Import the book of consigned goods of a month, up to now."""
    rows = add_deliveries(read_cells(f"buku_titipan_{month}.xlsx"))
    moved = move_sheet(rows, "TANGGAL", months, keep=past_rows())
    moved = move_sheet(moved, "KEDALUWARSA", months)
    import_file(SUPPLY_BOOK, write_csv(moved, folder / "titipan.csv"), actor=SYSTEM)


def record_certificates(folder: Path, months: int) -> None:
    """Import certificates with moved dates; the last two digits of a P-IRT number are set to the year of expiry."""
    rows = read_cells("sertifikat.xlsx")
    for title, by in (("TERBIT", months), ("BERAKHIR", months), ("TANGGAL DIPERIKSA", months - 1)):
        rows = move_sheet(rows, title, by)
    number, end = rows[0].index("NOMOR"), rows[0].index("BERAKHIR")
    for row in rows[1:]:
        row[number] = f"{row[number][:-2]}{row[end][-2:]}"
    import_file(CERTIFICATES, write_csv(rows, folder / "sertifikat.csv"), actor=SYSTEM)


def find_best_seller() -> int:
    """The id of the maker with the highest unsettled sum, who has goods and money to show."""
    return max(list_due(), key=lambda one: (one.payable, -one.maker_id)).maker_id
