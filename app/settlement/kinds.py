"""Registers prepared payouts, which a second person of finance decides (makers 13), and the notices to makers about
their money (`notices.py`)."""

from typing import Any

from sqlalchemy import Select, literal, select

from app.decisions.errors import NothingChosen
from app.decisions.filters import OpenItemFilter
from app.decisions.registry import (
    FINANCE,
    DecisionAction,
    DecisionKind,
    DecisionRequest,
    Outcome,
    register,
)
from app.notices.registry import register as register_notices
from app.settlement.models import PayoutRequest, Statement
from app.settlement.notices import NOTICES
from app.settlement.queries.payouts import RequestRow, list_open_requests
from app.settlement.services.payouts import approve_payout, dismiss_payout
from app.shared.columns import table
from app.shared.words import N_, NN_

_REQUEST, _STATEMENT = table(PayoutRequest), table(Statement)


def list_prepared(filters: OpenItemFilter) -> Select[Any]:
    """Undecided prepared payouts, filtered by the booth and the due date of their statement."""
    booth, due_on = _STATEMENT.c.booth_id, _STATEMENT.c.due_on
    return (
        select(_REQUEST.c.id)
        .join(_STATEMENT, _STATEMENT.c.id == _REQUEST.c.statement_id)
        .where(
            _REQUEST.c.decided_at.is_(None),
            *filters.conditions(_REQUEST.c.id, booth, literal(None), due_on),
            *filters.in_month(due_on),
        )
    )


def _list_rows(ids: list[int]) -> list[RequestRow]:
    return list_open_requests(ids=ids)


def _approve(request: DecisionRequest) -> Outcome:
    for one in _selected_ids(request):
        approve_payout(one, actor=request.actor)
    return Outcome(len(request.ids))


def _dismiss(request: DecisionRequest) -> Outcome:
    for one in _selected_ids(request):
        dismiss_payout(one, request.reason, actor=request.actor)
    return Outcome(len(request.ids))


def _selected_ids(request: DecisionRequest) -> list[int]:
    if not request.ids:
        raise NothingChosen()
    return request.ids


PAYOUTS = DecisionKind(
    "pembayaran",
    N_("Pembayaran UMKM"),
    N_(
        "Di atas batas kota seorang menyiapkan dan orang lain menyetujui. Sesudah disetujui, tercatat dibayar."
    ),
    (N_("Tidak ada pembayaran yang menunggu"), N_("Setiap pembayaran yang disiapkan sudah diputuskan.")),
    list_prepared,
    _list_rows,
    (
        DecisionAction(
            "approve", N_("Setujui yang dipilih"), NN_("%(count)s pembayaran disetujui."), _approve
        ),
        DecisionAction("dismiss", N_("Jangan dibayar"), NN_("%(count)s pembayaran tidak jadi."), _dismiss),
    ),
    template="decisions/_payouts.html",
    reason_hint=N_("Misalnya: jumlahnya keliru, disiapkan dua kali."),
    rooms=(FINANCE,),
)
register(PAYOUTS)
register_notices(*NOTICES)
