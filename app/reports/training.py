"""The recap of a course for its accounts (SPJ): sessions, attendance, certificates, repeated topics (makers 19)."""

from collections.abc import Sequence

from app.excel.column_widths import Column, FactSheet, Sheet
from app.reports.attendance import format_hours, seat_words
from app.reports.heading import long_date
from app.reports.queries.training import Course, Participant, count_attendance_rows, get_course
from app.reports.registry import ReportKind, given
from app.reports.report import Letterhead, Report, format_day, made_facts, read_paper
from app.sales.queries import get_last_sale_id
from app.shared import clock
from app.shared.transaction import begin_snapshot
from app.shared.words import N_
from app.training.queries.attendance import SessionRow
from app.training.rules import TOPIC_MONTHS

_NO = Column("No.", 5, "number_no")
_STATES = {"open": " (BELUM SELESAI)", "done": "", "cancelled": " (DIBATALKAN)"}


def read_training(event_id: int, made_by: str) -> Report:
    """Read the recap of one course in one snapshot. NotFound."""
    begin_snapshot()
    paper, course, ledger_seq = read_paper(made_by), get_course(event_id), get_last_sale_id()
    title = f"Rekap SPJ pelatihan: {course.event.title}"
    sheets: list[Sheet | FactSheet] = [
        _sessions(paper, course), _people(paper, course), _facts(paper, course, title, ledger_seq),
    ]  # fmt: skip
    return Report(
        f"rekap-spj-pelatihan-{event_id}-{course.event.starts_on.isoformat()}.xlsx", title, sheets, made_by,
        paper.footer(title, ledger_seq), paper.made_at, is_provisional=False,
        details={"event": event_id, "ledger_seq": ledger_seq, "rows": len(course.people)},
    )  # fmt: skip


def _titles(paper: Letterhead, course: Course, first: str) -> list[str]:
    event = course.event
    return paper.titles(
        first + _STATES[event.state], event.title.upper(), f"PEMERINTAH {paper.city.upper()}", _days(course)
    )


def _days(course: Course) -> str:
    first, last = course.event.starts_on, course.event.ends_on
    return long_date(first) if first == last else f"{long_date(first)} sampai {long_date(last)}"


def _sessions(paper: Letterhead, course: Course) -> Sheet:
    rows = [_session_row(course, session) for session in course.sessions]
    columns = (
        _NO, Column("Hari", 32), Column("Jam", 20), Column("Hadir di tempat", 13, "integer"),
        Column("Hadir daring", 13, "integer"), Column("Datang langsung", 13, "integer"),
        Column("Jumlah hadir", 13, "integer"), Column("Tidak hadir", 13, "integer"),
    )  # fmt: skip
    return Sheet(
        name="Sesi",
        columns=columns,
        rows=rows,
        letterhead=paper.letterhead,
        titles=_titles(paper, course, "REKAPITULASI PELATIHAN PER SESI"),
        total=lambda: (None, None, *(sum(_figures(row)[place] for row in rows) for place in range(5))),
        notes=["Tidak hadir: yang terdaftar dan tidak ada dalam sesi itu; sesi yang belum selesai tidak dihitung."],
        signatures=paper.signatures(),
    )  # fmt: skip


def _figures(row: Sequence[object]) -> list[int]:
    return [one if isinstance(one, int) else 0 for one in row[2:]]


def _session_row(course: Course, session: SessionRow) -> Sequence[object]:
    there = [person for person in course.people if session.id in person.sources]
    direct = sum(one.row.is_walk_in for one in there)
    site, online = (
        sum(one.row.seat == kind and not one.row.is_walk_in for one in there) for kind in ("site", "online")
    )
    missed = sum(_has_missed(person, session) for person in course.people)
    return (
        format_day(clock.local_date(session.starts_at)), format_hours(session), site, online, direct, len(there),
        missed,
    )  # fmt: skip


def _has_missed(one: Participant, session: SessionRow) -> bool:
    return one.row.state == "enrolled" and session.id not in one.sources and session.ends_at <= clock.now()


def _people(paper: Letterhead, course: Course) -> Sheet:
    columns = (
        _NO, Column("Nama peserta", 26), Column("Usaha", 28), Column("Kelurahan", 18), Column("Nomor HP", 12),
        Column("Kursi", 14), Column("Kehadiran", 14), Column("Sesi dihadiri", 9, "integer"),
        Column("Nomor sertifikat", 17), Column("Topik sama sebelumnya", 14, "date"),
    )  # fmt: skip
    rows = [
        (
            person.row.person, person.row.maker, person.village, person.phone, seat_words(person),
            _presence(course, person), len(person.sources), person.row.certificate, person.repeated_on,
        )
        for person in course.people
    ]  # fmt: skip
    return Sheet(
        name="Peserta",
        columns=columns,
        rows=rows,
        letterhead=paper.letterhead,
        titles=_titles(paper, course, "REKAPITULASI PESERTA PELATIHAN"),
        total=lambda: (*(None,) * 6, sum(len(person.sources) for person in course.people), None, None),
        notes=[
            f"Kehadiran: hadir pada semua {len(course.sessions)} sesi, sebagian, atau tidak hadir.",
            "Topik sama sebelumnya: hari terakhir orang yang sama mengikuti pelatihan bertopik sama dalam "
            f"{TOPIC_MONTHS} bulan sebelum pelatihan ini.",
        ],
        signatures=paper.signatures(),
        empty_text="Belum ada peserta.",
    )


def _presence(course: Course, one: Participant) -> str:
    """The label of attendance: `hadir` (all sessions), `sebagian`, `tidak hadir`; `belum` if no session has ended."""
    if one.sources:
        return "hadir" if len(one.sources) == len(course.sessions) else "sebagian"
    return "tidak hadir" if any(_has_missed(one, session) for session in course.sessions) else "belum"


def _facts(paper: Letterhead, course: Course, title: str, ledger_seq: int) -> FactSheet:
    event, people = course.event, course.people
    came = [person for person in people if person.sources]
    numbers = sorted(person.row.certificate for person in people if person.row.certificate)
    facts: list[tuple[str, object]] = [
        *made_facts(title, paper, ledger_seq),
        ("Pelatihan", None), ("Judul", event.title), ("Topik", event.topic), ("Penyelenggara", event.organizer or "–"),
        ("Tempat", event.place or "–"), ("Hari", _days(course)), ("Sesi", len(course.sessions)),
        *((f"Kursi {'di tempat' if seat.kind == 'site' else 'daring'}", seat.capacity) for seat in event.seats),
        ("Peserta", None), ("Terdaftar dengan kursi", sum(not person.row.is_walk_in for person in people)),
        ("Datang langsung", sum(person.row.is_walk_in for person in people)),
        ("Hadir paling sedikit satu sesi", len(came)),
        ("Tidak pernah hadir", sum(_presence(course, person) == "tidak hadir" for person in people)),
        ("Topik sama dalam 12 bulan", sum(person.repeated_on is not None for person in people)),
        ("Sertifikat", len(numbers)), ("Nomor sertifikat", _span(numbers)),
        ("Syarat sertifikat", f"hadir paling sedikit {event.share_percent} % sesi"),
    ]  # fmt: skip
    titles = _titles(paper, course, "KETERANGAN LAPORAN")
    return FactSheet("Keterangan", facts, letterhead=paper.letterhead, titles=titles)


def _span(numbers: Sequence[str]) -> str:
    if not numbers:
        return "–"
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]} sampai {numbers[-1]}"


TRAINING = ReportKind(
    "training",
    N_("Rekap SPJ"),
    parameters=("event",),
    audiences=("umkm",),
    help="Rekap SPJ sebuah pelatihan: sesi, yang terdaftar, yang hadir, sertifikat, topik yang sama.",
    open=lambda request, made_by: read_training(given(request.event_id), made_by),
    count_rows=lambda request: count_attendance_rows(given(request.event_id)),
    named="nobody",
)
