"""Builds the files of a month that is being closed: the workbook, and the book as PDF that says how to verify both."""

import hashlib
import io

from app.closing.authenticity import BOOK, book_code
from app.closing.signed_files import BuiltFile
from app.closing.snapshot import MonthSnapshot
from app.reports.compliance import file_name, report_of
from app.reports.month import compliance_of
from app.reports.report import write_report
from app.reports.signed_book import Proof, write_signed_book
from app.settings.queries import find_logo


def build_signed_files(frozen: MonthSnapshot, made_by: str, origin: str) -> list[BuiltFile]:
    """Build both files for storing with the closing (decisions 16). `origin`: scheme and host of the city's pages, for
    the QR code; if empty, the book has no QR code."""
    month = compliance_of(frozen, made_by)
    workbook, book = io.BytesIO(), io.BytesIO()
    write_report(workbook, report_of(month))
    sha256 = hashlib.sha256(workbook.getvalue()).hexdigest()
    code = book_code(frozen.period, frozen.version, sha256)
    proof = Proof(f"{origin}/cek/buku/{frozen.period}/{frozen.version}/{code}", sha256)
    write_signed_book(book, month, proof, frozen.closed_at, find_logo())
    name = file_name(frozen.period, frozen.version)
    return [
        BuiltFile(name, workbook.getvalue()),
        BuiltFile(name.replace(".xlsx", ".pdf"), book.getvalue(), BOOK),
    ]
