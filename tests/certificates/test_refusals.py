"""What is no certificate: dates the wrong way round, days to come, goods of others; one that ended is none any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.certificates.errors import (
    CertificateDatesWrong,
    CertificateEnded,
    CertificateKindUnknown,
    CertificateUnnumbered,
)
from app.certificates.queries.public import list_public, list_public_of_makers
from app.certificates.rules.drafts import CertificateDraft
from app.certificates.services import (
    check_certificate,
    end_certificate,
    link_products,
    record_certificate,
    set_goods,
)
from app.makers.models import Product
from app.makers.services import create_maker, create_product
from app.shared.errors import NotFound

TODAY, TOMORROW = date(2026, 11, 7), date(2026, 11, 8)


@pytest.fixture
def bagea(session: Any) -> Product:
    maker = create_maker("Dapur Kenari", actor=SYSTEM)
    return create_product(maker.id, "Bagea", unit_price=9_000, effective_from=TODAY, actor=SYSTEM)


def halal(product: Product, **more: Any) -> CertificateDraft:
    draft = CertificateDraft(product.maker_id, "halal", "ID32110001333131122", "ID32110001333131122")
    return replace(draft, **({"products": frozenset({product.id})} | more))


def record(draft: CertificateDraft) -> int:
    return record_certificate(draft, source="officer", actor=SYSTEM)[0]


def test_one_that_ended_is_public_no_more_and_ends_once(bagea: Product) -> None:
    number = record(halal(bagea, checked_on=TODAY, checked_by="Dinas"))
    assert list_public(TODAY).keys() == {bagea.id}
    end_certificate(number, "revoked", "Dicabut penerbitnya", actor=SYSTEM)
    assert list_public(TODAY) == list_public_of_makers(TODAY, [bagea.maker_id]) == {}
    for act in (
        lambda: end_certificate(number, "mistaken", "lagi", actor=SYSTEM),
        lambda: check_certificate(number, TODAY, "Dinas", actor=SYSTEM),
    ):
        with pytest.raises(CertificateEnded):
            act()


def test_nobody_saw_one_without_a_number_or_tomorrow(bagea: Product) -> None:
    unnumbered = record(halal(bagea, number="", number_key=""))
    with pytest.raises(CertificateUnnumbered):
        check_certificate(unnumbered, TODAY, "Dinas", actor=SYSTEM)
    with pytest.raises(CertificateDatesWrong):
        record(halal(bagea, checked_on=TOMORROW, checked_by="Dinas"))
    numbered = record(halal(bagea))
    with pytest.raises(CertificateDatesWrong):
        check_certificate(numbered, TOMORROW, "Dinas", actor=SYSTEM)


def test_dates_that_come_one_after_the_other_stay_in_order(bagea: Product) -> None:
    record(halal(bagea, issued_on=TODAY))
    with pytest.raises(CertificateDatesWrong):
        record(halal(bagea, expires_on=date(2026, 11, 6)))
    with pytest.raises(CertificateDatesWrong):
        record(halal(bagea, number="ID2", number_key="ID2", issued_on=TOMORROW, expires_on=TODAY))


def test_it_is_for_own_goods_of_a_known_group(bagea: Product) -> None:
    other = create_maker("Kopi Tuni", actor=SYSTEM).id
    with pytest.raises(NotFound):
        record(halal(bagea, maker_id=other))
    number = record(halal(bagea, maker_id=other, products=frozenset()))
    with pytest.raises(NotFound):
        link_products(number, [bagea.id], actor=SYSTEM)
    with pytest.raises(CertificateKindUnknown):
        set_goods(bagea.id, "tak-ada", actor=SYSTEM)
