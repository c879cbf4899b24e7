"""Verbs of the directory: import units and rosters, change one person."""

from app.directory.services.people import (
    REASONS,
    change_number,
    change_posting,
    confirm_echelons,
    confirm_present,
    record_departure,
)
from app.directory.services.roster import (
    RosterOutcome,
    RosterPreview,
    apply_roster,
    default_as_of,
    discard_upload,
    get_upload,
    keep_upload,
    preview_roster,
)
from app.directory.services.units import UnitsOutcome, import_units

__all__ = [
    "REASONS",
    "RosterOutcome",
    "RosterPreview",
    "UnitsOutcome",
    "apply_roster",
    "change_number",
    "change_posting",
    "confirm_echelons",
    "confirm_present",
    "default_as_of",
    "discard_upload",
    "get_upload",
    "import_units",
    "keep_upload",
    "preview_roster",
    "record_departure",
]
