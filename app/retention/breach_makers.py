"""Which makers' data an account had in reach in a span, from what is registered of makers (UU 27/2022, article 46).

Pages that list makers are not noted per maker: whoever held a role that reads them had all of them in reach, once a
session of the account lived in the span. An officer's opening of one maker's owner, phone and account is in the trail.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import or_, select

from app.accounts.models import LoginSession
from app.accounts.queries import get_user
from app.audit.queries import list_events_between
from app.curation.models import AgencyMember, Submission, SubmissionRound, Verdict
from app.excel.column_widths import Column, Sheet
from app.extensions import db
from app.makers.models import Maker, MakerMember, MakerProfile
from app.privacy.maker_data import MAKER_DATA
from app.retention.own_data import count_maker_rows

OPENED_MAKER = "access.open_maker"
OWN = "usaha sendiri"
"""How an account reaches the makers it acts for; any other way is the name of a role."""


@dataclass(slots=True)
class MakerReach:
    """Maker's id → the ways it was in reach; section, way and rows; openings of one maker: id → instants."""

    makers: dict[int, set[str]] = field(default_factory=dict)
    sections: list[tuple[str, str, int]] = field(default_factory=list)
    opened: dict[int, list[datetime]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """All rows in reach; a row reached in two ways counts once for each."""
        return sum(count for _title, _way, count in self.sections)


def find_maker_reach(user_id: int, since: datetime, until: datetime) -> MakerReach:
    """What an account had in reach from `since` before `until`; nothing where none of its sessions lived then."""
    found = MakerReach()
    if not _was_in_use(user_id, since, until):
        return found
    for event in list_events_between("user", user_id, since, until, (OPENED_MAKER,)):
        if event.subject_id is not None:
            found.opened.setdefault(event.subject_id, []).append(event.at)
    for way, ids in _ways(user_id, since, until):
        for maker_id in ids:
            found.makers.setdefault(maker_id, set()).add(way)
        for part in MAKER_DATA:
            if ids and (way == OWN or way in part.readers) and (count := count_maker_rows(part, ids)):
                found.sections.append((part.title, way, count))
    return found


def _was_in_use(user_id: int, since: datetime, until: datetime) -> bool:
    lived = select(LoginSession.id).where(
        LoginSession.user_id == user_id,
        LoginSession.created_at < until,
        or_(LoginSession.ended_at.is_(None), LoginSession.ended_at >= since),
    )
    return db.session.scalar(lived.limit(1)) is not None


def _ways(user_id: int, since: datetime, until: datetime) -> Iterator[tuple[str, set[int]]]:
    """Each way an account reaches makers, with their ids."""
    yield OWN, _list_own(user_id, since, until)
    reading = {role for part in MAKER_DATA for role in part.readers}
    for role in sorted(get_user(user_id).role_names & reading):
        yield role, _list_offered(user_id) if role == "curator" else set(db.session.scalars(select(Maker.id)))


def _list_own(user_id: int, since: datetime, until: datetime) -> set[int]:
    """The makers it acted for in the span, with the records joined into them."""
    acting = select(MakerMember.maker_id).where(
        MakerMember.user_id == user_id,
        MakerMember.since < until,
        or_(MakerMember.until.is_(None), MakerMember.until >= since),
    )
    own = set(db.session.scalars(acting))
    joined = select(MakerProfile.maker_id, MakerProfile.joined_into_id)
    both = or_(MakerProfile.maker_id.in_(own), MakerProfile.joined_into_id.in_(own))
    rows = db.session.execute(joined.where(both, MakerProfile.joined_into_id.is_not(None)))
    return own.union(*rows)


def _list_offered(user_id: int) -> set[int]:
    """The makers whose offers were put to an agency for which this login judges or judged."""
    query = (
        select(Submission.maker_id)
        .join(SubmissionRound, SubmissionRound.submission_id == Submission.id)
        .join(Verdict, Verdict.round_id == SubmissionRound.id)
        .join(AgencyMember, AgencyMember.agency_id == Verdict.agency_id)
        .where(AgencyMember.user_id == user_id)
    )
    return set(db.session.scalars(query.distinct()))


def maker_sheets(found: MakerReach) -> list[Sheet]:
    """Which makers to tell, how to reach them, and which of their data were in reach."""
    query = select(
        Maker.id, Maker.name, MakerProfile.owner_name, MakerProfile.phone, MakerProfile.village
    ).outerjoin(MakerProfile, MakerProfile.maker_id == Maker.id)
    rows = []
    for maker_id, name, owner, phone, village in db.session.execute(query.order_by(Maker.search_name)):
        if maker_id in found.makers:
            times = found.opened.get(maker_id, [])
            ways = ", ".join(sorted(found.makers[maker_id]))
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
        Sheet("Data UMKM dalam jangkauan", sections, found.sections, titles=["Data UMKM dalam jangkauan"]),
    ]
