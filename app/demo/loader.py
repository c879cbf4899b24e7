"""Loads the demo city with the same services as a real city's files; each step is committed separately."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

from app.accounts.rules.identity import Grant, grant_for
from app.accounts.services import create_user, hash_password
from app.audit.rules import SYSTEM
from app.booths.rules import OpeningHours
from app.booths.services import change_booth, get_or_create_booth, place_booth
from app.closing.services import close_month
from app.compliance.services import ExemptionDraft, approve_exemption, propose_exemption
from app.demo.curation import bind_curator, load_agencies, offer_products
from app.demo.events import announce_course, invite_makers
from app.demo.makers import (
    agree_terms,
    deliver_goods,
    find_best_seller,
    past_rows,
    read_cells,
    record_certificates,
    register_makers,
)
from app.demo.money import make_first_statements, pay_first_statements
from app.demo.people import LOGINS, PASSWORD, DemoLogin
from app.demo.personas import DemoPersonas, choose_personas
from app.demo.pictures import tell_stories
from app.demo.shift import (
    FIRST_DAY,
    months_to_move,
    move_date,
    move_decree,
    move_sheet,
    write_csv,
)
from app.demo.small_makers import add_goods, add_sales
from app.directory.imports import UNITS
from app.directory.queries import get_employee
from app.directory.services import apply_roster
from app.figures.services import publish_closed_months
from app.imports.services import import_file
from app.makers.imports import PRODUCTS
from app.makers.members import bind_login
from app.makers.queries import list_catalogue
from app.makers.services import set_favourite
from app.minimums.services import load_decree
from app.sales.imports import SALES_BOOK
from app.settings.services import mark_as_demo, set_setting
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from app.tills.queries.booths import list_booths

DATA = Path(__file__).resolve().parent / "data"
CITY = ("PEMERINTAH KOTA AMBON", "SEKRETARIAT DAERAH", "Jalan Contoh Nomor 1, Ambon")
HELP_CONTACT = "Bagian Keuangan, lantai 2 Balai Kota, telepon (contoh) 0911 000 000"
FAVOURITES = 6
_MONTHS = ("2026-08", "2026-09", "2026-10")
"""The months of the books, as their files name them. The first book of sales makes the booths that are agreed with."""
CASH_BOOTH = "Balai Kota"
"""The others only note sales; here the till shows cash, change and quick keys."""


def load_demo_city(origin: str = "") -> Iterator[str]:
    """Fill an empty database; yields a sentence before each step. Deterministic for a given day.

    `origin`: scheme and host for the QR code of the closed month's book; without it the book has none.
    """
    running = clock.this_period()
    months = months_to_move(running)
    with tempfile.TemporaryDirectory(prefix="jiku-bata-") as folder:
        for sentence, step in _steps(Path(folder), months, origin):
            yield sentence
            begin_writing()
            step()
            commit()


def _steps(folder: Path, months: int, origin: str) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "Pengaturan kota …", _set_up
    yield "Unit kerja …", lambda: import_file(UNITS, DATA / "siasn_unor.xlsx", actor=SYSTEM, allow_demo=True)
    for name, words in (
        ("siasn_pns.xlsx", "PNS"),
        ("siasn_pppk.xlsx", "PPPK"),
        ("tanpa_nip.csv", "tanpa NIP"),
    ):
        yield f"Pegawai {words} …", lambda name=name: _people(name, months)  # type: ignore[misc]
    for name in ("tarif_contoh_1.toml", "tarif_contoh_7.toml"):
        yield f"Aturan {name} …", lambda name=name: _decree(name, months)  # type: ignore[misc]
    yield "UMKM dan produk …", lambda: _products(folder, months)
    yield "Buku penjualan bulan pertama …", lambda: _sales(_MONTHS[0], folder, months)
    yield "UMKM binaan dan perjanjian titip …", lambda: _makers(folder, months)
    yield "Buku titipan bulan pertama …", lambda: deliver_goods(_MONTHS[0], folder, months)
    yield "Nota penyelesaian bulan pertama …", make_first_statements
    for month in _MONTHS[1:]:
        yield f"Buku penjualan {month} …", lambda month=month: _sales(month, folder, months)  # type: ignore[misc]
        delivered = f"Buku titipan {month} …"
        yield delivered, lambda month=month: deliver_goods(month, folder, months)  # type: ignore[misc]
    yield "Surat usaha …", lambda: record_certificates(folder, months)
    yield "Instansi kurasi …", load_agencies
    yield "Foto dan cerita produk …", tell_stories
    yield "Login contoh dan satu pembebasan …", _add_personas_and_logins
    yield "Pembayaran kepada pelaku …", pay_first_statements
    yield "Tawaran produk dan kurasi …", offer_products
    yield "Pelatihan dan undangan ke pojok …", lambda: (announce_course(), invite_makers())
    yield "Menutup bulan pertama …", lambda: _close(clock.this_period().shift(-2), origin)
    yield "Angka terbuka …", lambda: publish_closed_months(actor=SYSTEM)
    yield "Tanda DEMO …", lambda: mark_as_demo(actor=SYSTEM)


def _set_up() -> None:
    set_setting("letterhead", list(CITY), actor=SYSTEM)
    set_setting("help_contact", HELP_CONTACT, actor=SYSTEM)
    left = {"role": "Mengetahui,", "position": "Sekretaris Kota", "name": "(contoh) Nama Sekretaris, M.Si."}
    right = {"role": "", "position": "Kepala Bagian Keuangan", "name": "(contoh) Nama Kepala Bagian, S.E."}
    set_setting("signer_left", {**left, "rank": "Pembina Utama Muda (IV/c)", "nip": ""}, actor=SYSTEM)
    set_setting("signer_right", {**right, "rank": "Pembina (IV/a)", "nip": ""}, actor=SYSTEM)


def _people(name: str, months: int) -> None:
    apply_roster(DATA / name, actor=SYSTEM, as_of=move_date(FIRST_DAY, months), allow_demo=True)


def _decree(name: str, months: int) -> None:
    load_decree(move_decree((DATA / name).read_text(encoding="utf-8"), months), actor=SYSTEM)


def _products(folder: Path, months: int) -> None:
    moved = move_sheet(add_goods(read_cells("produk_umkm.xlsx")), "BERLAKU SEJAK", months)
    path = write_csv(moved, folder / "produk.csv")
    import_file(PRODUCTS, path, actor=SYSTEM)
    for item in list_catalogue(clock.today())[:: max(1, len(moved) // FAVOURITES)][:FAVOURITES]:
        set_favourite(item.product_id, True, actor=SYSTEM)


def _makers(folder: Path, months: int) -> None:
    _let_one_booth_handle_cash()
    register_makers(folder)
    agree_terms(folder, months)


def _sales(month: str, folder: Path, months: int) -> None:
    rows = add_sales(read_cells(f"buku_penjualan_{month}.xlsx"))
    cells = move_sheet(rows, "TANGGAL", months, keep=past_rows())
    import_file(SALES_BOOK, write_csv(cells, folder / "buku.csv"), actor=SYSTEM)


def _add_personas_and_logins() -> None:
    personas = choose_personas(clock.this_period(), clock.today())
    _place_booths()
    password_hash = hash_password(PASSWORD)
    for login in LOGINS:
        user = create_user(
            login.username,
            actor=SYSTEM,
            display_name=_display_name(login, personas),
            grants=[_grant(login, personas)],
            employee_id=personas.parts.get(login.part),
            password_hash=password_hash,
        )
        if login.role == "maker":
            bind_login(find_best_seller(), user.id, actor=SYSTEM)
        if login.agency:
            bind_curator(login.agency, user.username)
    _exempt(personas)


def _place_booths() -> None:
    for number, booth in enumerate(list_booths(), start=1):
        hours = OpeningHours(frozenset(range(5)), time(8), time(15))
        address = f"Lantai 1, Jalan Contoh Nomor {number}, Ambon"
        place_booth(booth.id, address=address, hours=hours, actor=SYSTEM)


def _let_one_booth_handle_cash() -> None:
    booth = get_or_create_booth(CASH_BOOTH, actor=SYSTEM)
    change_booth(
        booth.id, name=booth.name, mode="cash", unit_id=booth.unit_id, is_active=True, actor=SYSTEM,
        mode_from=date(2000, 1, 1),  # before its first sale
    )  # fmt: skip


def _display_name(login: DemoLogin, personas: DemoPersonas) -> str:
    employee_id = personas.parts.get(login.part)
    return get_employee(employee_id).full_name if employee_id else login.description.partition(":")[0]


def _grant(login: DemoLogin, personas: DemoPersonas) -> Grant:
    booth_id = get_or_create_booth(login.booth, actor=SYSTEM).id if login.booth else None
    return grant_for(login.role, unit_id=personas.opd_id, booth_id=booth_id)


def _exempt(personas: DemoPersonas) -> None:
    running = clock.this_period()
    draft = ExemptionDraft(
        scope="person",
        employee_id=personas.parts["exempt"],
        from_period=running,
        until_period=running.shift(2),
        kind="cuti",
        letter_number="Contoh 851/12",
        letter_date=running.first_day,
    )
    approve_exemption(propose_exemption(draft, actor=SYSTEM).id, actor=SYSTEM)


def _close(period: Period, origin: str) -> None:
    close_month(
        period,
        actor=SYSTEM,
        override="Kota contoh: ditutup supaya bulan yang sudah selesai dapat dilihat.",
        origin=origin,
    )
