"""Previews undoing an import, with the obstacles."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.directory.models import RosterUpload
from app.directory.roster_import.changes import Change, iter_changes
from app.directory.services import get_upload
from app.roster_undo.dependents import Dependent, list_dependents

MOST_LISTED = 50


@dataclass(slots=True)
class UndoPreview:
    """The people that undoing would remove or restore: their numbers, and the first `MOST_LISTED` of each.

    `words` counts people by the restored part: posting, name, number, missing.
    """

    upload: RosterUpload
    dependents: list[Dependent]
    removed: int = 0
    restored: int = 0
    words: Counter[str] = field(default_factory=Counter)
    new: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)

    @property
    def named(self) -> set[int]:
        """Ids of the people whose names the preview shows."""
        return {*self.new, *self.changed, *(person for each in self.dependents for person in each.people)}


def get_undo_preview(upload_id: int) -> UndoPreview:
    """Preview `undo_roster`. RosterUploadNotFound."""
    upload = get_upload(upload_id)
    preview = UndoPreview(upload, list_dependents(upload))
    for changes in iter_changes(upload.id):
        for change in changes:
            _add(preview, change)
    return preview


def _add(preview: UndoPreview, one: Change) -> None:
    listed = preview.new if one.is_new else preview.changed
    if len(listed) < MOST_LISTED:
        listed.append(one.employee_id)
    if one.is_new:
        preview.removed += 1
    else:
        preview.restored += 1
        preview.words.update(_words(one))


def _words(one: Change) -> Iterable[str]:
    """The parts of a person that would be restored; none if a purge emptied the record."""
    if not one.before or one.present is None:
        return
    parts = {
        "posting": ("postings",),
        "name": ("name", "front_title", "back_title"),
        "number": ("pns_id", "nip", "code"),
        "missing": ("missing_since",),
    }
    for word, names in parts.items():
        if any(one.before[name] != one.present[name] for name in names):
            yield word
