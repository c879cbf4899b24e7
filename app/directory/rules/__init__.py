"""Rules about numbers, names, units, spellings and postings. Pure: values in, values out."""

from app.directory.rules.codes import read_code
from app.directory.rules.names import fold_name, full_name
from app.directory.rules.nip import NipError, count_damaged_digits, has_implausible_year, read_nip
from app.directory.rules.postings import PostingValue, change_words
from app.directory.rules.spellings import (
    ECHELONS,
    POSITION_KINDS,
    STATUSES,
    UnknownWord,
    read_echelon,
    read_grade,
    read_position_kind,
    read_service,
    read_status,
    status_from_grade,
    suggest_echelon,
)
from app.directory.rules.unit_history import TreeHistory, UnitChange
from app.directory.rules.units import TreeError, UnitRow, UnitTree

__all__ = [
    "ECHELONS",
    "POSITION_KINDS",
    "STATUSES",
    "NipError",
    "PostingValue",
    "TreeError",
    "TreeHistory",
    "UnitChange",
    "UnitRow",
    "UnitTree",
    "UnknownWord",
    "change_words",
    "count_damaged_digits",
    "fold_name",
    "full_name",
    "has_implausible_year",
    "read_code",
    "read_echelon",
    "read_grade",
    "read_nip",
    "read_position_kind",
    "read_service",
    "read_status",
    "status_from_grade",
    "suggest_echelon",
]
