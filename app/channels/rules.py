"""Rules for addresses of shops, and for how long a check is valid. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

STALE_AFTER = timedelta(days=180)
MAX_ADDRESS = 300
MOST_CHANNELS = 20
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE | re.ASCII)
_SHARED = re.compile(r"https?://\S+", re.IGNORECASE | re.ASCII)
_APART = re.compile(r"[\s,;|]+")
_LIKE_AN_ADDRESS = re.compile(r"[^\W_]\.[^\W\d_]{2}")
_PREFIXES = ("www.", "m.", "web.", "id.")


class AddressRefused(ValueError):
    """An address is refused: `reason`, and the facts of the sentence."""

    def __init__(self, reason: str, **facts: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True, slots=True)
class ChannelKind:
    """One market or network: its hosts, the form of a shop's path, and the day it closed (None while it is open).

    `short_hosts`: the hosts of its short links, which do not show the shop they lead to; `pages`: paths that are not
    shops.
    """

    slug: str
    name: str
    hosts: tuple[str, ...]
    path: str
    example: str
    closed_on: date | None = None
    short_hosts: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

    def has_shop(self, path: str) -> bool:
        """Whether the path of an address is that of a shop."""
        return path.strip("/").lower() not in self.pages and bool(re.fullmatch(self.path, path, re.ASCII))


def read_address(text: str, kinds: Sequence[ChannelKind]) -> tuple[str, str]:
    """(slug of the kind, address to store) of a pasted text. AddressRefused.

    The stored address is always https, without query, fragment, user name or port, which may track or mislead people.
    """
    shared = _SHARED.findall(text)  # an app's "share" adds words around the address
    if len(shared) > 1:
        raise AddressRefused("several")
    address = shared[0] if shared else "".join(text.split())
    if not address or len(address) > MAX_ADDRESS or not address.isprintable():
        raise AddressRefused("long" if address else "empty")
    scheme = _SCHEME.match(address)
    if scheme is None:
        address = f"https://{address.lstrip('/')}"
    elif scheme[1].lower() not in ("https", "http"):
        raise AddressRefused("scheme")
    host, path = _parts(address)
    kind = next((one for one in kinds if host in one.hosts), None)
    if short := next((one for one in kinds if host in one.short_hosts), None):
        raise AddressRefused("short", name=short.name, example=short.example)
    if kind is None:
        raise AddressRefused(
            "unknown", host=host, names=", ".join(one.name for one in kinds if not one.closed_on)
        )
    if kind.closed_on is not None:
        raise AddressRefused("closed", name=kind.name, closed_on=kind.closed_on.isoformat())
    if not kind.has_shop(path):
        raise AddressRefused("no_shop", name=kind.name, example=kind.example)
    return kind.slug, f"https://{kind.hosts[0]}{path}"


def _parts(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise AddressRefused("scheme") from error
    if not host or parts.username is not None or port not in (None, 443, 80):
        raise AddressRefused("scheme")
    for prefix in _PREFIXES:
        if host.startswith(prefix) and host.count(".") > 1:
            host = host.removeprefix(prefix)
            break
    return host, parts.path.rstrip("/")


def is_stale(seen_on: date, day: date) -> bool:
    """Whether a check of that day is too old on `day`, because shops move and change owners."""
    return day - seen_on > STALE_AFTER


def split_addresses(text: str) -> list[str]:
    """The addresses in one cell, in order, each once; the whole text if it has none."""
    parts = (part.strip("()[]<>\"'.") for part in _APART.split(text))
    addresses = dict.fromkeys(part for part in parts if _LIKE_AN_ADDRESS.search(part))
    return list(addresses) or [" ".join(text.split())]
