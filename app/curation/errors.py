"""What can be refused about offers, verdicts and holds."""

from app.shared.errors import Refused


class OfferStateWrong(Refused):
    """The offer is not in a state in which this can be done."""


class OfferOpen(Refused):
    """The product is offered already, and that offer is open."""


class TooManyOffers(Refused):
    """The maker has as many open offers as may be open; facts: `most`."""


class NoAgencies(Refused):
    """No agency judges yet."""


class VerdictGiven(Refused):
    """The agency has given its verdict in this round."""


class VerdictStays(Refused):
    """The round is over, or there is no verdict to take back."""


class ReasonsMissing(Refused):
    """A verdict that is neither good nor somebody else's without a tapped reason."""


class ForeignReason(Refused):
    """A tapped reason that does not exist any more, or about an aspect of another agency."""


class HandledIncomplete(Refused):
    """Held the product: the day or the place is missing, or the day is to come."""


class NotACurator(Refused):
    """The login judges for no agency."""


class ConflictOfInterest(Refused):
    """Whoever is bound to the maker decides nothing about it."""


class NobodyLooked(Refused):
    """No agency has said good, advice or fix in this round."""


class StillPending(Refused):
    """Agencies may still answer in this round; facts: `agencies`."""


class NobodyHandledIt(Refused):
    """A *not yet* without a verdict of this round by somebody who held the product."""


class AgencyNameTaken(Refused):
    """Another agency goes by this name."""


class AspectsMissing(Refused):
    """An agency looks at least at one aspect."""


class CuratorElsewhere(Refused):
    """The login judges for another agency; facts: `agency`."""


class CuratorUnknown(Refused):
    """No login of this name has the role `curator`."""


class ReasonTaken(Refused):
    """The same sentence is there for this aspect."""


class MayNotHold(Refused):
    """The agency may not hold products."""


class HoldEnded(Refused):
    """The hold is over or lifted already."""


class HoldDaysWrong(Refused):
    """A hold ends before or on the day on which it begins."""
