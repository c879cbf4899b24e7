"""Services of accounts, one file per kind of act; import them from here."""

from app.accounts.services.cards import (
    change_card_pin,
    check_card,
    find_card_user,
    has_card_pin,
    issue_card,
    lock_card_holder,
    revoke_card,
    set_card_pin,
    sign_in_by_card,
)
from app.accounts.services.codes import (
    activate,
    check_code,
    find_account_by_card,
    issue_code,
    reissue_code,
    reissue_code_by_card,
    revoke_codes,
)
from app.accounts.services.hashing import hash_password, is_password
from app.accounts.services.letters import BATCH, count_letters_due, prepare_letters, write_letter
from app.accounts.services.login import NewSession, change_password, sign_in, sign_out
from app.accounts.services.pins import create_day_cashier, set_pin
from app.accounts.services.sessions import end_every_session, end_sessions, start_session, touch_session
from app.accounts.services.users import (
    create_user,
    disable_user,
    enable_user,
    read_username,
    set_roles,
)

__all__ = [
    "BATCH",
    "NewSession",
    "activate",
    "change_card_pin",
    "change_password",
    "check_card",
    "check_code",
    "count_letters_due",
    "create_day_cashier",
    "create_user",
    "disable_user",
    "enable_user",
    "end_every_session",
    "end_sessions",
    "find_account_by_card",
    "find_card_user",
    "has_card_pin",
    "hash_password",
    "is_password",
    "issue_card",
    "issue_code",
    "lock_card_holder",
    "prepare_letters",
    "read_username",
    "reissue_code",
    "reissue_code_by_card",
    "revoke_card",
    "revoke_codes",
    "set_card_pin",
    "set_pin",
    "set_roles",
    "sign_in",
    "sign_in_by_card",
    "sign_out",
    "start_session",
    "touch_session",
    "write_letter",
]
