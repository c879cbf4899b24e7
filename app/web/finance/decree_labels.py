"""The conditions of a tier in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from app.directory.rules import UnitTree
from app.minimums.rules import MATCH_FIELDS, PostingKey, Tier


def match_sentences(tier: Tier, tree: UnitTree) -> list[str]:
    """Return one sentence per alternative of a tier."""
    return [_sentence(match, tree) for match in tier.matches]


def _sentence(match: Mapping[str, Sequence[Any]], tree: UnitTree) -> str:
    parts = [_part(field, match[field], tree) for field in MATCH_FIELDS if field in match]
    return "; ".join(parts)


def _part(field: str, values: Sequence[Any], tree: UnitTree) -> str:
    if field == "unit":
        names = [f"{tree.name(value)}" if value in tree else "?" for value in values]
        return _("di %(units)s dan di bawahnya", units=_any_of(names))
    if field == "position":
        return _("jabatan %(names)s", names=_any_of([_pattern(value) for value in values]))
    words = {
        "status": _("status"),
        "echelon": _("eselon"),
        "position_kind": _("jenis jabatan"),
        "grade": _("golongan"),
    }
    return f"{words[field]} {_any_of([value or _('(kosong)') for value in values])}"


def _pattern(value: str) -> str:
    if value.endswith("*") and not set(value[:-1]) & set("*?["):
        return _("“%(name)s …”", name=value[:-1].strip())
    return f"“{value}”"


def _any_of(values: Sequence[str]) -> str:
    if len(values) == 1:
        return values[0]
    return _("%(some)s atau %(last)s", some=", ".join(values[:-1]), last=values[-1])


def untouched_reason(key: PostingKey, tiers: Sequence[Tier]) -> str:
    """Return the main reason why no tier matches a posting, as one sentence."""
    named = {value for tier in tiers for match in tier.matches for value in match.get("status", ())}
    is_open = any("status" not in match for tier in tiers for match in tier.matches)
    if not is_open and key.status not in named:
        return _("Status %(status)s tidak disebut di jenjang mana pun.", status=key.status or "–")
    if not key.echelon and not key.position_kind:
        return _("Eselon dan jenis jabatannya kosong di data pegawai.")
    level = key.echelon or key.position_kind
    return _("Tidak ada jenjang untuk %(status)s dengan %(level)s.", status=key.status, level=level)
