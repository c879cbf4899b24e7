"""Orders a table can be asked for: `?urut=key` ascending, `?urut=-key` descending; anything else is the first."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from flask import request

Row = TypeVar("Row")


def chosen_sort(keys: Iterable[str], default: str) -> str:
    """The order asked for, or the default (written as in the address)."""
    asked = request.args.get("urut", "")
    return asked if asked.removeprefix("-") in set(keys) else default


def sorted_by(rows: Iterable[Row], sort: str, keys: Mapping[str, Callable[[Row], Any]]) -> list[Row]:
    """The rows in that order; equals keep the order they came in."""
    return sorted(rows, key=keys[sort.removeprefix("-")], reverse=sort.startswith("-"))
