"""The refusals about a shop's address. Each has the field `address`."""

from typing import Any

from app.shared.errors import Refused


class ChannelRefused(Refused):
    """The address is refused; `reason` is one of `app/channels/rules.py`."""

    def __init__(self, reason: str, **facts: Any) -> None:
        super().__init__("address", reason=reason, **facts)
        self.reason = reason


class ChannelsFull(Refused):
    """The maker has the highest allowed number of addresses; facts: `most`."""
