"""The kinds of long work: one entry says what the worker, the pages and the trail have to know about a kind.

A subject registers its kinds in its own `kinds.py`. Work that takes longer than a page may wait for is put in line with
`queue_job`, and the worker of the process runs it beside the pages, one job after the other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.audit.rules import Actor
from app.shared.errors import NotFound

Details = dict[str, Any]
"""Facts for the trail: ids, months and counts."""


class Progress(Protocol):
    """How far the work is, for whoever waits. Each call raises JobCancelled once they asked to stop.

    Call it outside a writing transaction of one's own: it writes in a transaction beside the one that reads.
    """

    def total(self, steps: int) -> None:
        """How many steps (rows, files) there are."""

    def done(self, steps: int) -> None:
        """How many are done; it is written down once a second at most."""


@dataclass(frozen=True, slots=True)
class JobRun:
    """What a kind is given to run: the parameters as they were queued, who asked (`made_by`: the name to print), and
    where its file may be written.

    It runs in an application context, outside any transaction, and commits what it writes itself.
    """

    parameters: Mapping[str, Any]
    actor: Actor
    made_by: str
    path: Path
    progress: Progress


@dataclass(frozen=True, slots=True)
class JobResult:
    """What came of it. `file_name` is the name under which the file at `path` is downloaded; "" for no file."""

    details: Details
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind. `slug` is stored with each job and never changes; at most 20 characters.

    Its acts in the trail are `<slug>.queue` and `<slug>.cancel` about `<slug>_job`; `event` is the act that is stored
    with the details of the result once it is done, before anybody can fetch its file. `describe` gives the details of
    the request, out of its parameters.
    """

    slug: str
    run: Callable[[JobRun], JobResult]
    event: str
    describe: Callable[[Mapping[str, Any]], Details]

    @property
    def subject(self) -> str:
        """What its events are about."""
        return f"{self.slug}_job"

    @property
    def actions(self) -> tuple[str, ...]:
        """Its acts in the trail: each needs its words in `app/messages/audit.py`."""
        return (f"{self.slug}.queue", f"{self.slug}.cancel", self.event)


_KINDS: dict[str, JobKind] = {}


def register(kind: JobKind) -> JobKind:
    """Add a kind; from now on it can be queued. ValueError for a slug in use."""
    if kind.slug in _KINDS:
        raise ValueError(f"job {kind.slug!r} is registered already")
    _KINDS[kind.slug] = kind
    return kind


def unregister(slug: str) -> None:
    """Take a kind out again."""
    del _KINDS[slug]


def list_kinds() -> list[JobKind]:
    """All kinds, in the order they were registered."""
    return list(_KINDS.values())


def get_kind(slug: str) -> JobKind:
    """A kind by its slug. NotFound."""
    if slug not in _KINDS:
        raise NotFound()
    return _KINDS[slug]
