"""Checks whether a printed signed book is the one on record, by the code in its QR.

The code is a keyed hash of month, version and the SHA-256 of the signed workbook, so it fits one book only and cannot
be made without the key. It is compared with the present record.
"""

import base64
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from app.audit import keyring
from app.audit.state_seal import matches_seal
from app.closing.models import Closing, ClosingFile, SnapshotRow
from app.extensions import db
from app.months.queries import get_month
from app.shared.columns import table
from app.shared.period import Period

BOOK = "book-pdf"
"""The kind of `closing_file` that is the book as PDF; `compliance` is the workbook."""
_LENGTH = 16
_CLOSING, _FILE, _ROW = table(Closing), table(ClosingFile), table(SnapshotRow)


def book_code(period: Period, version: int, sha256: str) -> str:
    """The code of a book: 22 letters. `sha256` is the signed workbook's. Its key never changes, so that printed codes
    stay valid."""
    key = keyring.ring().derive_lasting("book code")
    digest = hmac.digest(key, f"{period}\n{version}\n{sha256}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:_LENGTH]).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class BookOnRecord:
    """The public facts of a book: counts of people, sums in whole rupiah, hashes; no names.

    `state`: `current`; `superseded` by version `newer`; `reopened` and not closed again.
    """

    state: str
    period: Period
    version: int
    newer: int
    closed_at: datetime
    people: int
    met: int
    short: int
    bought: int
    workbook_sha256: str
    book_sha256: str


def find_book(period: Period, version: int, code: str) -> BookOnRecord | None:
    """The book that a code was made for; None if there is none, the code is wrong, or its record was altered."""
    found = db.session.execute(
        select(_CLOSING.c.id, _CLOSING.c.closed_at).where(
            _CLOSING.c.period == period, _CLOSING.c.version == version
        )
    ).one_or_none()
    if found is None:
        return None
    files = {row.kind: row for row in db.session.execute(select(_FILE.c.id, _FILE.c.kind, _FILE.c.sha256).where(
        _FILE.c.closing_id == found.id))}  # fmt: skip
    workbook, book = files.get("compliance"), files.get(BOOK)
    if workbook is None or book is None:
        return None
    if not hmac.compare_digest(book_code(period, version, workbook.sha256).encode(), code.encode()):
        return None
    if not all(matches_seal("closing_file", one.id) for one in (workbook, book)):
        return None
    month = get_month(period)
    newer = month.version if month.version > version else 0
    state = "superseded" if newer else "current" if month.is_closed else "reopened"
    people, met, short, bought = db.session.execute(_sums(found.id)).one()
    return BookOnRecord(
        state, period, version, newer, found.closed_at, people, int(met), int(short), int(bought),
        workbook.sha256, book.sha256,
    )  # fmt: skip


def _sums(closing_id: int) -> Select[Any]:
    def count(status: str) -> ColumnElement[Any]:
        return func.coalesce(func.sum(case((_ROW.c.status == status, 1), else_=0)), 0)

    bought = func.coalesce(func.sum(_ROW.c.bought), 0)
    return select(func.count(), count("met"), count("short"), bought).where(_ROW.c.closing_id == closing_id)
