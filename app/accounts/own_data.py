"""A login and its sessions, for its owner's own data."""

from typing import Any

from app.accounts.queries import get_user, list_sessions
from app.privacy.registry import LOGIN_DATA, LoginDataPart, Section, iso_local

MOST_LOGINS = 500


def _account(user_id: int) -> Section:
    user = get_user(user_id)
    rows: list[tuple[Any, ...]] = [
        ("Nama pengguna", user.username), ("Nama tampilan", user.display_name), ("Dibuat", iso_local(user.created_at)),
        ("Kata sandi terakhir diganti", iso_local(user.password_changed_at)), ("Wewenang", list(user.role_names)),
    ]  # fmt: skip
    return Section("Akun", (("Hal", "text"), ("Isi", "roles")), rows)


def _logins(user_id: int) -> Section:
    rows = [
        (session.created_at, session.last_seen_at, session.ended_at, session.address or "", session.agent)
        for session in list_sessions(user_id, MOST_LOGINS)
    ]
    columns = (
        ("Masuk", "datetime"), ("Terakhir dipakai", "datetime"), ("Keluar", "datetime"), ("Alamat", "text"),
        ("Browser", "text"),
    )  # fmt: skip
    return Section("Masuk ke akun", columns, rows)


LOGIN_DATA.register(LoginDataPart("account", 100, _account), LoginDataPart("logins", 110, _logins))
