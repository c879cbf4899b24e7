"""Reads a decree from its TOML text: every problem is reported with its tier, nothing is guessed.

Decisions 2. An unknown key refuses the decree, because a misspelt match field would silently widen its tier.
"""

import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, get_args

from app.directory.rules import ECHELONS, POSITION_KINDS, STATUSES, UnitTree, fold_name
from app.minimums.rules.matching import MATCH_FIELDS, DecreeDraft, Mode, Tier, names_acting_post
from app.shared.money import MAX_AMOUNT
from app.shared.nesting import is_nested_too_deep
from app.shared.period import Period
from app.shared.text import normalize

MODES: tuple[Mode, ...] = get_args(Mode)
HEADER_FIELDS = ("number", "title", "signed_on", "effective_from", "mode")
TIER_FIELDS = ("code", "name", "minimum", "match")
LENGTHS = {"number": 120, "title": 300, "code": 60, "name": 200, "position": 200, "grade": 10, "unit": 200}
MOST_TIERS = 200
MOST_CHARACTERS = 60_000
MOST_VALUES = 500
"""Values of one list; of the whole decree, alternatives and patterns of posts: each is held against every posting."""
MOST_PROBLEMS = 50
_WORDS = {"status": STATUSES, "echelon": (*ECHELONS, ""), "position_kind": (*POSITION_KINDS, "")}
_PLACE = re.compile(r"at line (\d+), column (\d+)")
_FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class Problem(NamedTuple):
    """One problem of a decree. `tier` counts from 1, None is the head; `reason` is a code (sentences: `app/messages`).

    Reasons: syntax, too_big, too_deep, no_header, no_tiers, too_many_tiers, unknown_key, missing, not_text, too_long,
    too_many_values, not_clean, bad_date, bad_month, bad_mode, bad_minimum, duplicate_code, no_match, empty_match,
    unknown_field, empty_list, bad_value, acting_post, unknown_unit, ambiguous_unit.
    """

    tier: int | None
    field: str
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading a text: a draft, or all its problems."""

    draft: DecreeDraft | None
    problems: tuple[Problem, ...]


def read_decree(text: str, tree: UnitTree) -> Reading:
    """Read a decree's TOML text with the city's units. Faults in the text are returned as problems, never raised."""
    if len(text) > MOST_CHARACTERS:
        return Reading(None, (Problem(None, "", "too_big"),))
    if is_nested_too_deep(text):
        return Reading(None, (Problem(None, "", "too_deep"),))
    try:
        content = tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        place = _PLACE.search(str(error))
        return Reading(None, (Problem(None, "", "syntax", place[1] if place else ""),))
    return _Reader(tree).read(content)


def read_tiers(text: str, tree: UnitTree) -> tuple[Tier, ...]:
    """Read only the tiers of a text whose head may be empty (an example). ValueError if one is wrong."""
    reader = _Reader(tree)
    tiers = reader.read_tiers(tomllib.loads(text).get("tier"))
    if reader.problems:
        raise ValueError(reader.problems)
    return tiers


def content_hash(draft: DecreeDraft) -> str:
    """SHA-256 of a decree's content, independent of its formatting and of the order within lists."""
    tiers = [
        [tier.code, tier.name, tier.minimum, [_canonical_match(match) for match in tier.matches]]
        for tier in draft.tiers
    ]
    head = [draft.number, draft.title, draft.signed_on.isoformat(), str(draft.effective_from), draft.mode]
    return hashlib.sha256(json.dumps([head, tiers], ensure_ascii=False).encode()).hexdigest()


def _canonical_match(match: Mapping[str, Any]) -> list[Any]:
    return [[field, sorted(match[field], key=str)] for field in sorted(match)]


def _excerpt(value: object) -> str:
    """The start of a value for a message; empty for a list, a table or a too large number."""
    if isinstance(value, str | bool | date):
        return str(value)[:80]
    return str(value) if isinstance(value, int | float) and abs(value) <= 10**18 else ""


class _Reader:
    """Reads one text and collects its problems."""

    def __init__(self, tree: UnitTree) -> None:
        self.tree = tree
        self.problems: list[Problem] = []
        self._compared = 0

    def read(self, content: Mapping[str, Any]) -> Reading:
        """The whole decree."""
        self._refuse_unknown(None, content, ("decree", "tier"), "unknown_key")
        head = self._read_head(content.get("decree"))
        tiers = self.read_tiers(content.get("tier"))
        if self.problems or head is None:
            return Reading(None, tuple(self.problems))
        return Reading(DecreeDraft(**head, tiers=tiers), ())

    def _add_problem(self, tier: int | None, field: str, reason: str, value: object = "") -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(tier, field, reason, _excerpt(value)))

    def _refuse_unknown(
        self, tier: int | None, content: Mapping[str, Any], existing_fields: tuple[str, ...], why: str
    ) -> None:
        for key in content:
            if key not in existing_fields:
                self._add_problem(tier, key[:60], why, key)

    def _read_head(self, head: object) -> dict[str, Any] | None:
        if not isinstance(head, dict):
            self._add_problem(None, "decree", "no_header")
            return None
        self._refuse_unknown(None, head, HEADER_FIELDS, "unknown_key")
        return {
            "number": self._text(None, head, "number"),
            "title": self._text(None, head, "title"),
            "signed_on": self._date(head.get("signed_on")),
            "effective_from": self._period(head.get("effective_from")),
            "mode": self._mode(head.get("mode")),
        }

    def _text(self, tier: int | None, content: Mapping[str, Any], field: str) -> str:
        value = content.get(field)
        if value is None or value == "":
            self._add_problem(tier, field, "missing")
            return ""
        return self._clean(tier, field, value)

    def _clean(self, tier: int | None, field: str, value: object) -> str:
        """One line of text within its length, NFC, single blanks."""
        if not isinstance(value, str):
            self._add_problem(tier, field, "not_text", value)
            return ""
        if any(unicodedata.category(letter) in _FORBIDDEN for letter in value):
            self._add_problem(tier, field, "not_clean")
            return ""
        text = " ".join(normalize(value).split())
        if not text and value:
            self._add_problem(tier, field, "missing")
        if len(text) > LENGTHS[field]:
            self._add_problem(tier, field, "too_long", LENGTHS[field])
        return text

    def _date(self, value: object) -> date:
        """`2026-01-02`, quoted or a TOML date; a date with a time is refused."""
        if type(value) is date:
            return value
        if value is None or value == "":
            self._add_problem(None, "signed_on", "missing")
            return date.min
        try:
            if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError:
            self._add_problem(None, "signed_on", "bad_date", value)
            return date.min

    def _period(self, value: object) -> Period:
        if value is None or value == "":
            self._add_problem(None, "effective_from", "missing")
            return Period(2000, 1)
        try:
            return Period.parse(value if isinstance(value, str) else "")
        except ValueError:
            self._add_problem(None, "effective_from", "bad_month", value)
            return Period(2000, 1)

    def _mode(self, value: object) -> Mode:
        for mode in MODES:
            if value == mode:
                return mode
        self._add_problem(
            None, "mode", "missing" if value is None else "bad_mode", "" if value is None else value
        )
        return "wajib"

    def read_tiers(self, tiers: object) -> tuple[Tier, ...]:
        """The tiers in order; problems are collected."""
        if not isinstance(tiers, list) or not tiers:
            self._add_problem(None, "tier", "no_tiers")
            return ()
        if len(tiers) > MOST_TIERS:
            self._add_problem(None, "tier", "too_many_tiers", MOST_TIERS)
            return ()
        found = [self._read_tier(number, content) for number, content in enumerate(tiers, start=1)]
        seen: set[str] = set()
        for number, tier in enumerate(found, start=1):
            if tier.code and tier.code in seen:
                self._add_problem(number, "code", "duplicate_code", tier.code)
            seen.add(tier.code)
        return tuple(found)

    def _read_tier(self, number: int, content: object) -> Tier:
        if not isinstance(content, dict):
            self._add_problem(number, "tier", "no_match")
            return Tier(number, "", "", None, ())
        self._refuse_unknown(number, content, TIER_FIELDS, "unknown_key")
        return Tier(
            number,
            self._text(number, content, "code"),
            self._text(number, content, "name"),
            self._minimum(number, content),
            self._matches(number, content.get("match")),
        )

    def _minimum(self, number: int, content: Mapping[str, Any]) -> int | None:
        """The minimum in whole rupiah; None if left out: the tier sets no amount (status no_rule)."""
        value = content.get("minimum")
        if "minimum" not in content:
            return None
        if type(value) is not int or not 0 <= value <= MAX_AMOUNT:
            self._add_problem(number, "minimum", "bad_minimum", value)
            return None
        return value

    def _matches(self, number: int, matches: object) -> tuple[dict[str, Any], ...]:
        if isinstance(matches, dict):
            matches = [matches]
        if not isinstance(matches, list) or not matches:
            self._add_problem(number, "match", "no_match")
            return ()
        self._compared += len(matches)
        if self._compared > MOST_VALUES:
            self._add_problem(number, "match", "too_many_values", MOST_VALUES)
            return ()
        return tuple(self._match(number, match) for match in matches)

    def _match(self, number: int, match: object) -> dict[str, Any]:
        if not isinstance(match, dict) or not match:
            self._add_problem(number, "match", "empty_match")
            return {}
        self._refuse_unknown(number, match, MATCH_FIELDS, "unknown_field")
        return {field: self._values(number, field, match[field]) for field in MATCH_FIELDS if field in match}

    def _values(self, number: int, field: str, values: object) -> list[Any]:
        listed = values if isinstance(values, list) else [values]
        if not listed:
            self._add_problem(number, field, "empty_list")
        self._compared += len(listed) if field == "position" else 0
        if max(len(listed), self._compared) > MOST_VALUES:
            self._add_problem(number, field, "too_many_values", MOST_VALUES)
            return []
        read = [self._value(number, field, value) for value in listed]
        return list(dict.fromkeys(one for one in read if one is not None))

    def _value(self, number: int, field: str, value: object) -> str | int | None:
        if field in _WORDS:
            if isinstance(value, str) and value in _WORDS[field]:
                return value
            self._add_problem(number, field, "bad_value", value)
            return None
        text = self._clean(number, field, value)
        if not text:
            if value == "":
                self._add_problem(number, field, "bad_value", value)
            return None
        if field == "position" and names_acting_post(text):
            self._add_problem(number, field, "acting_post", text)
        return self._unit(number, text) if field == "unit" else text

    def _unit(self, number: int, text: str) -> int | None:
        """The unit with this UNOR ID, else the only unit with this name (decisions 2)."""
        unit_id = self.tree.by_external_id.get(text.upper())
        if unit_id is not None:
            return unit_id
        folded = fold_name(text)
        if folded not in self.tree.by_name:
            self._add_problem(number, "unit", "unknown_unit", text)
            return None
        named = self.tree.by_name[folded]
        if named is None:
            self._add_problem(number, "unit", "ambiguous_unit", text)
        return named
