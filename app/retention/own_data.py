"""All stored data about one person or maker, with readable labels, for them (UU 27/2022, article 6; decisions 21).

Each subject registers its section in its own `own_data.py` (ADR 0032).
"""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from sqlalchemy import func, select

from app.excel.column_widths import Column, Properties, Sheet
from app.excel.writer import write_workbook
from app.extensions import db
from app.privacy.maker_data import MAKER_DATA, MakerDataPart
from app.privacy.registry import LOGIN_DATA, OWN_DATA, OwnPerson, Section, iso_local
from app.shared.period import Period


def list_own_data(employee_id: int, user_id: int, periods: Sequence[Period]) -> list[Section]:
    """All sections about a person, except who opened the data, which the edge adds. Reads only."""
    person = OwnPerson(employee_id, user_id, sorted(periods))
    return [part.read(person) for part in OWN_DATA] + list_login_data(user_id)


def list_login_data(user_id: int) -> list[Section]:
    """The sections about a login, whether or not it belongs to a person. Reads only."""
    return [part.read(user_id) for part in LOGIN_DATA]


def list_maker_data(maker_ids: Collection[int], user_id: int) -> list[Section]:
    """All sections about a maker (all its records), and those about the requesting login. One statement each."""
    sections = [
        Section(part.title, [(title, kind) for title, kind, _ in part.columns], _list_rows(part, maker_ids))
        for part in MAKER_DATA
    ]
    return sections + list_login_data(user_id)


def list_maker_titles() -> list[str]:
    """The titles of the sections of a maker's own data, in order."""
    return [part.title for part in MAKER_DATA]


def _list_rows(part: MakerDataPart, maker_ids: Collection[int]) -> list[tuple[Any, ...]]:
    columns = [column for _title, _kind, column in part.columns]
    query = select(*columns).select_from(part.source).where(part.belongs(maker_ids)).order_by(part.key)
    return [tuple(row) for row in db.session.execute(query)]


def count_maker_rows(part: MakerDataPart, maker_ids: Collection[int]) -> int:
    """The number of rows of a section about these makers."""
    query = select(func.count(part.key)).select_from(part.source).where(part.belongs(maker_ids))
    return db.session.scalar(query) or 0


def as_json(sections: Sequence[Section], made_at: datetime) -> bytes:
    """One object: each section's title → its rows, each value under its title. Amounts are whole rupiah."""
    content: dict[str, Any] = {"Dibuat": iso_local(made_at)}
    for section in sections:
        titles = [title for title, _ in section.columns]
        content[section.title] = [dict(zip(titles, map(_plain, row), strict=True)) for row in section.rows]
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def as_workbook(sections: Sequence[Section]) -> bytes:
    """The sections as a workbook with one sheet each; every column has a kind that workbooks support."""
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
