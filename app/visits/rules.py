"""Rules for the states of findings, and for the requirements of modern shops and export. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

Answer = Literal["good", "fix", "not_applicable", "not_seen"]
ANSWERS: tuple[Answer, ...] = ("good", "fix", "not_applicable", "not_seen")
State = Literal["open", "said_done", "verified", "dropped"]
STATES: tuple[State, ...] = ("open", "said_done", "verified", "dropped")
LIVE: frozenset[State] = frozenset({"open", "said_done"})
MAX_PIECES = 999_999_999


def state_after(state: State | None, answer: Answer) -> State | None:
    """The state of a point's finding after a visit; `state`: of the live finding, None if there is none.

    An unanswered point changes nothing: it counts neither as good nor as a fault.
    """
    if answer == "not_seen":
        return state
    if answer == "fix":
        return "open"
    if state is None:
        return None
    return "verified" if answer == "good" else "dropped"


Need = Literal["missing", "fix", "not_seen"]


@dataclass(frozen=True, slots=True)
class Target:
    """A buyer's requirements: points of the checklist, certificates (one of each tuple's kinds), facts of the goods."""

    slug: str
    items: tuple[str, ...]
    certificates: tuple[tuple[str, ...], ...]
    facts: tuple[str, ...]


_LABEL = (
    "label-nama", "label-bahan", "label-isi", "label-pembuat", "label-kode", "label-kedaluwarsa", "label-izin",
    "label-huruf", "label-klaim", "segel",
)  # fmt: skip
TARGETS = (
    Target(
        "modern",
        (*_LABEL, "mutu-tetap", "pasokan", "kebersihan"),
        (("nib",), ("pirt", "md"), ("halal",)),
        ("barcode", "capacity"),
    ),
    Target(
        "export",
        (*_LABEL, "mutu-tetap", "resep", "penyimpanan", "pasokan", "catatan-produksi", "harga", "berkas"),
        (("nib",), ("pirt", "md"), ("halal",), ("merek",)),
        ("barcode", "capacity"),
    ),
)
"""Modern shops ask papers, packaging, barcode and steady stock; exporters quality, quantity, continuity, packaging and
administration (reference, 3 and 4). What a single buyer asks besides is not known here."""


@dataclass(frozen=True, slots=True)
class MakerFacts:
    """The facts of one maker: the latest answer by point, kinds of valid certificates, facts of its goods."""

    answers: Mapping[str, Answer]
    certificates: Collection[str]
    facts: Collection[str]


@dataclass(frozen=True, slots=True)
class Missing:
    """One unmet requirement of a target: a point, `certificate` (with `kinds`) or a fact."""

    code: str
    need: Need
    kinds: tuple[str, ...] = ()


def find_missing(target: Target, maker: MakerFacts) -> list[Missing]:
    """The unmet requirements of a target; a point that is not applicable is not missing. There is no score."""
    missing = [Missing("certificate", "missing", kinds) for kinds in target.certificates
             if not set(kinds) & set(maker.certificates)]  # fmt: skip
    for code in target.items:
        answer = maker.answers.get(code, "not_seen")
        if answer in ("fix", "not_seen"):
            missing.append(Missing(code, "fix" if answer == "fix" else "not_seen"))
    return missing + [Missing(code, "missing") for code in target.facts if code not in maker.facts]
