"""Registers the till's warning, notices to makers before a certificate ends, and certificates created from claims."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.audit.rules import Actor
from app.certificates.lookups import get_rulebook
from app.certificates.queries.certificates import list_certificates
from app.certificates.queries.public import list_lapsed_products
from app.certificates.rules.drafts import CertificateDraft
from app.certificates.rules.numbers import MAX_NUMBER, read_number
from app.certificates.rules.validity import STEPS
from app.certificates.services import record_certificate
from app.makers.claims import Claim, take_claims
from app.notices.registry import Morning, NoticeKind, NoticeText
from app.notices.registry import register as register_notices
from app.notices.rules import Message, find_step, maker
from app.product_warnings.registry import ProductWarning, register
from app.shared.words import N_

register(
    ProductWarning(
        "certificate_lapsed", N_("surat habis masa"), lambda _booth_id, day: list_lapsed_products(day)
    )
)


def list_due(morning: Morning) -> list[Message]:
    """The notices due by today: 90, 30, 7 and 0 days before the end of a certificate that has no replacement."""
    messages = []
    for row in list_certificates(morning.today):
        if row.expires_on is None or not row.is_open:
            continue
        step = find_step((row.expires_on - morning.today).days, STEPS)
        if step is not None:
            facts = {
                "kind": row.title,
                "number": row.number,
                "ends_on": row.expires_on.isoformat(),
                "step": step,
            }
            messages.append(
                Message(maker(row.maker_id), "certificate", f"certificate:{row.id}:{step}", facts)
            )
    return messages


def _describe(facts: Mapping[str, Any]) -> NoticeText:
    sentences = {
        90: N_("%(kind)s %(number)s berakhir %(day)s. Mulai urus perpanjangannya sekarang."),
        30: N_("%(kind)s %(number)s berakhir %(day)s, sebulan lagi. Sudah diurus perpanjangannya?"),
        7: N_(
            "%(kind)s %(number)s berakhir %(day)s, seminggu lagi. Tanyakan kepada Dinas kalau belum selesai."
        ),
        0: N_("%(kind)s %(number)s berakhir %(day)s. Urus yang baru; barang Anda tetap boleh dijual."),
    }
    values = {"kind": facts["kind"], "number": facts["number"], "day": date.fromisoformat(facts["ends_on"])}
    return NoticeText(sentences[facts["step"]], values, "maker.list_own_certificates")


_EXAMPLE = {"kind": "P-IRT", "number": "2", "ends_on": "2026-12-15", "step": 90}
register_notices(
    NoticeKind("certificate", ("maker",), _describe, _EXAMPLE, due=list_due, figure="certificates")
)

_KINDS = {"pirt": "pirt", "halal": "halal", "bpom": "md", "merek": "merek"}
"""Kind of certificate by kind of claim."""
_APART = re.compile(r"[,;\n]| dan ", re.IGNORECASE)
_MOST = 20


@take_claims
def record_claims(maker_id: int, claims: Sequence[Claim], actor: Actor) -> None:
    """Record a certificate for each claimed number; one without a number if only its existence is claimed."""
    rulebook = get_rulebook()
    for claim, text in claims:
        kind = rulebook.kinds.get(_KINDS.get(claim, ""))
        if kind is None:
            continue
        for part in _APART.split(text)[:_MOST]:
            number = read_number(kind, part.strip()[:MAX_NUMBER])
            has_digits = any(letter.isdigit() for letter in number.key)
            draft = CertificateDraft(
                maker_id=maker_id,
                kind=kind.code,
                number=number.text if has_digits else "",
                number_key=number.key if has_digits else "",
                issuer=kind.issuer,
            )
            record_certificate(draft, source="sheet", actor=actor)
