"""What waits for the Dinas: a page says itself what of it waits, and the front page lists all that is not zero."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel.speaklater import LazyString

from app.web.http.navigation import allowed_url


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the front page: what waits, how much of it, and where it is settled."""

    order: int
    label: LazyString
    count: Callable[[], int]
    endpoint: str
    query: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A line as it stands now; no `url` for a reader who may not open the page."""

    label: LazyString
    count: int
    url: str | None


_KINDS: list[Waiting] = []


def register_waiting(
    order: int, label: LazyString, count: Callable[[], int], endpoint: str, **query: str
) -> None:
    """Put something that may wait on the front page; smaller orders stand first."""
    _KINDS.append(Waiting(order, label, count, f"umkm.{endpoint}", tuple(query.items())))


def list_waiting() -> list[WaitingLine]:
    """Everything of which something waits now, in order."""
    lines = [
        WaitingLine(kind.label, kind.count(), allowed_url(kind.endpoint, **dict(kind.query)))
        for kind in sorted(_KINDS, key=lambda one: one.order)
    ]
    return [line for line in lines if line.count]
