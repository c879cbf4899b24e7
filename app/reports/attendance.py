"""The attendance list of a course in the office's form: a sheet per session, with numbered boxes for signatures.

Boxes alternate between left and right, so that each signature has the height of two rows (makers 19).
"""

from collections.abc import Sequence

from app.excel.column_widths import Column, FactSheet, Sheet
from app.reports.queries.training import Course, Participant, count_attendance_rows, get_course
from app.reports.registry import ReportContent, ReportKind, given
from app.reports.report import Letterhead, Report, format_day, made_facts, read_paper
from app.sales.queries import get_last_sale_id
from app.shared import clock
from app.shared.transaction import begin_snapshot
from app.shared.words import N_
from app.training.queries.attendance import SessionRow

SPARE_ROWS = 10
"""Empty rows of the list that is printed before a session, for those who come without a place."""
SEAT_WORDS = {"site": "di tempat", "online": "daring", "": ""}
SOURCE_WORDS = {"card": "kartu", "list": "daftar", "word": "kata"}
_PERSON = (
    Column("No.", 5, "number_no"), Column("Nama peserta", 27), Column("Usaha", 29), Column("Kelurahan", 19),
    Column("Nomor HP", 12), Column("Kursi", 14),
)  # fmt: skip
_SIGN = (Column("Tanda tangan", 15), Column("Tanda tangan", 15))


def read_attendance(event_id: int, made_by: str, *, is_blank: bool = False) -> Report:
    """Read the attendance of each session of a course, or with `is_blank` make the empty list to sign. NotFound."""
    begin_snapshot()
    paper, course, ledger_seq = read_paper(made_by), get_course(event_id), get_last_sale_id()
    name = "Daftar hadir kosong" if is_blank else "Daftar hadir"
    title = f"{name}: {course.event.title}"
    sheets: list[Sheet | FactSheet] = [
        _session(paper, course, session, number, is_blank=is_blank)
        for number, session in enumerate(course.sessions, 1)
    ]
    sheets.append(
        FactSheet(
            "Keterangan", [*made_facts(title, paper, ledger_seq), *_MEANINGS], letterhead=paper.letterhead,
            titles=["KETERANGAN LAPORAN", *paper.titles()],
        )
    )  # fmt: skip
    slug = "daftar-hadir-kosong" if is_blank else "daftar-hadir"
    return Report(
        f"{slug}-{event_id}-{course.event.starts_on.isoformat()}.xlsx", title, sheets, made_by,
        paper.footer(title, ledger_seq), paper.made_at, is_provisional=False,
        details={"event": event_id, "ledger_seq": ledger_seq, "rows": len(course.people)},
    )  # fmt: skip


_MEANINGS = (
    ("Nomor HP", "hanya empat angka terakhir: daftar ini diedarkan di ruangan"),
    (
        "Hadir",
        "kartu: kartu UMKM dipindai; daftar: dicatat petugas; kata: kata yang diucapkan dalam rapat daring",
    ),
)


def _session(paper: Letterhead, course: Course, session: SessionRow, number: int, *, is_blank: bool) -> Sheet:
    people = [person for person in course.people if person.row.seat == "site"] if is_blank else course.people
    count = len(people) + (SPARE_ROWS if is_blank else 0)
    rows = [
        _row(people[place] if place < len(people) else None, session, place + 1, is_blank=is_blank)
        for place in range(count)
    ]
    came = sum(session.id in person.sources for person in people)
    return Sheet(
        name=f"Sesi {number}",
        columns=(*_PERSON, *(() if is_blank else (Column("Hadir", 11),)), *_SIGN),
        rows=rows,
        letterhead=paper.letterhead,
        titles=paper.titles("DAFTAR HADIR PESERTA PELATIHAN", *_about(course, session, number)),
        notes=[_BLANK_NOTE if is_blank else f"Hadir {came} dari {len(people)} peserta pada sesi ini."],
        signatures=paper.signatures(),
        empty_text="Belum ada peserta.",
        has_room_to_sign=True,
    )


_BLANK_NOTE = "Peserta daring tidak menandatangani. Baris kosong untuk yang datang tanpa mendaftar."


def _about(course: Course, session: SessionRow, number: int) -> list[str]:
    """The lines below the title: course, session, time, place."""
    event, total = course.event, len(course.sessions)
    lines = [
        event.title.upper(),
        f"Sesi {number} dari {total}: {format_day(clock.local_date(session.starts_at))}, {format_hours(session)}",
    ]
    place = " · ".join(part for part in (event.place, event.organizer) if part)
    return [*lines, place] if place else lines


def format_hours(session: SessionRow) -> str:
    """The hours of a session: `09.00–12.00 WIT`."""
    begins, ends = clock.local(session.starts_at), clock.local(session.ends_at)
    return f"{begins:%H.%M}–{ends:%H.%M} {ends.tzname()}"


def seat_words(one: Participant) -> str:
    """The participant's seat; `datang langsung` for a walk-in."""
    return "datang langsung" if one.row.is_walk_in else SEAT_WORDS[one.row.seat]


def _row(one: Participant | None, session: SessionRow, number: int, *, is_blank: bool) -> Sequence[object]:
    box = f"{number}."
    signed = (box, "") if number % 2 else ("", box)
    if one is None:
        return ("", "", "", "", "", *signed)
    person = (one.row.person, one.row.maker, one.village, one.phone, seat_words(one))
    if is_blank:
        return (*person, *signed)
    source = one.sources.get(session.id)
    return (*person, SOURCE_WORDS[source] if source else "tidak hadir", *signed)


ATTENDANCE = ReportKind(
    "attendance",
    N_("Daftar hadir"),
    parameters=("event", "content"),
    audiences=("umkm",),
    help="Daftar hadir sebuah pelatihan: satu lembar per sesi, dengan kotak tanda tangan.",
    named="nobody",
    contents=(
        ReportContent(
            "daftar-hadir",
            N_("Daftar hadir"),
            lambda request, made_by: read_attendance(given(request.event_id), made_by),
            lambda request: count_attendance_rows(given(request.event_id)),
            download=N_("Unduh daftar hadir"), view=N_("Daftar hadir"), named="nobody",
        ),
        ReportContent(
            "daftar-hadir-kosong",
            N_("Daftar hadir kosong"),
            lambda request, made_by: read_attendance(given(request.event_id), made_by, is_blank=True),
            lambda request: count_attendance_rows(given(request.event_id)),
            download=N_("Unduh daftar hadir kosong"), view=N_("Daftar hadir kosong"), named="nobody", flag="--blank",
            flag_help="Untuk dicetak sebelum sesinya: belum ada yang hadir, dengan baris kosong.",
        ),
    ),
)  # fmt: skip
