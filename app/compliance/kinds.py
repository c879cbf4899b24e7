"""Registers the notice about the decision on an exemption, sent to the managers of its unit."""

from collections.abc import Mapping
from typing import Any

from app.notices.registry import NoticeKind, NoticeText, register
from app.shared.words import N_


def _describe(facts: Mapping[str, Any]) -> NoticeText:
    approved = N_("Usulan pembebasan Anda disetujui dan berlaku.")
    rejected = N_("Usulan pembebasan Anda ditolak. Baca alasannya.")
    return NoticeText(approved if facts["state"] == "approved" else rejected, {}, "opd.list_exemptions")


register(NoticeKind("exemption", ("unit",), _describe, {"state": "approved"}))
