"""Reads of certificates with their validity on a day."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.certificates.lookups import get_rulebook
from app.certificates.models import Certificate, CertificateProduct
from app.certificates.rules.drafts import doubts_of
from app.certificates.rules.numbers import Doubt
from app.certificates.rules.rulebook import Rulebook
from app.certificates.rules.validity import VALIDITIES, Validity, validity_on
from app.extensions import db
from app.makers.lookups import survivor_id
from app.makers.models import Maker, MakerProfile, Product
from app.shared.columns import table
from app.shared.errors import NotFound

_CERTIFICATE, _LINK = table(Certificate), table(CertificateProduct)
_MAKER, _PROFILE, _PRODUCT = table(Maker), table(MakerProfile), table(Product)
_SURVIVOR = survivor_id(_CERTIFICATE.c.maker_id)
"""A record joined into another counts as the other."""


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate with its validity on a day. `products`: (id, name) of those it names."""

    id: int
    maker_id: int
    maker: str
    kind: str
    title: str
    number: str
    issuer: str
    issued_on: date | None
    expires_on: date | None
    validity: Validity
    source: str
    claimed_at: datetime
    checked_on: date | None
    checked_by: str
    is_replaced: bool
    ended_as: str
    end_reason: str
    doubts: tuple[Doubt, ...]
    products: tuple[tuple[int, str], ...]

    @property
    def is_checked(self) -> bool:
        """Whether an officer saw it."""
        return self.checked_on is not None

    @property
    def is_open(self) -> bool:
        """Whether it is neither replaced nor ended."""
        return not (self.is_replaced or self.ended_as)


def list_certificates(
    day: date, *, maker_ids: Collection[int] | None = None, ids: Collection[int] | None = None
) -> list[CertificateRow]:
    """Certificates on a local date, of these makers (None: all): lapsed ones first, then by end and maker.

    Joined records count as their maker. Two statements.
    """
    newer = _CERTIFICATE.alias()
    query = (
        select(
            _CERTIFICATE,
            _MAKER.c.id.label("survivor"),
            _MAKER.c.name.label("maker"),
            select(newer.c.id).where(newer.c.replaces_id == _CERTIFICATE.c.id).exists().label("is_replaced"),
        )
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _CERTIFICATE.c.maker_id)
        .join(_MAKER, _MAKER.c.id == _SURVIVOR)
        .order_by(_CERTIFICATE.c.expires_on, _MAKER.c.search_name, _CERTIFICATE.c.kind, _CERTIFICATE.c.id)
    )
    products = (
        select(_LINK.c.certificate_id, _PRODUCT.c.id, _PRODUCT.c.name)
        .join_from(_LINK, _PRODUCT)
        .order_by(_PRODUCT.c.search_name)
    )
    if maker_ids is not None:
        query = query.where(_SURVIVOR.in_(maker_ids))
        own = query.with_only_columns(_CERTIFICATE.c.id).order_by(None)
        products = products.where(_LINK.c.certificate_id.in_(own))
    if ids is not None:
        query = query.where(_CERTIFICATE.c.id.in_(ids))
        products = products.where(_LINK.c.certificate_id.in_(ids))
    named: dict[int, list[tuple[int, str]]] = {}
    for certificate_id, product_id, name in db.session.execute(products):
        named.setdefault(certificate_id, []).append((product_id, name))
    rulebook = get_rulebook()
    rows = [_row(one, named.get(one.id, []), rulebook, day) for one in db.session.execute(query)]
    return sorted(rows, key=lambda row: VALIDITIES.index(row.validity))


def _row(row: Any, products: list[tuple[int, str]], rulebook: Rulebook, day: date) -> CertificateRow:
    kind = rulebook.get_kind(row.kind)
    return CertificateRow(
        id=row.id,
        maker_id=row.survivor,
        maker=row.maker,
        kind=row.kind,
        title=kind.title,
        number=row.number,
        issuer=row.issuer,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        validity=validity_on(row.expires_on, day),
        source=row.source,
        claimed_at=row.claimed_at,
        checked_on=row.checked_on,
        checked_by=row.checked_by,
        is_replaced=bool(row.is_replaced),
        ended_as=row.ended_as,
        end_reason=row.end_reason,
        doubts=doubts_of(kind, row.number, row.issued_on, row.expires_on),
        products=tuple(products),
    )


def get_certificate_row(certificate_id: int, day: date) -> CertificateRow:
    """One certificate on a local date. NotFound."""
    for row in list_certificates(day, ids=[certificate_id]):
        return row
    raise NotFound()


@dataclass(frozen=True, slots=True)
class CertificateCounts:
    """The numbers of certificates by validity, and of unchecked ones."""

    lapsed: int
    expiring: int
    holding: int
    unchecked: int


def count_certificates(rows: Collection[CertificateRow]) -> CertificateCounts:
    """Count these rows."""
    counts = Counter(row.validity for row in rows)
    return CertificateCounts(
        counts["lapsed"],
        counts["expiring"],
        counts["valid"] + counts["no_end"],
        sum(not row.is_checked for row in rows),
    )
