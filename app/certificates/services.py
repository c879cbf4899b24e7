"""Services for certificates: record, check, link to goods, end; and for their rules. Each records an audit event."""

from collections.abc import Collection
from datetime import date
from typing import Literal

from sqlalchemy import select

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.certificates.errors import (
    CertificateDatesWrong,
    CertificateEnded,
    CertificateKindUnknown,
    CertificateOfOwnMaker,
    CertificateUnnumbered,
    RulebookUnusable,
)
from app.certificates.lookups import (
    drafts_of,
    find_drafts,
    get_certificate,
    get_rulebook,
)
from app.certificates.models import Certificate, CertificateProduct, CertificateRules, ProductGoods
from app.certificates.rules.drafts import CertificateDraft, changed_fields
from app.certificates.rules.reading import read_rulebook
from app.extensions import db
from app.makers.lookups import list_record_ids
from app.makers.members import list_bound_makers
from app.makers.queries import get_maker, get_product, list_makers_of_products
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.reason import read_reason

CLAIMED = ("maker", "sheet")
"""Sources that say nothing more of a certificate once an officer has seen it."""
Outcome = Literal["created", "changed", "unchanged"]


def record_certificate(draft: CertificateDraft, *, source: str, actor: Actor) -> tuple[int, Outcome]:
    """Create a certificate, or complete the one with the same maker, kind and number; returns (id, outcome).

    A new one that ends later replaces the earlier one for the same goods. CertificateDatesWrong, NotFound.
    """
    _ensure_dates(draft)
    get_maker(draft.maker_id)
    _ensure_own_products(draft.maker_id, draft.products)
    unnumbered = (draft.maker_id, draft.kind, "")
    drafts = find_drafts([draft.key, unnumbered])
    existing = drafts.get(draft.key) or drafts.get(unnumbered)
    if existing is None:
        return _create(draft, source, actor), "created"
    certificate_id, stored = existing
    changed = changed_fields(draft, stored)
    if not changed or (stored.checked_on and source in CLAIMED):
        return certificate_id, "unchanged"
    if draft.checked_on:
        _ensure_not_own(draft.maker_id, actor)
    row = get_certificate(certificate_id)
    for name in changed:
        if name != "products":
            setattr(row, name, getattr(draft, name))
    _ensure_row_dates(row)
    _add_products(row.id, draft.products - stored.products)
    _replace_earlier(row, stored.products | draft.products)
    _store(row, "certificates.complete", actor, {"fields": changed})
    return row.id, "changed"


def _create(draft: CertificateDraft, source: str, actor: Actor) -> int:
    if draft.checked_on:
        _ensure_not_own(draft.maker_id, actor)
    row = Certificate(
        maker_id=draft.maker_id,
        kind=draft.kind,
        number=draft.number,
        number_key=draft.number_key,
        issuer=draft.issuer,
        issued_on=draft.issued_on,
        expires_on=draft.expires_on,
        source=source,
        claimed_at=clock.now(),
        claimed_by=actor.id,
        checked_on=draft.checked_on,
        checked_by=draft.checked_by,
    )
    db.session.add(row)
    db.session.flush()
    _add_products(row.id, draft.products)
    _replace_earlier(row, draft.products)
    _store(row, "certificates.record", actor, {"maker": row.maker_id, "kind": row.kind})
    return row.id


def _replace_earlier(row: Certificate, products: frozenset[int]) -> None:
    """Mark the earlier certificate of the same maker, kind and goods as replaced, if there is exactly one."""
    if row.replaces_id is not None or row.expires_on is None or row.ended_as:
        return
    replaced = select(Certificate.replaces_id).where(Certificate.replaces_id.is_not(None))
    earlier = select(Certificate).where(
        Certificate.maker_id == row.maker_id,
        Certificate.kind == row.kind,
        Certificate.id != row.id,
        Certificate.ended_as == "",
        Certificate.expires_on < row.expires_on,
        Certificate.id.not_in(replaced),
    )
    certificates = list(db.session.scalars(earlier))
    same = [
        one
        for one, draft in zip(certificates, drafts_of(certificates), strict=True)
        if draft.products == products
    ]
    if len(same) == 1 and (products or len(certificates) == 1):
        row.replaces_id = same[0].id


def check_certificate(certificate_id: int, seen_on: date, seen_by: str, *, actor: Actor) -> None:
    """Record that an officer saw the certificate on a local date. CertificateUnnumbered, CertificateEnded,
    CertificateDatesWrong, CertificateOfOwnMaker, NotFound."""
    row = get_certificate(certificate_id)
    _ensure_not_own(row.maker_id, actor)
    _ensure_open(row)
    if not row.number_key:
        raise CertificateUnnumbered()
    if seen_on > clock.today():
        raise CertificateDatesWrong("seen_on")
    row.checked_on, row.checked_by = seen_on, read_reason(seen_by)[:100]
    _store(row, "certificates.check", actor, {"seen_on": seen_on.isoformat()})


def link_products(certificate_id: int, product_ids: Collection[int], *, actor: Actor) -> None:
    """Set the products of a certificate; none: it covers all of its maker's, if its kind does so. NotFound."""
    row, requested = get_certificate(certificate_id), frozenset(product_ids)
    _ensure_own_products(row.maker_id, requested)
    (stored,) = drafts_of([row])
    for gone in db.session.scalars(
        select(CertificateProduct).where(
            CertificateProduct.certificate_id == row.id,
            CertificateProduct.product_id.in_(stored.products - requested),
        )
    ):
        db.session.delete(gone)
    _add_products(row.id, requested - stored.products)
    _store(row, "certificates.link", actor, {"products": len(requested)})


def end_certificate(certificate_id: int, ended_as: str, reason: str, *, actor: Actor) -> None:
    """End a certificate: revoked, not found in the issuer's register, or entered by mistake.

    CertificateEnded, CertificateOfOwnMaker, ReasonMissing, NotFound.
    """
    row = get_certificate(certificate_id)
    _ensure_not_own(row.maker_id, actor)
    _ensure_open(row)
    row.ended_as, row.end_reason, row.ended_at = ended_as, read_reason(reason), clock.now()
    row.replaces_id = None
    _store(row, "certificates.end", actor, {"as": ended_as})


def set_goods(product_id: int, goods: str, *, actor: Actor) -> None:
    """Set the group of goods of a product; "": use that of its category. CertificateKindUnknown, NotFound."""
    product = get_product(product_id)
    if goods and goods not in get_rulebook().goods:
        raise CertificateKindUnknown("goods")
    stored = db.session.get(ProductGoods, product.id)
    if not goods:
        if stored is not None:
            db.session.delete(stored)
    elif stored is None:
        db.session.add(ProductGoods(product_id=product.id, goods=goods, set_at=clock.now()))
    else:
        stored.goods, stored.set_at = goods, clock.now()
    db.session.flush()
    record_event(
        "certificates.set_goods",
        actor=actor,
        subject="product",
        subject_id=product.id,
        details={"goods": goods},
    )


def store_rulebook(text: str, *, actor: Actor) -> bool:
    """Load a text of rules, in force from now on; False if it is in force already. RulebookUnusable."""
    reading = read_rulebook(text)
    if reading.rulebook is None:
        raise RulebookUnusable(reading.problems)
    if reading.rulebook == get_rulebook():
        return False
    row = CertificateRules(content=text, loaded_at=clock.now(), loaded_by=actor.id)
    db.session.add(row)
    db.session.flush()
    record_event("certificates.load_rules", actor=actor, subject="certificate_rules", subject_id=row.id)
    return True


def _ensure_dates(draft: CertificateDraft) -> None:
    if draft.issued_on and draft.expires_on and draft.expires_on < draft.issued_on:
        raise CertificateDatesWrong("expires_on")
    if draft.checked_on and draft.checked_on > clock.today():
        raise CertificateDatesWrong("seen_on")


def _ensure_row_dates(row: Certificate) -> None:
    if row.issued_on and row.expires_on and row.expires_on < row.issued_on:
        raise CertificateDatesWrong("expires_on")


def _ensure_open(row: Certificate) -> None:
    if row.ended_as:
        raise CertificateEnded()


def _ensure_not_own(maker_id: int, actor: Actor) -> None:
    if actor.kind == "user" and actor.id is not None:
        if any(maker_id in maker.ids for maker in list_bound_makers(actor.id)):
            raise CertificateOfOwnMaker()


def _ensure_own_products(maker_id: int, products: Collection[int]) -> None:
    owners, own = list_makers_of_products(products), list_record_ids(maker_id)
    if any(owners.get(product_id) not in own for product_id in products):
        raise NotFound("products")


def _add_products(certificate_id: int, products: Collection[int]) -> None:
    db.session.add_all(
        CertificateProduct(certificate_id=certificate_id, product_id=product_id)
        for product_id in sorted(products)
    )
    db.session.flush()


def _store(row: Certificate, action: str, actor: Actor, details: dict[str, object]) -> None:
    db.session.flush()
    seal_states("certificate", [row.id])
    record_event(action, actor=actor, subject="certificate", subject_id=row.id, details=details)
