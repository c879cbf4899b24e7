"""The refusals about terms, statements and payouts."""

from app.shared.errors import Refused


class PayoutTooMuch(Refused):
    """The payout is more than the unpaid rest of the statement; facts: `unpaid`, formatted."""


class PayoutIdTaken(Refused):
    """Another payout has this id; nothing is paid."""


class ApproverMissing(Refused):
    """The amount is above the city's limit and needs a second person; facts: `limit`, formatted."""


class ApproverIsPayer(Refused):
    """The person who prepared a payout cannot approve it."""


class ReferenceMissing(Refused):
    """The reference of the transfer, or the number of the cash receipt, is missing."""


class PayoutAlreadyReversed(Refused):
    """This payout is already reversed, or is itself a reversal."""


class TermsSettled(Refused):
    """A statement already settled goods sold on or after this day under other terms; facts: `number`."""


class TermsUnusable(Refused):
    """A share, bearer or number of days outside the allowed values (0–50 %, 0–15 days)."""


class StatementFileDamaged(Refused):
    """The stored workbook of a statement does not have the sealed hash; facts: `number`."""


class RemittanceTooMuch(Refused):
    """The payment is more than the maker owes on the statement; facts: `owed`, formatted."""


class RemittanceIdTaken(Refused):
    """Another payment of a maker has this id; nothing is recorded."""


class RemittanceAlreadyReversed(Refused):
    """This payment is already reversed, or is itself a reversal."""


class HolderSettled(Refused):
    """A statement already settled goods sold at the booth on or after this day; facts: `number`."""


class LinesSettled(Refused):
    """A statement has these lines, so their match cannot be removed; facts: `count`."""
