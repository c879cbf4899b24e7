"""What the directory holds about a person: numbers and postings, for that person."""

from typing import Any

from app.directory.queries import get_employee, list_former_numbers, list_postings, load_tree
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
        (one.effective_from, one.position, one.position_kind, one.echelon, one.grade, tree.name(one.unit_id),
         one.status, one.service, one.letter)
        for one in list_postings(person.employee_id)
    ]  # fmt: skip
    return Section(
        "Riwayat jabatan",
        (("Sejak", "date"), *((title, "service" if title == "Keadaan" else "text") for title in titles)),
        rows,
    )


OWN_DATA.register(OwnDataPart("person", 10, _person), OwnDataPart("postings", 20, _postings))
