"""Lists the makers whose data an account could read in a period, from the registered data (UU 27/2022, article 46).

Pages that list makers are not recorded per maker: an account with a role that reads them could read all of them if it
had a session in the period. The trail records when an officer opened one maker's owner, phone and account.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from app.accounts.queries import get_user
from app.audit.queries import list_events_between
from app.excel.column_widths import Column, Sheet
from app.privacy.maker_data import MAKER_DATA
from app.retention.lookups import (
    list_all_makers,
    list_maker_contacts,
    list_offered_makers,
    list_own_makers,
    was_in_use,
)
from app.retention.own_data import count_maker_rows

OPENED_MAKER = "access.open_maker"
OWN = "usaha sendiri"
"""How an account reaches the makers it acts for; any other way is the name of a role."""


@dataclass(slots=True)
class MakerReach:
    """Maker id → the ways it could be read; (section, way, rows); maker id → times its contacts were opened."""

    makers: dict[int, set[str]] = field(default_factory=dict)
    sections: list[tuple[str, str, int]] = field(default_factory=list)
    opened: dict[int, list[datetime]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """The number of readable rows; a row readable in two ways counts twice."""
        return sum(count for _title, _way, count in self.sections)


def find_maker_reach(user_id: int, since: datetime, until: datetime) -> MakerReach:
    """What an account could read from `since` to before `until`; nothing if it had no session then."""
    reach = MakerReach()
    if not was_in_use(user_id, since, until):
        return reach
    for event in list_events_between("user", user_id, since, until, (OPENED_MAKER,)):
        if event.subject_id is not None:
            reach.opened.setdefault(event.subject_id, []).append(event.at)
    for way, ids in _ways(user_id, since, until):
        for maker_id in ids:
            reach.makers.setdefault(maker_id, set()).add(way)
        for part in MAKER_DATA:
            if ids and (way == OWN or way in part.readers) and (count := count_maker_rows(part, ids)):
                reach.sections.append((part.title, way, count))
    return reach


def _ways(user_id: int, since: datetime, until: datetime) -> Iterator[tuple[str, set[int]]]:
    """Each way in which an account can read makers' data, with the makers' ids."""
    yield OWN, list_own_makers(user_id, since, until)
    reading = {role for part in MAKER_DATA for role in part.readers}
    for role in sorted(get_user(user_id).role_names & reading):
        yield role, list_offered_makers(user_id) if role == "curator" else list_all_makers()


def maker_sheets(reach: MakerReach) -> list[Sheet]:
    """The sheets with the makers to inform, their contacts, and which of their data could be read."""
    rows = []
    for maker_id, name, owner, phone, village in list_maker_contacts():
        if maker_id in reach.makers:
            times = reach.opened.get(maker_id, [])
            ways = ", ".join(sorted(reach.makers[maker_id]))
            edges = (min(times), max(times)) if times else (None, None)
            rows.append((name, owner or "", phone or "", village or "", ways, len(times), *edges))
    makers = (
        Column("Usaha", 28), Column("Pemilik", 24), Column("Telepon", 16), Column("Kelurahan", 20),
        Column("Melalui", 24), Column("Halaman dibuka", 12, "integer"), Column("Pertama", 18, "datetime"),
        Column("Terakhir", 18, "datetime"),
    )  # fmt: skip
    sections = (Column("Bagian", 32), Column("Melalui", 24), Column("Baris", 12, "integer"))
    return [
        Sheet("UMKM yang harus diberi tahu", makers, rows, titles=["UMKM yang harus diberi tahu"]),
        Sheet("Data UMKM dalam jangkauan", sections, reach.sections, titles=["Data UMKM dalam jangkauan"]),
    ]
