"""The refusals about logins. Their sentences are in `app/messages/refusals.py`."""

from app.shared.engine import DatabaseBusy
from app.shared.errors import NotFound, Refused


class UserNotFound(NotFound):
    """No such account, or the person may not see it."""


class UsernameTaken(Refused):
    """Another account has this user name."""


class UnusableUsername(Refused):
    """Not 3 to 60 lower-case letters, digits, dots, hyphens or underscores; or a NIP."""


class UnusableRole(Refused):
    """Not one of `ROLES`, or bound to the wrong kind of record."""


class UnitOfRoleMissing(Refused):
    """The role needs a unit, and this one does not exist."""


class BoothOfRoleMissing(Refused):
    """The role is bound to a booth that does not exist."""


class EmployeeTaken(Refused):
    """This person has an account already."""


class EmployeeMissing(Refused):
    """The person named for the account does not exist."""


class OwnRoles(Refused):
    """Nobody may change their own rights."""


class LastAdmin(Refused):
    """This is the last account that can administer the city."""


class PasswordTooShort(Refused):
    """Fewer than `least` characters."""


class PasswordTooLong(Refused):
    """More than `most` characters: refused, never cut."""


class PasswordTooCommon(Refused):
    """The password is one of the most common ones."""


class PasswordTooPersonal(Refused):
    """The password has a part of the NIP, birth date, user name, name, city or application."""


class PasswordUnchanged(Refused):
    """The new password is the old one."""


class WrongPassword(Refused):
    """The present password does not match."""


class SignInRefused(Refused):
    """Unknown, disabled, not activated, or wrong: the same answer for all."""


class TooManyTries(Refused):
    """Too many wrong tries; `seconds` until the next is allowed."""


class SignInsBusy(DatabaseBusy):
    """Too many people are signing in now; no failed attempt was counted."""


class CodeRefused(Refused):
    """Unknown, used, revoked or expired: the same answer for all."""


class FirstCodeRefused(CodeRefused):
    """The code for the first admin is wrong or expired, or there is an account already."""


class AccountHasPowers(Refused):
    """The account has more than the basic role, so only an admin may issue a code for it."""


class AccountDisabled(Refused):
    """The account is disabled and must be enabled first."""


class CardRefused(Refused):
    """An unknown, replaced or revoked card, or a wrong PIN: the same answer for all."""


class WrongPin(Refused):
    """The present PIN of the own card is wrong, or the card was replaced."""


class PinNotSixDigits(Refused):
    """The PIN does not have six digits."""


class PinTooSimple(Refused):
    """The PIN is one digit six times, or a run, which is easy to guess."""


class NotACashier(Refused):
    """The account is no cashier's, so it cannot have a PIN."""


class CashierNameMissing(Refused):
    """The name of the day's cashier is missing."""


class DayIsOver(Refused):
    """An account cannot be created for a past day."""


class DayCashierChanged(Refused):
    """This form already created its account, which has since ended or got another PIN."""
