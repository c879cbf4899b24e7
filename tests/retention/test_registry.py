"""A subject registers a part in a few lines, and it is counted, purged and handed out; order and figures are fixed."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select, update

from app.audit.models import AuditEvent
from app.audit.rules import Actor
from app.audit.verify import catch_up
from app.directory.models import Employee
from app.extensions import db
from app.privacy.registry import (
    OWN_DATA,
    PURGING,
    Due,
    OwnDataPart,
    OwnPerson,
    PurgePart,
    Registry,
    Section,
)
from app.retention.own_data import list_own_data
from app.retention.services import preview_purge, purge
from app.shared.transaction import begin_writing, commit, rollback
from tests.office import October
from tests.standing import OCTOBER

LATER = date(2037, 12, 1)
CLERK = Actor("cli", None, "uji")
TITLED = (Employee.front_title != "", Employee.front_title != "Ir.")


def count_titles(_due: Due) -> int:
    return db.session.scalar(select(func.count(Employee.id)).where(*TITLED)) or 0


def erase_titles(_due: Due) -> int:
    return db.session.execute(update(Employee).where(*TITLED).values(front_title="")).rowcount


def read_titles(person: OwnPerson) -> Section:
    return Section(
        "Gelar", (("Isi", "text"),), [(db.session.get_one(Employee, person.employee_id).front_title,)]
    )


@pytest.fixture
def parts() -> Iterator[None]:
    titles, own = (
        PurgePart("titles", 27, "titles", count_titles, erase_titles),
        OwnDataPart("titles", 27, read_titles),
    )
    PURGING.register(titles)
    OWN_DATA.register(own)
    yield
    PURGING.remove(titles)
    OWN_DATA.remove(own)


def test_a_part_that_is_registered_is_counted_purged_and_handed_out(october: October, parts: None) -> None:
    rollback()
    begin_writing()
    db.session.execute(update(Employee).where(Employee.id == october.budi).values(front_title="Prof."))
    commit()
    sections = list_own_data(october.budi, 1, [OCTOBER])
    titles = [one.title for one in sections]
    assert titles[1:5] == ["Riwayat jabatan", "Sebelum daftar diterapkan", "Gelar", "Bulan demi bulan"]
    assert sections[3].rows == [("Prof.",)]
    due = count_titles(Due(LATER, [], [], [], []))
    assert due >= 1 and preview_purge(LATER).counts["titles"] == due
    rollback()
    catch_up()
    begin_writing()
    assert purge(LATER, actor=CLERK).counts["titles"] == due
    commit()
    assert db.session.get_one(Employee, october.budi).front_title == ""
    said = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "retention.purge")).one()
    assert said.details["titles"] == due


def test_the_figures_of_a_purge_stand_in_their_order(october: October) -> None:
    assert list(preview_purge(LATER).counts) == [
        "people", "held", "logins", "typed_buyers", "words", "set_aside", "undecided", "own_acts", "sessions", "jobs",
        "photos", "unused_photos", "contacts", "frozen_rows", "signed_files",
    ]  # fmt: skip


def test_the_sections_of_one_s_own_data_stand_in_their_order(october: October) -> None:
    assert [one.title for one in list_own_data(october.budi, 1, [OCTOBER])] == [
        "Saya", "Riwayat jabatan", "Sebelum daftar diterapkan", "Bulan demi bulan", "Belanja",
        "Catatan tentang belanja", "Pembebasan", "Penggabungan data ganda", "Pertanyaan saya", "Pesan", "Akun",
        "Masuk ke akun", "Foto yang dikirim", "Laporan yang saya minta", "Yang saya lakukan",
    ]  # fmt: skip


def test_a_name_or_a_place_in_the_order_is_given_once() -> None:
    registry: Registry[OwnDataPart] = Registry()
    registry.register(OwnDataPart("later", 20, read_titles), OwnDataPart("first", 10, read_titles))
    assert [one.name for one in registry] == ["first", "later"]
    for again in (OwnDataPart("first", 30, read_titles), OwnDataPart("other", 20, read_titles)):
        with pytest.raises(ValueError, match="registered already"):
            registry.register(again)
