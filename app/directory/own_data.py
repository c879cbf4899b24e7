"""The directory's part of a person's own data: numbers, postings, changes by rosters."""

from typing import Any

from app.directory.queries import (
    get_employee,
    list_former_numbers,
    list_postings,
    list_roster_changes_of,
    load_tree,
)
from app.directory.roster_import.person_state import POSTING_FIELDS
from app.privacy.registry import OWN_DATA, OwnDataPart, OwnPerson, Section


def _person(person: OwnPerson) -> Section:
    card = get_employee(person.employee_id)
    rows: list[tuple[Any, ...]] = [
        ("Nama", card.full_name), ("NIP", card.nip or ""), ("Kode", card.code or ""),
        ("Nomor PNS ID", card.pns_id or ""), ("Nomor kartu", card.card_token),
    ]  # fmt: skip
    rows += [
        (f"Nomor sebelumnya, sampai {at:%d-%m-%Y}", number)
        for number, at in list_former_numbers(person.employee_id)
    ]
    return Section("Saya", (("Hal", "text"), ("Isi", "text")), rows)


def _postings(person: OwnPerson) -> Section:
    tree = load_tree()
    titles = ("Jabatan", "Jenis", "Eselon", "Golongan", "Unit", "Status", "Keadaan", "Surat")
    rows = [
        (posting.effective_from, posting.position, posting.position_kind, posting.echelon, posting.grade,
         tree.name(posting.unit_id), posting.status, posting.service, posting.letter)
        for posting in list_postings(person.employee_id)
    ]  # fmt: skip
    return Section(
        "Riwayat jabatan",
        (("Sejak", "date"), *((title, "service" if title == "Keadaan" else "text") for title in titles)),
        rows,
    )


_LABELS = {
    "name": "Nama", "front_title": "Gelar depan", "back_title": "Gelar belakang", "nip": "NIP", "code": "Kode",
    "pns_id": "Nomor PNS ID", "missing_since": "Perlu diperiksa sejak",
}  # fmt: skip


def _changes(person: OwnPerson) -> Section:
    """The states before changes by a roster, stored so that the roster can be undone."""
    tree = load_tree()
    rows: list[tuple[Any, ...]] = []
    for at, before in list_roster_changes_of(person.employee_id):
        stated = {name: value for name, value in before.items() if value and isinstance(value, str)}
        rows += [(at, _LABELS.get(name, name), value) for name, value in stated.items()]
        for posting in before.get("postings", ()):
            of = dict(zip(POSTING_FIELDS, posting, strict=True))
            words = (
                of["effective_from"],
                of["position"],
                of["echelon"],
                tree.name(of["unit_id"]),
                of["letter"],
            )
            rows.append((at, "Jabatan", ", ".join(filter(None, words))))
    columns = (("Waktu", "datetime"), ("Hal", "text"), ("Isi", "text"))
    return Section("Sebelum daftar diterapkan", columns, rows)


OWN_DATA.register(
    OwnDataPart("person", 10, _person),
    OwnDataPart("postings", 20, _postings),
    OwnDataPart("roster_changes", 25, _changes),
)
