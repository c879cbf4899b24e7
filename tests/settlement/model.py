"""Goods and money of makers in plain Python: lists that are counted anew for every answer."""

from __future__ import annotations

from dataclasses import dataclass, field

BOOTH, MAKER = "booth", "maker"
LOSSES = ("broken", "lost", "expired")
INCOMING = ("delivery", "found")
NUMBERS = {"delivery": "delivered", "return": "returned", "broken": "lost", "lost": "lost", "expired": "expired",
           "found": "found"}  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """What is agreed from a day on."""

    share: int = 0
    loss: str = BOOTH
    expiry: str = MAKER


@dataclass
class Move:
    """Checked pieces of one note."""

    place: tuple[int, int]
    product: int
    kind: str
    pieces: int
    day: int
    is_settled: bool = False


@dataclass
class Line:
    """A line of a sale, or of its reversal (`original`); `place` is None while nobody knows what was sold."""

    number: int
    booth: int
    product: int | None
    pieces: int
    price: int
    day: int
    payment: str
    original: Line | None = None
    is_voided: bool = False
    settled: tuple[int, str] | None = None  # share in per cent and holder, as the statement has them

    @property
    def amount(self) -> int:
        """Whole rupiah."""
        return self.pieces * self.price


@dataclass
class Settlement:
    """A statement and what was paid on it."""

    place: tuple[int, int]
    sums: dict[str, int]
    following: Settlement | None = None
    payouts: list[int] = field(default_factory=list)
    received: list[int] = field(default_factory=list)

    @property
    def left(self) -> int:
        """Above zero the booth still pays, below zero the maker still owes."""
        carried = self.following.sums["carried"] if self.following else 0
        return self.sums["payable"] - sum(self.payouts) + sum(self.received) - carried

    @property
    def unpaid(self) -> int:
        """What may still be paid."""
        return max(self.left, 0)

    @property
    def owed(self) -> int:
        """What the maker may still pay in."""
        return max(-self.left, 0)

    @property
    def last(self) -> Settlement:
        """The one that carries, over others, what this one left."""
        return self.following.last if self.following else self


class Model:
    """`makers`: product → its maker. Booth 0 takes money, booth 1 only notes."""

    def __init__(self, makers: dict[int, int], price: int) -> None:
        self.makers, self.price = makers, price
        self.moves: list[Move] = []
        self.lines: list[Line] = []
        self.terms: dict[tuple[int, int], dict[int, Terms]] = {}
        self.qris: dict[int, dict[int, str]] = {}
        self.modes = {0: [(-1, BOOTH)], 1: [(-1, MAKER)]}  # (first day, who holds what is no QRIS)
        self.statements: list[Settlement] = []

    def came(self, booth: int, product: int) -> int:
        """Pieces that came less those that left, sales apart."""
        moved = (one for one in self.moves if (one.place[1], one.product) == (booth, product))
        return sum(one.pieces if one.kind in INCOMING else -one.pieces for one in moved)

    def place(self, booth: int, product: int) -> tuple[int, int]:
        return self.makers[product], booth

    def in_force(self, place: tuple[int, int], day: int) -> Terms:
        begun = {start: terms for start, terms in self.terms.get(place, {}).items() if start <= day}
        return begun[max(begun)] if begun else Terms()

    def last_settled(self, place: tuple[int, int]) -> int | None:
        days = [line.day for line in self.lines if line.settled and line.product is not None
                and self.place(line.booth, line.product) == place]  # fmt: skip
        return max(days, default=None)

    def last_settled_at(self, booth: int) -> int | None:
        return max((line.day for line in self.lines if line.settled and line.booth == booth), default=None)

    def terms_of(self, line: Line) -> tuple[int, str]:
        """The share in per cent, and who holds the money."""
        if line.original is not None and line.original.settled:
            return line.original.settled
        assert line.product is not None
        holder = [stored for since, stored in self.modes[line.booth] if since <= line.day][-1]
        set_on = [since for since in self.qris.get(line.booth, {}) if since <= line.day]
        if line.payment == "qris" and set_on:
            holder = self.qris[line.booth][max(set_on)]
        return self.in_force(self.place(line.booth, line.product), line.day).share, holder

    def unsettled(self, place: tuple[int, int]) -> list[Line]:
        return [line for line in self.lines if line.settled is None and line.product is not None
                and self.place(line.booth, line.product) == place]  # fmt: skip

    def losses(self, place: tuple[int, int]) -> list[Move]:
        def at_booths_cost(move: Move) -> bool:
            terms = self.in_force(place, move.day)
            return (terms.expiry if move.kind == "expired" else terms.loss) == BOOTH

        return [move for move in self.moves if move.place == place and move.kind in LOSSES
                and not move.is_settled and at_booths_cost(move)]  # fmt: skip

    def due(self, place: tuple[int, int]) -> dict[str, int] | None:
        """What a statement made now would say; None where there is nothing to settle."""
        lines, losses = self.unsettled(place), self.losses(place)
        if not lines and not losses:
            return None
        sums = dict.fromkeys(("gross", "held_gross", "share", "losses"), 0)
        for line in lines:
            percent, holder = self.terms_of(line)
            share = abs(line.amount) * percent // 100
            sums["gross"] += line.amount
            sums["held_gross"] += line.amount if holder == BOOTH else 0
            sums["share"] += share if line.amount > 0 else -share
        for move in losses:
            amount = move.pieces * self.price
            sums["losses"] += amount - amount * self.in_force(place, move.day).share // 100
        before = self.carrying(place)
        carried = before.left if before else 0
        payable = sums["held_gross"] - sums["share"] + sums["losses"] + carried
        return sums | {"carried": carried, "payable": payable, "lines": len(lines), "loss_count": len(losses)}

    def carrying(self, place: tuple[int, int]) -> Settlement | None:
        for one in self.statements:
            if one.place == place and one.left < 0 and one.following is None:
                return one
        return None

    def settle(self, place: tuple[int, int]) -> Settlement | None:
        sums = self.due(place)
        if sums is None:
            return None
        before = self.carrying(place)
        losses, chosen = self.losses(place), [(line, self.terms_of(line)) for line in self.unsettled(place)]
        for line, terms in chosen:
            line.settled = terms
        for move in losses:
            move.is_settled = True
        made = Settlement(place, sums)
        if before:
            before.following = made
        self.statements.append(made)
        return made

    def shelf(self, booth: int, until: int | None = None) -> dict[int, dict[str, int]]:
        """Pieces by product: every kind of number, and what should stand there by the end of a day (None: now)."""
        found: dict[int, dict[str, int]] = {}

        def add(product: int, name: str, pieces: int, sign: int) -> None:
            row = found.setdefault(
                product,
                dict.fromkeys(("delivered", "returned", "lost", "expired", "found", "sold", "shelf"), 0),
            )
            row[name] += pieces
            row["shelf"] += sign * pieces

        for move in self.moves:
            if move.place[1] == booth and (until is None or move.day <= until):
                add(move.product, NUMBERS[move.kind], move.pieces, 1 if move.kind in INCOMING else -1)
        for line in self.lines:
            is_there = until is None or (line.original is None and line.day <= until)
            if line.booth == booth and line.product is not None and is_there:
                add(line.product, "sold", line.pieces, -1)
        return found
