"""The values that reading a roster yields, row by row."""

from typing import NamedTuple


class Draft(NamedTuple):
    """One readable row. A field of the posting is None if the file has no such column."""

    row: int
    pns_id: str | None
    nip: str | None
    code: str | None
    name: str
    front_title: str | None
    back_title: str | None
    unit_id: int
    status: str
    service: str | None
    echelon: str | None
    position: str | None
    position_kind: str | None
    grade: str | None
