"""Everything stored about one person, in plain words, for that person (UU 27/2022, article 6; decisions 21).

Each subject registers its section in its own `own_data.py` (ADR 0032).
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from app.excel.column_widths import Column, Properties, Sheet
from app.excel.writer import write_workbook
from app.privacy.registry import OWN_DATA, OwnPerson, Section, iso_local
from app.shared.period import Period


def list_own_data(employee_id: int, user_id: int, periods: Sequence[Period]) -> list[Section]:
    """All sections but who looked at it, which the edge adds in its own words. Reads only."""
    person = OwnPerson(employee_id, user_id, sorted(periods))
    return [part.read(person) for part in OWN_DATA]


def as_json(sections: Sequence[Section], made_at: datetime) -> bytes:
    """One object: each section's title → its rows, each value under its title. Amounts are whole rupiah."""
    content: dict[str, Any] = {"Dibuat": iso_local(made_at)}
    for section in sections:
        titles = [title for title, _ in section.columns]
        content[section.title] = [dict(zip(titles, map(_plain, row), strict=True)) for row in section.rows]
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def as_workbook(sections: Sequence[Section]) -> bytes:
    """The same as a workbook with a sheet per section; every column is of a kind that a workbook knows."""
    sheets = [
        Sheet(
            section.title,
            [Column(title, 24, kind) for title, kind in section.columns],  # type: ignore[arg-type]
            section.rows,
            titles=[section.title],
        )
        for section in sections
    ]
    target = BytesIO()
    write_workbook(target, sheets, properties=Properties(title="Data saya"))
    return target.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso_local(value)
    return value.isoformat() if isinstance(value, date) else value
