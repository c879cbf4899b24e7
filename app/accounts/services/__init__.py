"""Verbs of accounts. Each file holds one kind of act; import from here."""

from app.accounts.services.hashing import hash_password, is_password
from app.accounts.services.sessions import end_sessions, start_session, touch_session
from app.accounts.services.users import (
    create_user,
    disable_user,
    enable_user,
    read_username,
    rename_user,
    set_roles,
)

__all__ = [
    "create_user",
    "disable_user",
    "enable_user",
    "end_sessions",
    "hash_password",
    "is_password",
    "read_username",
    "rename_user",
    "set_roles",
    "start_session",
    "touch_session",
]
