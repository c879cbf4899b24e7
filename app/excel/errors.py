"""The faults of uploaded files, as one error with a reason code."""

from __future__ import annotations

from app.shared.errors import DomainError

REASONS = frozenset(
    {
        "empty",  # no bytes, or no row with anything in it
        "not_excel",  # neither a workbook nor a text table
        "binary_xls",  # Excel 97-2003 or .xlsb: save as .xlsx
        "html_disguised",  # a web page or XML renamed
        "csv_renamed",  # a text file with an Excel name
        "encrypted",  # password on the file
        "macro",  # carries a program
        "truncated",  # the end is missing
        "damaged",  # a part is not what the format asks for
        "bomb",  # unpacks to far more than it looks
        "too_large",  # more bytes, rows, columns, cells or text than allowed
        "too_many_members",
        "duplicate_members",  # two parts of one name: two readers would see two files
        "bad_member_name",  # a part that points outside the file
        "dtd",  # XML with a document type or entities
        "no_sheet",  # no worksheet, or not the one asked for
        "no_header",  # none of the first rows has the required columns
        "doubled_header",  # a required column occurs twice
        "too_many_formulas",
        "bad_encoding",  # text with NUL bytes or of no known encoding
    }
)


class UnusableFile(DomainError):
    """The whole file is refused; nothing of it was used.

    ``reason`` is one of ``REASONS``; ``facts`` hold the numbers and names a sentence needs (limit, column,
    sheet).
    """

    def __init__(self, reason: str, **facts: object) -> None:
        if reason not in REASONS:
            raise ValueError(f"unknown reason: {reason}")
        super().__init__("file", reason=reason, **facts)
        self.reason = reason
