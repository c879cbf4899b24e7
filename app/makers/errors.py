"""The refusals about makers and products."""

from app.shared.errors import Refused


class MakerNameTaken(Refused):
    """Another maker has this name."""


class ProductNameTaken(Refused):
    """This maker already has a product of this name."""


class BarcodeTaken(Refused):
    """Another product has this barcode; facts: `product`."""


class NameMissing(Refused):
    """The name of the maker or product is missing."""


class PriceOutOfRange(Refused):
    """The price is below Rp1 or has more than 12 digits."""


class MakerStateWrong(Refused):
    """The maker's state does not allow this."""


class MakerClosed(Refused):
    """The maker's record is closed and cannot be used for anything new."""


class JoinRefused(Refused):
    """The record would be joined into itself or into a joined one, or is already joined."""
