"""The refusals of the ledger."""

from app.shared.errors import NotFound, Refused


class SaleNotFound(NotFound):
    """No such sale at this booth."""


class SaleAlreadyVoided(Refused):
    """The sale is reversed already; a sale is reversed once (decisions 14). facts: receipt."""


class CannotVoidAVoid(Refused):
    """A reversal cannot be reversed; the sale must be recorded again. facts: receipt."""


class VoidNotAllowed(Refused):
    """A cashier may reverse only within the own open shift; finance always (decisions 14). facts: receipt."""


class SaleRefused(Refused):
    """A field of the sale is missing or wrong. facts: reason (a code), where (the field)."""


class SaleConflicting(Refused):
    """The id is stored with other content. facts: receipt."""


class BuyerAlreadyIdentified(Refused):
    """Only an unresolved buyer is resolved; a wrong buyer is corrected ("perbaiki nota"). facts: receipt."""


class CountMissing(Refused):
    """A booth that takes cash must count it before a shift is closed."""


class DrawerDiffers(Refused):
    """The counted cash is not the expected cash, and no reason was given (decisions 15)."""


class ReceiptUnreadable(Refused):
    """The text is not a complete receipt code."""


class ReceiptNotSigned(Refused):
    """The code was altered, or its till does not belong to this city."""


class BuyerNotProven(Refused):
    """The buyer's name or number is not the one typed at the till; the receipt proves only that one."""


class SheetLinesDiffer(Refused):
    """Another person entered these lines of the paper sheet with other content. facts: lines."""


class SheetNotEmpty(Refused):
    """The paper sheet has lines in the ledger, so it is not unused. facts: number."""


class SheetReasonMissing(Refused):
    """Returning a paper sheet needs a reason."""


class NothingToConfirm(Refused):
    """None of the named proposals exists any more."""


class SaleStillMissing(Refused):
    """The sale that a pending reversal names has not arrived. facts: receipt."""


class MonthMissing(Refused):
    """Setting the month of something needs a month."""


class MatchReversed(Refused):
    """The sale was reversed; its reversal took the matched product back, so the match stays."""
