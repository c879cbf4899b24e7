"""Reads of public and lapsed certificates on a day, for other subjects."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from app.certificates.lookups import get_rulebook
from app.certificates.models import Certificate, CertificateProduct
from app.certificates.queries.certificates import CertificateRow, list_certificates
from app.certificates.rules.gaps import covers
from app.certificates.rules.rulebook import Rulebook
from app.certificates.rules.validity import HOLDING
from app.extensions import db
from app.makers.lookups import survivor_id
from app.makers.models import MakerProfile, Product
from app.shared.columns import table

_PROFILE, _PRODUCT = table(MakerProfile), table(Product)
_CERTIFICATE, _LINK = table(Certificate), table(CertificateProduct)


@dataclass(frozen=True, slots=True)
class PublicCertificate:
    """The public facts of a certificate that an officer has checked and that is valid on the day."""

    kind: str
    title: str
    number: str
    expires_on: date | None
    checked_on: date


def list_public(day: date, maker_ids: Collection[int] | None = None) -> dict[int, list[PublicCertificate]]:
    """Product id → its checked certificates that are valid on a local date; products without one are left out.

    Certificates of a kind that expires are left out if their end is unknown. `maker_ids`: only goods of these makers.
    """
    rulebook = get_rulebook()
    shown = [row for row in list_certificates(day, maker_ids=maker_ids) if _is_public(row, rulebook)]
    wares = select(_PRODUCT.c.id, survivor_id(_PRODUCT.c.maker_id)).outerjoin(
        _PROFILE, _PROFILE.c.maker_id == _PRODUCT.c.maker_id
    )
    if maker_ids is not None:
        wares = wares.where(survivor_id(_PRODUCT.c.maker_id).in_(maker_ids))
    by_maker: dict[int, list[CertificateRow]] = {}
    for row in shown:
        by_maker.setdefault(row.maker_id, []).append(row)
    certificates: dict[int, list[PublicCertificate]] = {}
    for product_id, maker_id in db.session.execute(wares):
        covering = [row for row in by_maker.get(maker_id, ()) if _covers(row, rulebook, product_id)]
        if covering:
            certificates[product_id] = [_public(row) for row in covering]
    return certificates


def list_public_of_makers(day: date, maker_ids: Collection[int]) -> dict[int, list[PublicCertificate]]:
    """Maker id → all its checked certificates that are valid on a local date."""
    rulebook = get_rulebook()
    certificates: dict[int, list[PublicCertificate]] = {}
    for row in list_certificates(day, maker_ids=maker_ids):
        if _is_public(row, rulebook):
            certificates.setdefault(row.maker_id, []).append(_public(row))
    return certificates


def _is_public(row: CertificateRow, rulebook: Rulebook) -> bool:
    is_dated = row.expires_on is not None or not rulebook.get_kind(row.kind).ends
    return row.is_checked and row.is_open and row.validity in HOLDING and is_dated


def _covers(row: CertificateRow, rulebook: Rulebook, product_id: int) -> bool:
    return covers(rulebook.get_kind(row.kind), frozenset(one for one, _name in row.products), product_id)


def _public(row: CertificateRow) -> PublicCertificate:
    if row.checked_on is None:
        raise TypeError("a certificate nobody saw")
    return PublicCertificate(row.kind, row.title, row.number, row.expires_on, row.checked_on)


def list_lapsed_products(day: date) -> list[int]:
    """Ids of products with a lapsed certificate of a kind that warns at the till, and no other valid one of that kind.

    Two statements; tills call this every minute.
    """
    kinds = [kind.code for kind in get_rulebook().kinds.values() if kind.warns_at_till]
    newer, other, link = _CERTIFICATE.alias(), _CERTIFICATE.alias(), _LINK.alias()
    holding = (
        select(link.c.id)
        .join_from(link, other, other.c.id == link.c.certificate_id)
        .where(
            link.c.product_id == _LINK.c.product_id,
            other.c.kind == _CERTIFICATE.c.kind,
            other.c.ended_as == "",
            or_(other.c.expires_on.is_(None), other.c.expires_on >= day),
        )
    )
    query = (
        select(_LINK.c.product_id)
        .join_from(_LINK, _CERTIFICATE, _CERTIFICATE.c.id == _LINK.c.certificate_id)
        .where(
            _CERTIFICATE.c.kind.in_(kinds),
            _CERTIFICATE.c.ended_as == "",
            _CERTIFICATE.c.expires_on < day,
            ~select(newer.c.id).where(newer.c.replaces_id == _CERTIFICATE.c.id).exists(),
            ~holding.exists(),
        )
        .distinct()
        .order_by(_LINK.c.product_id)
    )
    return list(db.session.scalars(query))
