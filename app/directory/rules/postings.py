"""A posting as a value to compare, and codes for the kinds of changes between two."""

from collections.abc import Iterator
from typing import NamedTuple

from app.directory.rules.spellings import ECHELONS
from app.directory.rules.units import UnitTree


class PostingValue(NamedTuple):
    """The values of a posting that a duty may depend on, without its date. Equal values: nothing changed."""

    unit_id: int
    status: str
    echelon: str = ""
    position: str = ""
    position_kind: str = ""
    grade: str = ""
    service: str = "active"


def change_words(old: PostingValue | None, new: PostingValue, tree: UnitTree) -> Iterator[str]:
    """The codes of the kinds of changes between two postings, which the preview counts.

    joined · returned, pension, death, leave, dismissed, left · opd or unit · echelon_up, echelon_down ·
    status · kind · position · grade.
    """
    if old is None:
        yield "joined"
        return
    if old.service != new.service:
        yield "returned" if new.service == "active" else new.service
    if old.unit_id != new.unit_id:
        yield "unit" if tree.opd_of(old.unit_id) == tree.opd_of(new.unit_id) else "opd"
    if old.echelon != new.echelon:
        yield "echelon_up" if _height(new.echelon) > _height(old.echelon) else "echelon_down"
    for field, word in (
        ("status", "status"),
        ("position_kind", "kind"),
        ("position", "position"),
        ("grade", "grade"),
    ):
        if getattr(old, field) != getattr(new, field):
            yield word


def _height(echelon: str) -> int:
    """The rank of an echelon: I.a is the highest; no echelon is below V.b."""
    return -ECHELONS.index(echelon) if echelon in ECHELONS else -len(ECHELONS)
