"""The refusals about uploaded pictures. Each has the field `photo`."""

from app.shared.errors import Refused


class PhotoRefused(Refused):
    """The file is refused; `reason` is one of `app/photos/rules.py`."""

    def __init__(self, reason: str) -> None:
        super().__init__("photo", reason=reason)
        self.reason = reason


class PhotosFull(Refused):
    """The product has the highest allowed number of photos; facts: `most`."""


class PhotosBusy(Refused):
    """Too many pictures are being encoded, so this one would wait too long."""
