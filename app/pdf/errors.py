"""The refusals about pictures for papers."""

from app.shared.errors import Refused


class UnusablePicture(Refused):
    """The file is no PNG or JPEG, or is damaged."""


class PictureTooLarge(UnusablePicture):
    """The file has too many bytes, or the picture too many pixels."""
