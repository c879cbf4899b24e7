"""Everything held about one person, in plain words, for that person (UU 27/2022, article 6; decisions 21)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from app.accounts.queries import get_user, list_sessions
from app.audit.queries import list_events_by
from app.closing.queries import list_months_of_person
from app.compliance.exemptions import list_exemptions
from app.directory.queries import get_employee, list_former_numbers, list_postings, load_tree
from app.disputes.queries import list_disputes_of
from app.excel.column_widths import Column, Properties, Sheet
from app.excel.writer import write_workbook
from app.notices.queries import list_all_of
from app.notices.rules import employee
from app.person_merge.queries import list_merges_of
from app.reports.queries.jobs import list_all_jobs
from app.sales.queries import list_sales_of
from app.sales.queries.ledger import LineRow
from app.sales.queries.own_data import list_remarks_about
from app.shared import clock
from app.shared.period import Period

MOST_LOGINS = 500
MOST_ACTS = 5_000


@dataclass(frozen=True, slots=True)
class Section:
    """One table of one's data: titles with their kinds, and rows.

    A kind is one of `app/excel/column_widths.py`, or names the codes in that column, which the edge puts into words.
    """

    title: str
    columns: Sequence[tuple[str, str]]
    rows: list[tuple[Any, ...]]


def list_own_data(employee_id: int, user_id: int, periods: Sequence[Period]) -> list[Section]:
    """All sections but who looked at it, which the edge adds in its own words. Reads only."""
    return [
        _person(employee_id),
        _postings(employee_id),
        _months(employee_id, periods),
        _purchases(employee_id, periods),
        _remarks(employee_id),
        _exemptions(employee_id),
        _merges(employee_id),
        _disputes(employee_id),
        _notices(employee_id),
        _account(user_id),
        _logins(user_id),
        _reports(user_id),
        _acts(user_id),
    ]


def _person(employee_id: int) -> Section:
    card = get_employee(employee_id)
    rows: list[tuple[Any, ...]] = [
        ("Nama", card.full_name), ("NIP", card.nip or ""), ("Kode", card.code or ""),
        ("Nomor PNS ID", card.pns_id or ""), ("Nomor kartu", card.card_token),
    ]  # fmt: skip
    rows += [
        (f"Nomor sebelumnya, sampai {at:%d-%m-%Y}", number) for number, at in list_former_numbers(employee_id)
    ]
    return Section("Saya", (("Hal", "text"), ("Isi", "text")), rows)


def _postings(employee_id: int) -> Section:
    tree = load_tree()
    titles = ("Jabatan", "Jenis", "Eselon", "Golongan", "Unit", "Status", "Keadaan", "Surat")
    rows = [
        (one.effective_from, one.position, one.position_kind, one.echelon, one.grade, tree.name(one.unit_id),
         one.status, one.service, one.letter)
        for one in list_postings(employee_id)
    ]  # fmt: skip
    return Section(
        "Riwayat jabatan",
        (("Sejak", "date"), *((title, "service" if title == "Keadaan" else "text") for title in titles)),
        rows,
    )


def _months(employee_id: int, periods: Sequence[Period]) -> Section:
    found = list_months_of_person(employee_id, sorted(periods))
    rows = [
        (str(period), month.row.unit or "", month.row.tier_name or "", month.row.minimum, month.outcome.bought,
         month.outcome.status or "", month.row.note, month.closing is not None)
        for period, month in found.items()
    ]  # fmt: skip
    columns = (
        ("Bulan", "month"), ("Unit", "text"), ("Jenjang", "text"), ("Batas minimal", "rupiah"), ("Belanja", "rupiah"),
        ("Keadaan", "status"), ("Catatan", "text"), ("Sudah ditutup", "yes_no"),
    )  # fmt: skip
    return Section("Bulan demi bulan", columns, rows)


def _merges(employee_id: int) -> Section:
    rows = [(one.recorded_at, one.reason, one.undone_at) for one in list_merges_of(employee_id)]
    columns = (("Waktu", "datetime"), ("Alasan", "text"), ("Diurungkan", "datetime"))
    return Section("Penggabungan data ganda", columns, rows)


def _goods(line: LineRow) -> str:
    maker = f" ({line.maker})" if line.maker else ""
    return f"{line.quantity} x {line.product}{maker}"


def _purchases(employee_id: int, periods: Sequence[Period]) -> Section:
    rows = [
        (sale.business_date, sale.sold_at, sale.receipt, sale.booth, sale.cashier,
         "; ".join(_goods(line) for line in sale.lines), sale.amount,
         sale.payment, sale.state, " ".join(part for part in (sale.buyer_number, sale.reason) if part))
        for period in sorted(periods)
        for sale in list_sales_of(employee_id, period)
    ]  # fmt: skip
    columns = (
        ("Tanggal", "date"), ("Jam", "datetime"), ("Nota", "text"), ("Pojok", "text"), ("Kasir", "text"),
        ("Barang", "text"), ("Jumlah", "rupiah"), ("Pembayaran", "payment"), ("Dihitung", "sale_state"),
        ("Catatan", "text"),
    )  # fmt: skip
    return Section("Belanja", columns, rows)


def _remarks(employee_id: int) -> Section:
    kinds = {
        "typed": "yang diketik kasir", "resolved": "penetapan pembeli", "late": "keputusan baki terlambat",
        "looked": "pemeriksaan nota",
    }  # fmt: skip
    rows = [(one.at, kinds[one.kind], one.receipt, one.words) for one in list_remarks_about(employee_id)]
    columns = (("Waktu", "datetime"), ("Hal", "text"), ("Nota", "text"), ("Isi", "text"))
    return Section("Catatan tentang belanja", columns, rows)


def _exemptions(employee_id: int) -> Section:
    rows = [
        (str(one.from_period), str(one.until_period or ""), one.kind, one.letter_number, one.letter_date, one.state,
         one.decision_reason)
        for one in list_exemptions(employee_ids=[employee_id])
    ]  # fmt: skip
    columns = (
        ("Dari bulan", "month"), ("Sampai bulan", "month"), ("Alasan", "exemption_kind"), ("Surat", "text"),
        ("Tanggal surat", "date"), ("Keadaan", "exemption_state"), ("Keputusan", "text"),
    )  # fmt: skip
    return Section("Pembebasan", columns, rows)


def _disputes(employee_id: int) -> Section:
    kinds = {"not_mine": "bukan saya", "missing": "belum tercatat"}
    rows = [
        (one.created_at, kinds[one.kind], one.receipt, one.booth or "", one.amount, one.reason, one.state, one.answer,
         one.answered_by or "")
        for one in list_disputes_of(employee_id)
    ]  # fmt: skip
    columns = (
        ("Waktu", "datetime"), ("Hal", "text"), ("Nota", "text"), ("Pojok", "text"), ("Jumlah", "rupiah"),
        ("Yang saya tulis", "text"), ("Keadaan", "dispute_state"), ("Jawaban", "text"), ("Dijawab oleh", "text"),
    )  # fmt: skip
    return Section("Pertanyaan saya", columns, rows)


def _notices(employee_id: int) -> Section:
    rows = [(one.made_at, one.kind, one.facts) for one in list_all_of(employee(employee_id))]
    return Section("Pesan", (("Waktu", "datetime"), ("Jenis", "notice"), ("Isi", "notice_facts")), rows)


def _account(user_id: int) -> Section:
    user = get_user(user_id)
    rows: list[tuple[Any, ...]] = [
        ("Nama pengguna", user.username), ("Nama tampilan", user.display_name), ("Dibuat", _said(user.created_at)),
        ("Kata sandi terakhir diganti", _said(user.password_changed_at)), ("Wewenang", list(user.role_names)),
    ]  # fmt: skip
    return Section("Akun", (("Hal", "text"), ("Isi", "roles")), rows)


def _logins(user_id: int) -> Section:
    rows = [
        (one.created_at, one.last_seen_at, one.ended_at, one.address or "", one.agent)
        for one in list_sessions(user_id, MOST_LOGINS)
    ]
    columns = (
        ("Masuk", "datetime"), ("Terakhir dipakai", "datetime"), ("Keluar", "datetime"), ("Alamat", "text"),
        ("Browser", "text"),
    )  # fmt: skip
    return Section("Masuk ke akun", columns, rows)


def _reports(user_id: int) -> Section:
    rows = [
        (
            one.created_at,
            one.title,
            one.made_by,
            one.parameters,
            one.file_name or "",
        )
        for one in list_all_jobs(user_id)
    ]
    columns = (
        ("Waktu", "datetime"),
        ("Laporan", "text"),
        ("Peminta", "text"),
        ("Tentang", "parameters"),
        ("Berkas", "text"),
    )
    return Section("Laporan yang saya minta", columns, rows)


def _acts(user_id: int) -> Section:
    rows = [
        (one.at, one.action, one.subject, one.actor_name, one.address or "")
        for one in list_events_by(user_id, MOST_ACTS)
    ]
    columns = (
        ("Waktu", "datetime"),
        ("Tindakan", "action"),
        ("Tentang", "subject"),
        ("Sebagai", "text"),
        ("Alamat", "text"),
    )
    return Section("Yang saya lakukan", columns, rows)


def as_json(sections: Sequence[Section], made_at: datetime) -> bytes:
    """One object: each section's title → its rows, each value under its title. Amounts are whole rupiah."""
    told: dict[str, Any] = {"Dibuat": _said(made_at)}
    for section in sections:
        titles = [title for title, _ in section.columns]
        told[section.title] = [dict(zip(titles, map(_plain, row), strict=True)) for row in section.rows]
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


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


def _said(at: datetime | None) -> str:
    return clock.local(at).isoformat(timespec="seconds") if at else ""


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return _said(value)
    return value.isoformat() if isinstance(value, date) else value
