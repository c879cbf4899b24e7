"""Reads of missing certificates: the maker, the needed kinds, the goods, and since when they are needed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.certificates.lookups import get_rulebook
from app.certificates.models import ProductGoods
from app.certificates.queries.certificates import CertificateRow, list_certificates
from app.certificates.rules.gaps import Need, Paper, State, Ware, find_gaps
from app.certificates.rules.rulebook import Rulebook
from app.extensions import db
from app.makers.lookups import survivor_id
from app.makers.models import Maker, MakerProfile, Product
from app.shared.columns import table

_MAKER, _PROFILE, _PRODUCT = table(Maker), table(MakerProfile), table(Product)
_GOODS = table(ProductGoods)


@dataclass(frozen=True, slots=True)
class WareRow:
    """A product on sale with its group of goods ("" if unknown), and whether an officer set the group."""

    product_id: int
    name: str
    category: str
    chosen: str
    goods: str
    goods_title: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """A missing certificate (one of `need.kinds`) of a maker for these goods; `state`: missing, lapsed or claimed."""

    maker_id: int
    maker: str
    village: str
    phone: str
    need: Need
    titles: tuple[str, ...]
    state: State
    products: tuple[str, ...]

    def is_due(self, day: date) -> bool:
        """Whether the certificate is already needed on a day."""
        return self.need.since is None or self.need.since <= day


@dataclass(frozen=True, slots=True)
class _MakerWares:
    id: int
    name: str
    village: str
    phone: str
    size: str
    nib: str
    wares: list[WareRow]


def list_gaps(day: date, maker_ids: Collection[int] | None = None) -> list[GapRow]:
    """The missing certificates of makers with goods on sale on a date, also those needed later. Five statements."""
    rulebook = get_rulebook()
    papers: dict[int, list[CertificateRow]] = {}
    for row in list_certificates(day, maker_ids=maker_ids):
        if row.is_open:
            papers.setdefault(row.maker_id, []).append(row)
    gaps: list[GapRow] = []
    for maker in _list_makers(rulebook, maker_ids):
        gaps += _gaps_of(rulebook, maker, papers.get(maker.id, []))
    return gaps


def list_wares(maker_id: int) -> list[WareRow]:
    """The products of a maker that are on sale, with their groups of goods."""
    return [ware for maker in _list_makers(get_rulebook(), [maker_id]) for ware in maker.wares]


def _list_makers(rulebook: Rulebook, maker_ids: Collection[int] | None) -> list[_MakerWares]:
    """Makers with products on sale, by name; joined records count as their maker."""
    survivor = _MAKER.alias()
    profile = _PROFILE.alias()
    query = (
        select(
            survivor.c.id.label("survivor"), survivor.c.name.label("maker"), profile.c.village, profile.c.phone,
            profile.c.size_class, profile.c.nib, _PRODUCT.c.id, _PRODUCT.c.name, _PRODUCT.c.category, _GOODS.c.goods,
        )
        .select_from(_PRODUCT)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _PRODUCT.c.maker_id)
        .join(survivor, survivor.c.id == survivor_id(_PRODUCT.c.maker_id))
        .outerjoin(profile, profile.c.maker_id == survivor.c.id)
        .outerjoin(_GOODS, _GOODS.c.product_id == _PRODUCT.c.id)
        .where(_PRODUCT.c.is_active, survivor.c.is_active)
        .order_by(survivor.c.search_name, _PRODUCT.c.search_name)
    )  # fmt: skip
    if maker_ids is not None:
        query = query.where(survivor.c.id.in_(maker_ids))
    makers: dict[int, _MakerWares] = {}
    for row in db.session.execute(query):
        maker = makers.get(row.survivor)
        if maker is None:
            maker = makers[row.survivor] = _MakerWares(
                row.survivor,
                row.maker,
                row.village or "",
                row.phone or "",
                row.size_class or "",
                row.nib or "",
                [],
            )
        maker.wares.append(_ware(row, rulebook))
    return list(makers.values())


def _ware(row: Any, rulebook: Rulebook) -> WareRow:
    goods = rulebook.find_goods(row.category, row.goods or "")
    return WareRow(
        row.id,
        row.name,
        row.category,
        row.goods or "",
        goods.code if goods else "",
        goods.title if goods else "",
    )


def _gaps_of(rulebook: Rulebook, maker: _MakerWares, rows: Iterable[CertificateRow]) -> list[GapRow]:
    names = {ware.product_id: ware.name for ware in maker.wares}
    papers = [
        Paper(row.kind, frozenset(one for one, _name in row.products), row.validity, row.is_checked)
        for row in rows
    ]
    if maker.nib:  # the register stores the NIB and has checked its format
        papers.append(Paper("nib", frozenset(), "no_end", is_checked=True))
    wares = [Ware(ware.product_id, ware.category, ware.chosen) for ware in maker.wares]
    found: dict[tuple[Need, State], list[str]] = {}
    for gap in find_gaps(rulebook, maker.size, wares, papers):
        found.setdefault((gap.need, gap.state), []).append(names[gap.product_id])
    return [
        GapRow(
            maker.id, maker.name, maker.village, maker.phone, need,
            tuple(rulebook.title_of(code) for code in need.kinds), state, tuple(products),
        )
        for (need, state), products in found.items()
    ]  # fmt: skip
