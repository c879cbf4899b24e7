"""Reads the kinds of channels from the shipped text."""

import tomllib
from functools import cache
from pathlib import Path

from app.channels.rules import ChannelKind

_FILE = Path(__file__).parent / "shipped/kinds.toml"


@cache
def list_kinds() -> tuple[ChannelKind, ...]:
    """All kinds in the text's order, closed ones too."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["kind"]
    lists = ("hosts", "short_hosts", "pages")
    return tuple(ChannelKind(**row | {name: tuple(row.get(name, ())) for name in lists}) for row in rows)


def get_name(slug: str) -> str:
    """The name of a kind; the slug itself if the kind is no longer shipped."""
    return next((kind.name for kind in list_kinds() if kind.slug == slug), slug)
