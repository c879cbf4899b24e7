"""Credentials that were recently found valid. The server chooses a request's queue by them before it runs the request.

They are cached in this process, as hashes. They grant no access.
"""

MOST = 20_000
_hashes: dict[int, None] = {}


def add(credential: str) -> None:
    """Add a token or session cookie that was found valid; drops the oldest beyond MOST."""
    hashed = hash(credential)
    if hashed not in _hashes:
        _hashes[hashed] = None
        while len(_hashes) > MOST:
            _hashes.pop(next(iter(_hashes)), None)


def holds(credential: str) -> bool:
    """Whether this token or cookie was found valid since the process began."""
    return bool(credential) and hash(credential) in _hashes


def forget() -> None:
    """Remove all (for tests)."""
    _hashes.clear()
