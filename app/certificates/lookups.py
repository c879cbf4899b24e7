"""Queries shared by services and reads: the rules in force, one certificate, stored certificates by key."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

from app.certificates.models import Certificate, CertificateProduct, CertificateRules
from app.certificates.rules.drafts import CertificateDraft
from app.certificates.rules.reading import read_rulebook
from app.certificates.rules.rulebook import Rulebook
from app.certificates.shipped import read_shipped_rules
from app.extensions import db
from app.shared.columns import table
from app.shared.errors import NotFound

_LINK, _RULES = table(CertificateProduct), table(CertificateRules)
_AT_ONCE = 400
Key = tuple[int, str, str]


def get_rules_text() -> str:
    """The text of the rules in force: the last one loaded, else the shipped one."""
    newest = select(_RULES.c.content).order_by(_RULES.c.id.desc()).limit(1)
    return db.session.scalar(newest) or read_shipped_rules()


def get_rulebook() -> Rulebook:
    """The rules in force."""
    rulebook = read_rulebook(get_rules_text()).rulebook
    if rulebook is None:  # a loaded text was readable at that time
        rulebook = read_rulebook(read_shipped_rules()).rulebook
    if rulebook is None:
        raise TypeError("the shipped rules cannot be read")
    return rulebook


def get_certificate(certificate_id: int) -> Certificate:
    """One certificate, for changing it. NotFound."""
    query = select(Certificate).where(Certificate.id == certificate_id).with_for_update()
    row = db.session.scalar(query)
    if row is None:
        raise NotFound()
    return row


def drafts_of(rows: Sequence[Certificate]) -> list[CertificateDraft]:
    """These certificates as values, in their order."""
    linked = list_linked([row.id for row in rows])
    return [_draft(row, linked.get(row.id, frozenset())) for row in rows]


def _draft(row: Certificate, products: frozenset[int]) -> CertificateDraft:
    return CertificateDraft(
        maker_id=row.maker_id,
        kind=row.kind,
        number=row.number,
        number_key=row.number_key,
        products=products,
        issuer=row.issuer,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        checked_on=row.checked_on,
        checked_by=row.checked_by,
    )


def find_drafts(keys: Iterable[Key]) -> dict[Key, tuple[int, CertificateDraft]]:
    """Key (maker, kind, number) → (id, stored certificate as a draft); missing ones are left out."""
    requested = set(keys)
    makers = sorted({key[0] for key in requested})
    drafts = {}
    for start in range(0, len(makers), _AT_ONCE):
        batch = makers[start : start + _AT_ONCE]
        rows = list(db.session.scalars(select(Certificate).where(Certificate.maker_id.in_(batch))))
        for row, draft in zip(rows, drafts_of(rows), strict=True):
            if draft.key in requested:
                drafts[draft.key] = (row.id, draft)
    return drafts


def list_linked(certificate_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Certificate id → the products it names; certificates that name none are left out."""
    found: dict[int, set[int]] = {}
    ids = list(certificate_ids)
    for start in range(0, len(ids), _AT_ONCE):
        query = select(_LINK.c.certificate_id, _LINK.c.product_id).where(
            _LINK.c.certificate_id.in_(ids[start : start + _AT_ONCE])
        )
        for certificate_id, product_id in db.session.execute(query):
            found.setdefault(certificate_id, set()).add(product_id)
    return {one: frozenset(products) for one, products in found.items()}
