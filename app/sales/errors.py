"""What the ledger refuses."""

from app.shared.errors import NotFound, Refused


class BookGone(NotFound):
    """The file of a previewed book is gone, or is another one."""


class SaleNotFound(NotFound):
    """No such sale at this booth."""


class SaleAlreadyVoided(Refused):
    """The sale was reversed before: once is all (decisions 14). facts: receipt."""


class CannotVoidAVoid(Refused):
    """A reversal is not reversed; record the sale anew. facts: receipt."""


class VoidNotAllowed(Refused):
    """A cashier reverses only in the own open shift; finance may (decisions 14). facts: receipt."""


class SaleRefused(Refused):
    """The sale has not what a sale needs. facts: reason (a code), where."""


class SaleConflicting(Refused):
    """The same id was used for another content. facts: receipt."""


class BuyerIsKnown(Refused):
    """Only an unresolved buyer is resolved; a wrong buyer is corrected ("perbaiki nota"). facts: receipt."""


class CountMissing(Refused):
    """A booth that takes money counts its drawer before a shift ends."""


class DrawerDiffers(Refused):
    """The money counted is not what the ledger says, and nobody wrote why (decisions 15)."""


class ReceiptUnreadable(Refused):
    """What was scanned or pasted is not the code of a receipt: cut off, mistyped, or of something else."""


class ReceiptNotSigned(Refused):
    """The code was altered, or its till is none of this city's."""


class BuyerNotProven(Refused):
    """The buyer was typed at the till, and was typed differently now: the receipt proves only one spelling."""


class SheetLinesDiffer(Refused):
    """Lines of this paper sheet were entered otherwise by somebody else meanwhile. facts: lines."""


class SheetNotEmpty(Refused):
    """A sheet with lines in the ledger was used. facts: number."""


class SheetReasonMissing(Refused):
    """A sheet is handed back with a reason."""


class NothingToConfirm(Refused):
    """None of the proposals named is there (any more)."""


class NothingChosen(Refused):
    """A decision about nothing: no item was ticked."""


class AlreadyDecided(Refused):
    """Somebody was quicker with some of these; nothing was changed. facts: count, of."""


class SaleStillMissing(Refused):
    """The sale a waiting reversal names is still not here. facts: receipt."""


class MonthMissing(Refused):
    """Setting the month of something needs a month."""
