"""Services of the directory: import units and rosters, change one person."""

from app.directory.services.dates import default_as_of
from app.directory.services.joining import NewPerson, add_person, plan_person
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
    preview_roster,
    record_upload,
)
from app.directory.services.roster_uploads import discard_upload, get_upload
from app.directory.services.unit_acts import UnitDraft, apply_unit_act, plan_unit_act
from app.directory.services.unit_undo import find_obstacle, list_unit_acts, undo_unit_act
from app.directory.services.units import UnitsPlan, apply_units, plan_units, read_unit_file

__all__ = [
    "REASONS",
    "NewPerson",
    "RosterOutcome",
    "RosterPreview",
    "UnitDraft",
    "UnitsPlan",
    "add_person",
    "apply_roster",
    "apply_unit_act",
    "apply_units",
    "change_number",
    "change_posting",
    "confirm_echelons",
    "confirm_present",
    "default_as_of",
    "discard_upload",
    "find_obstacle",
    "get_upload",
    "record_upload",
    "list_unit_acts",
    "plan_person",
    "plan_unit_act",
    "plan_units",
    "read_unit_file",
    "preview_roster",
    "record_departure",
    "undo_unit_act",
]
