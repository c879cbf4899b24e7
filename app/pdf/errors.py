"""What may be refused about pictures for papers."""

from app.shared.errors import Refused


class UnusablePicture(Refused):
    """What was sent is no PNG or JPEG, or a damaged one."""


class PictureTooLarge(UnusablePicture):
    """The file has more bytes, or the picture more points, than is looked at."""
