"""The whole of selling and closing in plain Python: lists and loops, no table, no SQL. What the system must equal.

It says the rules a second time, in the simplest words that are true (decisions 3, 4, 13, 14, 16, 17), and keeps no
sums: every question is answered by looking through all rows again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MINIMUM = 20_000


@dataclass
class Late:
    """How a row came to the late tray of its month and what was decided."""

    bundle: int | None
    decision: str = ""


@dataclass
class Row:
    """A line of the ledger. `buyer`: a person's name, `public`, or `unknown`; `late` None: it counts."""

    number: int
    month: str
    amount: int
    buyer: str
    original: Row | None = None
    late: Late | None = None
    named: list[tuple[str, Late | None]] = field(default_factory=list)
    is_voided: bool = False

    def counts(self) -> bool:
        return self.late is None or self.late.decision == "accepted"

    def counts_for(self) -> str | None:
        """Whose purchase this is, by what counts now; None for the public and for somebody nobody knows."""
        if self.buyer != "unknown":
            return None if self.buyer == "public" else self.buyer
        said = (self.original or self).named
        counted = [who for who, late in said if late is None or late.decision == "accepted"]
        return counted[-1] if counted and counted[-1] != "public" else None


@dataclass
class Model:
    """Everything that ever happened, and the frozen figures of closed months."""

    people: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    closed: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)
    exempt: set[tuple[str, str]] = field(default_factory=set)
    lowered: dict[str, int] = field(default_factory=dict)
    tray: list[tuple[str, Late]] = field(default_factory=list)

    # --- what happens ---------------------------------------------------------------------------------

    def sell(self, month: str, buyer: str, amount: int) -> Row:
        row = Row(len(self.rows), month, amount, buyer)
        row.late = Late(row.number) if month in self.closed else None
        return self._add(row)

    def _add(self, row: Row) -> Row:
        self.rows.append(row)
        if row.late:
            self.tray.append((row.month, row.late))
        return row

    def void(self, row: Row) -> Row:
        row.is_voided = True
        late = self._follow(row)
        return self._add(Row(len(self.rows), row.month, -row.amount, row.buyer, original=row, late=late))

    def correct(self, row: Row, buyer: str, amount: int) -> Row:
        self.void(row)
        return self._add(Row(len(self.rows), row.month, amount, buyer, late=self._follow(row)))

    def _follow(self, row: Row) -> Late | None:
        """A reversal and a correction go where their original went: one never counts without the other."""
        is_closed = row.month in self.closed
        if row.late is None:
            return Late(row.number) if is_closed else None
        decided = row.late.decision
        if decided == "declined" or (decided == "accepted" and not is_closed):
            return Late(row.late.bundle, decided)
        return Late(row.late.bundle)

    def resolve(self, row: Row, person: str) -> None:
        late = Late(None) if row.month in self.closed else None
        row.named.append((person, late))
        if late:
            self.tray.append((row.month, late))

    def waiting(self, month: str) -> list[Late]:
        """In the order in which they came."""
        return [late for where, late in self.tray if where == month and not late.decision]

    def decide(self, month: str, chosen: list[Late], decision: str) -> None:
        bundles = {late.bundle for late in chosen if late.bundle is not None}
        for late in self.waiting(month):
            if late.bundle in bundles or any(late is one for one in chosen):
                late.decision = decision

    def close(self, month: str) -> None:
        self.closed[month] = {person: self.live(month, person) for person in self.people}

    def reopen(self, month: str) -> None:
        del self.closed[month]

    # --- what is asked --------------------------------------------------------------------------------

    def bought(self, month: str, person: str) -> int:
        mine = [
            row for row in self.rows if row.month == month and row.counts() and row.counts_for() == person
        ]
        return sum(row.amount for row in mine)

    def live(self, month: str, person: str) -> tuple[int, str]:
        spent = self.bought(month, person)
        if (month, person) in self.exempt:
            return spent, "exempt"
        owed = MINIMUM * (100 - self.lowered.get(month, 0)) // 100
        return spent, "met" if spent >= owed else "short"

    def standing(self, month: str, person: str) -> tuple[int, str]:
        frozen = self.closed.get(month)
        return frozen[person] if frozen else self.live(month, person)
