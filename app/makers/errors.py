"""What can be refused about makers and products."""

from app.shared.errors import Refused


class MakerNameTaken(Refused):
    """Another maker already goes by this name."""


class ProductNameTaken(Refused):
    """This maker already has a product of this name."""


class BarcodeTaken(Refused):
    """Another product already carries this barcode; facts: `product`."""


class NameMissing(Refused):
    """A maker or product without a name."""


class PriceOutOfRange(Refused):
    """A price is at least Rp1 and has at most 12 digits."""


class MakerStateWrong(Refused):
    """The maker is not in a state in which this can be done."""


class MakerClosed(Refused):
    """The record of this maker has ended: it takes no new place anywhere."""


class JoinRefused(Refused):
    """A record joined with itself, joined already, or joined into one that is itself joined."""
