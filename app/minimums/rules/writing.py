"""Writes a decree as TOML text, so that it can be copied, changed and read again without loss."""

import json
from collections.abc import Mapping, Sequence

from app.directory.rules import UnitTree
from app.minimums.rules.matching import MATCH_FIELDS, DecreeDraft, Match, Tier


def write_decree(draft: DecreeDraft, tree: UnitTree) -> str:
    """The TOML text of a decree; units are written by their unique UNOR ID."""
    head = {
        "number": draft.number,
        "title": draft.title,
        "signed_on": draft.signed_on.isoformat(),
        "effective_from": str(draft.effective_from),
        "mode": draft.mode,
    }
    return write_content(head, draft.tiers, tree)


def write_content(head: Mapping[str, str], tiers: Sequence[Tier], tree: UnitTree) -> str:
    """The TOML text of a head as typed (perhaps incomplete) and of tiers."""
    lines = ["[decree]", *(f"{key} = {_quote(value)}" for key, value in head.items())]
    for tier in tiers:
        lines += ["", "[[tier]]", f"code = {_quote(tier.code)}", f"name = {_quote(tier.name)}"]
        if tier.minimum is not None:
            lines.append(f"minimum = {tier.minimum}")
        for match in tier.matches:
            lines.append("[[tier.match]]")
            lines += _match_lines(match, tree)
    return "\n".join(lines) + "\n"


def _match_lines(match: Match, tree: UnitTree) -> list[str]:
    lines = []
    for field in MATCH_FIELDS:
        if field in match:
            values = [
                tree.rows[value].external_id if isinstance(value, int) else value for value in match[field]
            ]
            lines.append(f"{field} = [{', '.join(_quote(value) for value in values)}]")
    return lines


def _quote(text: str) -> str:
    """A TOML basic string; its escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)
