"""The kinds of jobs: one entry has all facts of a kind for the worker, the pages and the trail.

A subject registers its kinds in its own `kinds.py`. Work that takes too long for a request is queued with `queue_job`;
the worker thread of the process runs one job after the other.
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
    """Records the progress of a job. Each call raises JobCancelled once the job is cancelled.

    Call it outside a writing transaction: it writes in a transaction of its own, beside the reading one.
    """

    def total(self, steps: int) -> None:
        """Set the total number of steps (rows, files)."""

    def done(self, steps: int) -> None:
        """Set the number of finished steps; stored at most once a second."""


@dataclass(frozen=True, slots=True)
class JobRun:
    """The input of a job: its queued parameters, its owner (`made_by`: the name to print), and the path for its file.

    A job runs in an application context, outside any transaction, and commits its writes itself.
    """

    parameters: Mapping[str, Any]
    actor: Actor
    made_by: str
    path: Path
    progress: Progress


@dataclass(frozen=True, slots=True)
class JobResult:
    """The result of a job. `file_name`: the download name of the file at `path`; "" for no file."""

    details: Details
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind. `slug` is stored with each job and never changes; at most 20 characters.

    Its audit actions are `<slug>.queue` and `<slug>.cancel` about `<slug>_job`; `event`: the action recorded with the
    details of the result when the job is done, before its file can be downloaded. `describe` makes the details of the
    request from its parameters.
    """

    slug: str
    run: Callable[[JobRun], JobResult]
    event: str
    describe: Callable[[Mapping[str, Any]], Details]

    @property
    def subject(self) -> str:
        """The subject of its audit events."""
        return f"{self.slug}_job"

    @property
    def actions(self) -> tuple[str, ...]:
        """Its audit actions; each needs a label in `app/messages/audit.py`."""
        return (f"{self.slug}.queue", f"{self.slug}.cancel", self.event)


_KINDS: dict[str, JobKind] = {}


def register(kind: JobKind) -> JobKind:
    """Register a kind. ValueError for a slug in use."""
    if kind.slug in _KINDS:
        raise ValueError(f"job {kind.slug!r} is registered already")
    _KINDS[kind.slug] = kind
    return kind


def unregister(slug: str) -> None:
    """Remove a kind."""
    del _KINDS[slug]


def list_kinds() -> list[JobKind]:
    """All kinds, in the order they were registered."""
    return list(_KINDS.values())


def get_kind(slug: str) -> JobKind:
    """A kind by its slug. NotFound."""
    if slug not in _KINDS:
        raise NotFound()
    return _KINDS[slug]
