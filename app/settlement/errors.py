"""What can be refused about terms, statements and payouts."""

from app.shared.errors import Refused


class PayoutTooMuch(Refused):
    """More is to be paid than is left on the statement; facts: `unpaid`, as written."""


class PayoutIdTaken(Refused):
    """Another payout has this id; nothing is paid."""


class ApproverMissing(Refused):
    """The amount is above the city's limit and needs a second person; facts: `limit`, as written."""


class ApproverIsPayer(Refused):
    """The person who prepared a payout cannot approve it."""


class ReferenceMissing(Refused):
    """A transfer has a reference, cash has a receipt; neither is given."""


class PayoutAlreadyReversed(Refused):
    """This payout was taken back already, or is itself a reversal."""


class TermsSettled(Refused):
    """A statement already settled goods sold on or after this day under other terms; facts: `number`."""


class TermsUnusable(Refused):
    """A share, bearer or number of days outside what a city may agree (0–50 %, 0–15 days)."""


class StatementFileDamaged(Refused):
    """The stored workbook of a statement has other bytes than were sealed; facts: `number`."""


class RemittanceTooMuch(Refused):
    """More is to be paid in than the maker owes on the statement; facts: `owed`, as written."""


class RemittanceIdTaken(Refused):
    """Another payment of a maker has this id; nothing is recorded."""


class RemittanceAlreadyReversed(Refused):
    """This was taken back already, or is itself a reversal."""


class HolderSettled(Refused):
    """A statement already settled goods sold at the booth on or after this day; facts: `number`."""


class LinesSettled(Refused):
    """A statement has these lines, so their match stays; facts: `count`."""
