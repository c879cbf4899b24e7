"""Values of makers' records: phone numbers, NIB, size class, similar names. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

STATES = ("new", "active", "paused", "closed")
SELLING = frozenset({"new", "active"})
"""States in which a maker's goods stand in front of buyers; a new maker offers and delivers at once (makers 1)."""
SIZE_CLASSES = {"mikro": "mikro", "kecil": "kecil", "menengah": "menengah", "ultra mikro": "mikro"}
NIB_DIGITS = 13
_PHONE = re.compile(r"0[0-9]{7,13}", re.ASCII)
_ALIKE = 0.87
MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class MakerDraft:
    """The submitted details of a maker; empty if not given. `claims`: kind → unchecked claim."""

    name: str
    owner_name: str = ""
    phone: str = ""
    village: str = ""
    makes: str = ""
    sector: str = ""
    size_class: str = ""
    size_basis: str = ""
    size_on: date | None = None
    kbli: str = ""
    nib: str | None = None
    capacity: int | None = None
    capacity_unit: str = ""
    bank: str = ""
    account_number: str = ""
    account_name: str = ""
    claims: Mapping[str, str] = field(default_factory=dict)


PROFILE_FIELDS = (
    "owner_name", "phone", "village", "makes", "sector", "size_class", "size_basis", "size_on", "kbli", "nib",
    "capacity", "capacity_unit", "bank", "account_number", "account_name",
)  # fmt: skip
"""What a draft may say of a profile, by column."""


def changed_fields(draft: MakerDraft, stored: Mapping[str, Any]) -> list[str]:
    """The fields that a draft fills and in which the profile differs."""
    return [name for name in PROFILE_FIELDS if (value := getattr(draft, name)) and value != stored.get(name)]


def new_claims(draft: MakerDraft, stored: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    """The claims that are not stored yet."""
    return [(kind, text) for kind, text in draft.claims.items() if text and (kind, text) not in stored]


def changes_profile(
    draft: MakerDraft, stored: Mapping[str, Any], claims: Collection[tuple[str, str]]
) -> bool:
    """Whether completing a profile by a draft would change it."""
    return bool(changed_fields(draft, stored) or new_claims(draft, claims))


def read_phone(text: str) -> str | None:
    """An Indonesian phone number as `08…`, from `+62 813 …`, `0813-…` or a cell that lost its 0; else None."""
    digits = re.sub(r"[\s().\-–]", "", text)
    digits = digits.removeprefix("+")
    if digits.startswith("62"):
        digits = "0" + digits[2:]
    elif digits.startswith("8"):
        digits = "0" + digits
    return digits if _PHONE.fullmatch(digits) else None


def read_nib(text: str) -> str | None:
    """A NIB as 13 digits without blanks; None for anything else."""
    digits = re.sub(r"[\s.\-']", "", text)
    return digits if len(digits) == NIB_DIGITS and digits.isascii() and digits.isdigit() else None


def list_alike(name: str, others: Iterable[tuple[int, str]]) -> list[int]:
    """Ids of makers whose folded name is similar to this folded one, most similar first; at most five.

    Uses `SequenceMatcher` on names of at most 200 letters; a quick upper bound excludes most of them.
    """
    similar = []
    for maker_id, other in others:
        matcher = SequenceMatcher(None, name, other, autojunk=False)
        if (
            matcher.real_quick_ratio() >= _ALIKE
            and matcher.quick_ratio() >= _ALIKE
            and matcher.ratio() >= _ALIKE
        ):
            similar.append((-matcher.ratio(), maker_id))
    return [maker_id for _, maker_id in sorted(similar)[:MOST_ALIKE]]
