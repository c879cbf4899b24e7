"""Rules of offers and verdicts: possible acts by state, outcome of a round, whose turn it is. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

State = Literal["draft", "sent", "fixing", "accepted", "not_yet", "withdrawn"]
STATES: tuple[State, ...] = ("draft", "sent", "fixing", "accepted", "not_yet", "withdrawn")
OPEN: frozenset[str] = frozenset({"draft", "sent", "fixing"})
ASPECTS = ("quality", "packaging", "label", "legality", "safety", "market")
JUDGED = frozenset({"good", "advice", "fix"})
"""Answers by which an agency looked at the product."""
STEPS = ("visit", "training", "letter")
MOST_OPEN = 30
"""So many offers of one maker may be open at a time: a slip, or somebody who means harm, floods no agency."""
ACTS: dict[str, frozenset[str]] = {
    "edit": frozenset({"draft", "fixing"}),
    "send": frozenset({"draft", "fixing"}),
    "withdraw": OPEN,
    "finish": frozenset({"sent"}),
    "not_yet": frozenset({"sent", "fixing"}),
    "read": frozenset({"accepted", "not_yet"}),
}
"""Every act on an offer → the states in which it is possible. A verdict may be given in any state but counts in
`sent` alone."""
_SATURDAY = 5


def is_unsent_new_product(opens_product: bool, rounds: int) -> bool:
    """Whether a product was created for this offer and never sent, so that it is not sold."""
    return opens_product and rounds == 0


@dataclass(frozen=True, slots=True)
class OfferText:
    """The text that is offered and assessed."""

    name: str
    composition: str = ""
    net_content: str = ""
    keeps_days: int | None = None
    label_text: str = ""
    claims: str = ""


TEXT_FIELDS = ("name", "composition", "net_content", "keeps_days", "label_text", "claims")


def answer_from(weights: Collection[str]) -> str | None:
    """The answer for selected reasons of these weights: `fix` if one of them is `fix`, else `advice`; None for none."""
    if not weights:
        return None
    return "fix" if "fix" in weights else "advice"


@dataclass(frozen=True, slots=True)
class RoundAnswers:
    """The answers of a round so far (None: not answered), the day they are due, and today."""

    answers: Sequence[str | None]
    due_on: date
    today: date

    @property
    def is_due(self) -> bool:
        """Whether the due day has passed; from then on missing answers do not block the round."""
        return self.today > self.due_on

    @property
    def is_complete(self) -> bool:
        """Whether no agency is waited for."""
        return self.is_due or None not in self.answers

    @property
    def outcome(self) -> State | None:
        """The outcome: `fixing` or `accepted`; None while answers are due, or if no agency assessed the product."""
        judged = JUDGED & {answer for answer in self.answers if answer}
        if not self.is_complete or not judged:
            return None
        return "fixing" if "fix" in judged else "accepted"


def count_workdays(start: date, end: date, holidays: Collection[date]) -> int:
    """The number of working days after `start` up to and including `end`; 0 if `end` is not after `start`."""
    days = (start + timedelta(days=one + 1) for one in range((end - start).days))
    return sum(day.weekday() < _SATURDAY and day not in holidays for day in days)
