"""What reading a roster gives, row by row. Values only."""

from typing import NamedTuple


class Draft(NamedTuple):
    """One readable row. None in a posting's part: the file has no such column and says nothing about it."""

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
