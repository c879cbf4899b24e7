"""What may be refused about logins. The sentences stand in `app/messages/refusals.py`."""

from app.shared.engine import DatabaseBusy
from app.shared.errors import NotFound, Refused


class UserNotFound(NotFound):
    """No such account, or not one this person may see."""


class UsernameTaken(Refused):
    """Another account has this user name."""


class UnusableUsername(Refused):
    """Not 3 to 60 lower-case letters, digits, dots, hyphens or underscores; or a NIP."""


class UnusableRole(Refused):
    """Not one of `ROLES`, or bound to the wrong kind of thing."""


class UnitOfRoleMissing(Refused):
    """The role `opd` needs a unit, and this one does not exist."""


class BoothOfRoleMissing(Refused):
    """The role is bound to a booth that does not exist."""


class EmployeeTaken(Refused):
    """This person has an account already."""


class EmployeeMissing(Refused):
    """The person named for the account does not exist."""


class OwnRoles(Refused):
    """Nobody changes or takes away their own rights."""


class LastAdmin(Refused):
    """Without this account nobody could administer the city any more."""


class PasswordTooShort(Refused):
    """Fewer than `least` characters."""


class PasswordTooLong(Refused):
    """More than `most` characters: refused, never cut."""


class PasswordTooCommon(Refused):
    """Among the first an attacker tries."""


class PasswordTooPersonal(Refused):
    """Holds part of the NIP, birth date, user name, name, city or application."""


class PasswordUnchanged(Refused):
    """The new password is the old one."""


class WrongPassword(Refused):
    """The present password does not match."""


class SignInRefused(Refused):
    """Unknown, disabled, not activated, or wrong: the same answer for all."""


class TooManyTries(Refused):
    """Too many wrong tries; `seconds` until the next is allowed."""


class SignInsBusy(DatabaseBusy):
    """Too many people sign in at this moment; nothing was counted against anybody."""


class CodeRefused(Refused):
    """Unknown, used, revoked or expired: the same answer for all."""


class FirstCodeRefused(CodeRefused):
    """The code for the first admin is wrong or over, or there is an account already."""


class AccountHasPowers(Refused):
    """A code for an account with powers is issued by an admin only (issue 2, part 9)."""


class AccountDisabled(Refused):
    """The account is switched off; switch it on first."""


class CardRefused(Refused):
    """An unknown, replaced or switched off card, or a wrong PIN: the same answer for all."""


class WrongPin(Refused):
    """The present PIN of one's own card does not fit, or the card was replaced."""


class PinNotSixDigits(Refused):
    """A PIN is six digits."""


class PinTooSimple(Refused):
    """One digit six times, or a run: the first things anybody tries."""


class NotACashier(Refused):
    """Only a cashier has a PIN."""


class CashierNameMissing(Refused):
    """A day's cashier needs a name."""


class DayIsOver(Refused):
    """An account cannot be made for a day that is over."""


class DayCashierChanged(Refused):
    """This form made its account before, and the account ended or got another PIN since."""
