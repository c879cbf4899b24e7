"""The requested page of a list."""

import re

from flask import request

_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


def page_number() -> int:
    """Return the value of `?halaman=`, from one; anything unreadable is the first page."""
    text = request.args.get("halaman", "")
    return int(text) if _NUMBER.fullmatch(text) else 1


def pages_of(total: int, size: int) -> int:
    """Return how many pages these rows fill; at least one."""
    return max(1, -(-total // size))
