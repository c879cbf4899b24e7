"""Finds missing certificates on a day (makers 17). They lead to reminders and never prevent sales. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.certificates.rules.rulebook import Goods, Kind, Need, Rulebook
from app.certificates.rules.validity import HOLDING, Validity

State = Literal["missing", "lapsed", "unchecked"]
STATES: tuple[State, ...] = ("missing", "lapsed", "unchecked")


@dataclass(frozen=True, slots=True)
class Paper:
    """The facts of a certificate that matter for needs; `products`: the ids it names, empty if it names none."""

    kind: str
    products: frozenset[int]
    validity: Validity
    is_checked: bool


@dataclass(frozen=True, slots=True)
class Ware:
    """The facts of a product that matter for needs; `chosen`: the group an officer set."""

    product_id: int
    category: str
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A need that one product does not meet; `state`: no certificate, a lapsed one, or an unchecked one."""

    product_id: int
    goods: str
    need: Need
    state: State

    def is_due(self, day: date) -> bool:
        """Whether the certificate is already needed on a day."""
        return self.need.since is None or self.need.since <= day


def covers(kind: Kind, products: frozenset[int], product_id: int) -> bool:
    """Whether a certificate that names these products covers one; a maker's certificate that names none covers all."""
    return product_id in products if products else kind.scope == "maker"


def find_gaps(rulebook: Rulebook, size: str, wares: Iterable[Ware], papers: Iterable[Paper]) -> list[Gap]:
    """The missing certificates for the goods of one maker of a size class, also those needed later."""
    listed = list(papers)
    gaps = []
    for ware in wares:
        goods = rulebook.find_goods(ware.category, ware.chosen)
        if goods is not None:
            gaps += _gaps_of(rulebook.kinds, size, ware, goods, listed)
    return gaps


def _gaps_of(
    kinds: Mapping[str, Kind], size: str, ware: Ware, goods: Goods, papers: list[Paper]
) -> list[Gap]:
    gaps = []
    for need in goods.needed:
        if size not in need.sizes:
            continue
        state = _state_of(kinds, need, ware.product_id, papers)
        if state is not None:
            gaps.append(Gap(ware.product_id, goods.code, need, state))
    return gaps


def _state_of(kinds: Mapping[str, Kind], need: Need, product_id: int, papers: list[Paper]) -> State | None:
    fitting = [
        paper for paper in papers
        if paper.kind in need.kinds and covers(kinds[paper.kind], paper.products, product_id)
    ]  # fmt: skip
    if any(one.validity in HOLDING and one.is_checked for one in fitting):
        return None
    if any(one.validity in HOLDING for one in fitting):
        return "unchecked"
    return "lapsed" if fitting else "missing"
