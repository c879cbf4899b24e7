"""The refusals about offers, verdicts and holds."""

from app.shared.errors import Refused


class OfferStateWrong(Refused):
    """The offer's state does not allow this."""


class OfferOpen(Refused):
    """The product already has an open offer."""


class TooManyOffers(Refused):
    """The maker has the highest allowed number of open offers; facts: `most`."""


class NoAgencies(Refused):
    """There is no active agency yet."""


class VerdictGiven(Refused):
    """The agency has already given its verdict in this round."""


class VerdictStays(Refused):
    """The verdict cannot be withdrawn: its round is over, or there is none."""


class ReasonsMissing(Refused):
    """The verdict is neither good nor "not ours" and has no selected reason."""


class ForeignReason(Refused):
    """A selected reason no longer exists, or is about an aspect of another agency."""


class HandledIncomplete(Refused):
    """The product was examined by hand, but day or place is missing, or the day is in the future."""


class NotACurator(Refused):
    """The login is a curator of no agency."""


class ConflictOfInterest(Refused):
    """The login has an interest in the maker, so it may decide nothing about it."""


class NobodyLooked(Refused):
    """No agency has answered good, advice or fix in this round."""


class StillPending(Refused):
    """Agencies may still answer in this round; facts: `agencies`."""


class NobodyHandledIt(Refused):
    """A *not yet* needs a verdict of this round by a curator who examined the product by hand."""


class AgencyNameTaken(Refused):
    """Another agency has this name."""


class AspectsMissing(Refused):
    """An agency needs at least one aspect."""


class CuratorElsewhere(Refused):
    """The login is a curator of another agency; facts: `agency`."""


class CuratorUnknown(Refused):
    """No login of this name has the role `curator`."""


class ReasonTaken(Refused):
    """This aspect already has the same sentence."""


class MayNotHold(Refused):
    """The agency has no right to put products on hold."""


class HoldEnded(Refused):
    """The hold has already ended or been lifted."""


class HoldDaysWrong(Refused):
    """The hold would end on or before its first day."""
