"""Which credentials lately opened something: by these the server knows its own before it runs a request.

Kept in this process, as hashes under a key of its own. It opens nothing: it only chooses the queue of a request.
"""

MOST = 20_000
_known: dict[int, None] = {}


def add(credential: str) -> None:
    """Remember a token or session cookie that was just found to be valid; the oldest are forgotten."""
    known = hash(credential)
    if known not in _known:
        _known[known] = None
        while len(_known) > MOST:
            _known.pop(next(iter(_known)), None)


def holds(credential: str) -> bool:
    """Whether this token or cookie was found to be valid since the process began."""
    return bool(credential) and hash(credential) in _known


def forget() -> None:
    """Begin anew."""
    _known.clear()
