"""Sort orders of a table: `?urut=key` ascending, `?urut=-key` descending; anything else is the default."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from flask import request

Row = TypeVar("Row")


def chosen_sort(keys: Iterable[str], default: str) -> str:
    """Return the requested order, or the default, written as in the address."""
    requested = request.args.get("urut", "")
    return requested if requested.removeprefix("-") in set(keys) else default


def sorted_by(rows: Iterable[Row], sort: str, keys: Mapping[str, Callable[[Row], Any]]) -> list[Row]:
    """Return the rows in that order; equal rows keep their order."""
    return sorted(rows, key=keys[sort.removeprefix("-")], reverse=sort.startswith("-"))
