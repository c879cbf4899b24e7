"""Previews, applies and records a roster file. Applying is bound to the file that was previewed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.audit.rules import Actor, digest
from app.audit.sealing import hold_sealing
from app.audit.services import record_event
from app.directory.errors import (
    DemoCityRefusesRoster,
    NoUnitsYet,
    PeopleWouldBeMissing,
    RosterFileChanged,
    RosterLinkUnknown,
    RosterStateChanged,
)
from app.directory.models import RosterUpload
from app.directory.queries import load_tree
from app.directory.roster_import.columns import RosterFile
from app.directory.roster_import.plan import RosterPlan, plan_roster
from app.directory.roster_import.read import read_roster
from app.directory.roster_import.state import RosterState, load_state
from app.directory.roster_import.write import lock_directory, write_plan
from app.directory.rules import PostingValue
from app.directory.services.dates import default_as_of, ensure_in_reach
from app.directory.services.roster_uploads import lock_upload
from app.excel.rejects import is_rejects_header
from app.extensions import db
from app.imports.faults import RowFault
from app.settings.queries import is_demo
from app.shared import clock
from app.shared.transaction import begin_writing

MOST_ABSENT_SHARE, MOST_ABSENT = 10, 20
"""Per cent and number of absent people above both of which a list counts as complete only by a clear word."""


@dataclass(frozen=True)
class RosterPreview:
    """The changes that a file would make if it were confirmed now."""

    file: RosterFile
    plan: RosterPlan
    state: RosterState
    promise: str
    """A hash of what the preview said; the confirmation repeats it: nothing else is done than was seen."""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file."""
        return self.file.sha256

    @property
    def refused(self) -> Sequence[RowFault]:
        """The refused rows."""
        return self.plan.refused

    def counts(self) -> dict[str, int]:
        """The counts of the plan."""
        return self.plan.counts()

    @property
    def is_mostly_absent(self) -> bool:
        """Whether the file is probably an addition: it has corrected refused rows, or lacks most people."""
        return is_rejects_header(self.file.titles) or 2 * len(self.plan.absent) > self.plan.judged

    @property
    def needs_confirmed_count(self) -> bool:
        """Whether so many people are absent that the user must type their number to mark them "perlu diperiksa"."""
        absent = len(self.plan.absent)
        return absent > MOST_ABSENT and 100 * absent > MOST_ABSENT_SHARE * self.plan.judged

    def posting_changes(self) -> list[tuple[int | None, PostingValue | None, PostingValue]]:
        """(employee id, old posting, new posting) of all changed postings; the id is None for a new person."""
        changes: list[tuple[int | None, PostingValue | None, PostingValue]] = [
            (moved.employee_id, moved.old, moved.new) for moved in self.plan.moved
        ]
        return changes + [(None, None, person.value) for person in self.plan.new_people]


@dataclass(frozen=True)
class RosterOutcome:
    """The result of an applied file."""

    upload_id: int
    preview: RosterPreview

    @property
    def plan(self) -> RosterPlan:
        """The plan that was written."""
        return self.preview.plan


def preview_roster(
    path: Path,
    as_of: date | None = None,
    *,
    name: str | None = None,
    links: Mapping[int, int] | None = None,
    is_addition: bool | None = None,
    allow_demo: bool = False,
) -> RosterPreview:
    """Read a file and compare it with the stored people. Changes nothing.

    `as_of`: the day from which the file's data are valid. `is_addition`: the file lists only some people, so nobody
    becomes missing; None: decided by whether it is a workbook of refused rows or lacks most people. Raises
    UnusableFile, NoUnitsYet, DateOutOfReach, DemoCityRefusesRoster.
    """
    file = read_roster_file(path, name, as_of=as_of, allow_demo=allow_demo)
    return compare_roster(file, as_of, links, is_addition)


def read_roster_file(
    path: Path, name: str | None, *, as_of: date | None = None, allow_demo: bool = False
) -> RosterFile:
    """Read a file against the tree of that day. Raises what `preview_roster` raises."""
    if is_demo() and not allow_demo:
        raise DemoCityRefusesRoster()
    if as_of is not None:
        ensure_in_reach(as_of, "as_of")
    tree = load_tree(as_of or default_as_of())
    if not len(tree):
        raise NoUnitsYet()
    return read_roster(path, tree, name)


def compare_roster(
    file: RosterFile,
    as_of: date | None = None,
    links: Mapping[int, int] | None = None,
    is_addition: bool | None = None,
) -> RosterPreview:
    """Compare a file that was read with the stored people. Changes nothing."""
    as_of = as_of or default_as_of()
    state = load_state(as_of, load_tree(as_of))
    if is_addition is None:
        is_addition = is_rejects_header(file.titles) or _names_few(
            plan_roster(file, state, clock.today(), is_addition=False)
        )
    plan = plan_roster(file, state, clock.today(), is_addition=is_addition)
    promise = _promise(plan)
    if links:
        offered = {(suggestion.row, suggestion.employee_id) for suggestion in plan.suggestions}
        if not set(links.items()) <= offered:
            raise RosterLinkUnknown()
        plan = plan_roster(file, state, clock.today(), links, is_addition=is_addition)
    return RosterPreview(file, plan, state, promise)


def _names_few(plan: RosterPlan) -> bool:
    """Whether a file lacks most people, and more than MOST_ABSENT: then it cannot be meant as the complete list."""
    return len(plan.absent) > MOST_ABSENT and 2 * len(plan.absent) > plan.judged


def _promise(plan: RosterPlan) -> str:
    """The hash of the preview's counts and refused rows."""
    promised = {
        "as_of": plan.as_of,
        "counts": plan.counts() | {"missing": len(plan.absent)},
        "words": dict(plan.words),
        "refused": [(refusal.row, refusal.reason) for refusal in plan.refused],
    }
    return digest(promised)


def apply_roster(
    path: Path,
    sha256: str | None = None,
    *,
    actor: Actor,
    as_of: date | None = None,
    upload_id: int | None = None,
    promise: str | None = None,
    links: Mapping[int, int] | None = None,
    name: str | None = None,
    is_addition: bool | None = None,
    absent: int | None = None,
    allow_demo: bool = False,
) -> RosterOutcome:
    """Apply a file, all or nothing. Reads the file first, then begins the writing transaction.

    `sha256` binds it to the previewed file, `promise` to the preview's result, `upload_id` to the upload recorded by
    `record_upload`; without an upload one is created. `links`: rows that a user linked to stored people.
    `is_addition` as in `preview_roster`; `absent` is the confirmed number of people missing from a complete list,
    required above 20 people and 10 per cent. Raises PeopleWouldBeMissing, RosterFileChanged, RosterStateChanged,
    RosterAlreadyApplied, RosterDiscarded and what `preview_roster` raises.
    """
    file = read_roster_file(path, name, as_of=as_of, allow_demo=allow_demo)
    if sha256 is not None and file.sha256 != sha256:
        raise RosterFileChanged()
    begin_writing()
    hold_sealing(db.session())
    lock_directory()
    upload = lock_upload(upload_id, file.sha256) if upload_id is not None else None
    preview = compare_roster(file, upload.as_of if upload else as_of, links, is_addition)
    if promise is not None and promise != preview.promise:
        raise RosterStateChanged()
    return apply_preview(preview, upload, actor=actor, absent=absent)


def apply_preview(
    preview: RosterPreview, upload: RosterUpload | None = None, *, actor: Actor, absent: int | None = None
) -> RosterOutcome:
    """Write a comparison made in the same transaction, after `lock_directory`. PeopleWouldBeMissing."""
    file = preview.file
    if preview.plan.missing and preview.needs_confirmed_count and absent != len(preview.plan.missing):
        raise PeopleWouldBeMissing("absent", count=len(preview.plan.missing), judged=preview.plan.judged)
    if upload is None:
        upload = _new_upload(preview, file.name or file.path.name, None, actor)
    touched = write_plan(preview.plan, upload.id)
    upload.state = "applied"
    upload.applied_at = clock.now()
    upload.summary = _summary(preview, None) | {"people": touched}
    db.session.flush()
    record_event(
        "directory.import_roster",
        actor=actor,
        subject="roster_upload",
        subject_id=upload.id,
        details={"as_of": upload.as_of.isoformat(), "sha256": file.sha256, **preview.plan.counts()},
    )
    return RosterOutcome(upload.id, preview)


def _summary(preview: RosterPreview, stored: str | None) -> dict[str, Any]:
    """Counts only: no names, no numbers. `stored`: the random name of the file until it is confirmed."""
    return {
        "counts": preview.plan.counts(),
        "statuses": [] if preview.plan.is_addition else sorted(preview.plan.statuses),
        "stored": stored,
    }


def _new_upload(preview: RosterPreview, name: str, stored: str | None, actor: Actor) -> RosterUpload:
    upload = RosterUpload(
        file_name="".join(letter for letter in name if letter.isprintable())[-200:],
        sha256=preview.sha256,
        as_of=preview.plan.as_of,
        state="previewed",
        summary=_summary(preview, stored),
        uploaded_by=actor.id if actor.kind == "user" else None,
        uploaded_at=clock.now(),
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def record_upload(preview: RosterPreview, name: str, stored: str, *, actor: Actor) -> RosterUpload:
    """Record a previewed file, stored under the random name `stored` until it is confirmed."""
    upload = _new_upload(preview, name, stored, actor)
    record_event(
        "directory.preview_roster",
        actor=actor,
        subject="roster_upload",
        subject_id=upload.id,
        details={"sha256": preview.sha256, **preview.plan.counts()},
    )
    return upload
