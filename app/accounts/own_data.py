"""A person's login and its sessions, for that person."""

from typing import Any

from app.accounts.queries import get_user, list_sessions
from app.privacy.registry import OWN_DATA, OwnDataPart, OwnPerson, Section, iso_local

MOST_LOGINS = 500


def _account(person: OwnPerson) -> Section:
    user = get_user(person.user_id)
    rows: list[tuple[Any, ...]] = [
        ("Nama pengguna", user.username), ("Nama tampilan", user.display_name), ("Dibuat", iso_local(user.created_at)),
        ("Kata sandi terakhir diganti", iso_local(user.password_changed_at)), ("Wewenang", list(user.role_names)),
    ]  # fmt: skip
    return Section("Akun", (("Hal", "text"), ("Isi", "roles")), rows)


def _logins(person: OwnPerson) -> Section:
    rows = [
        (one.created_at, one.last_seen_at, one.ended_at, one.address or "", one.agent)
        for one in list_sessions(person.user_id, MOST_LOGINS)
    ]
    columns = (
        ("Masuk", "datetime"), ("Terakhir dipakai", "datetime"), ("Keluar", "datetime"), ("Alamat", "text"),
        ("Browser", "text"),
    )  # fmt: skip
    return Section("Masuk ke akun", columns, rows)


OWN_DATA.register(OwnDataPart("account", 100, _account), OwnDataPart("logins", 110, _logins))
