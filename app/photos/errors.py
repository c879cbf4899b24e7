"""What can be refused about a picture somebody sends. Each names the field `photo`."""

from app.shared.errors import Refused


class PhotoRefused(Refused):
    """What was sent is not taken; `reason` is one of `app/photos/rules.py`."""

    def __init__(self, reason: str) -> None:
        super().__init__("photo", reason=reason)
        self.reason = reason


class PhotosFull(Refused):
    """The product has as many photos as are shown; facts: `most`."""


class PhotosBusy(Refused):
    """So many pictures are being made that this one would wait too long."""
