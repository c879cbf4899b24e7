"""Registers curation's decisions (rounds to finish), its notices to makers, and the warning about products on hold."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, literal, or_, select

from app.curation.models import Submission, SubmissionRound, Verdict
from app.curation.queries.offers import list_offers_of
from app.curation.queries.products import list_on_hold
from app.curation.services.rounds import finish_round
from app.decisions.errors import NothingChosen
from app.decisions.filters import OpenItemFilter
from app.decisions.registry import (
    DecisionAction,
    DecisionKind,
    DecisionRequest,
    Outcome,
    PlainRow,
    register,
)
from app.notices import registry as notices
from app.notices.registry import NoticeText
from app.product_warnings import registry
from app.shared import clock
from app.shared.columns import table
from app.shared.words import N_, NN_

DINAS = "umkm"
_OFFER, _ROUND, _VERDICT = table(Submission), table(SubmissionRound), table(Verdict)


def list_stuck(filters: OpenItemFilter) -> Select[Any]:
    """Offers with a round that waits for no agency and has not ended; the Dinas decides how to go on."""
    silent = exists(
        select(_VERDICT.c.id).where(_VERDICT.c.round_id == _ROUND.c.id, _VERDICT.c.answer.is_(None))
    )
    return (
        select(_OFFER.c.id)
        .join(_ROUND, _ROUND.c.submission_id == _OFFER.c.id)
        .where(
            _OFFER.c.state == "sent",
            _ROUND.c.ended_at.is_(None),
            or_(~silent, _ROUND.c.due_on < clock.today()),
            *filters.conditions(_OFFER.c.id, literal(None), literal(None), literal(None)),
        )
    )


def _list_rows(ids: list[int]) -> list[PlainRow]:
    return [
        PlainRow(offer.id, offer.name, offer.maker, f"{offer.due_on:%d-%m-%Y}" if offer.due_on else "")
        for offer in list_offers_of(ids)
    ]


def _finish(request: DecisionRequest) -> Outcome:
    if not request.ids:
        raise NothingChosen()
    for one in request.ids:
        finish_round(one, actor=request.actor)
    return Outcome(len(request.ids))


STUCK = DecisionKind(
    "kurasi",
    N_("Kurasi yang lewat waktu"),
    N_(
        "Waktu menjawab sudah lewat. Teruskan: yang diam dilewati dengan menyebut namanya, jawaban yang ada berlaku. "
        "Kalau belum ada yang menilai, minta satu instansi menilai dulu."
    ),
    (N_("Tidak ada kurasi yang tertahan"), N_("Setiap tawaran menunggu instansi atau UMKM, bukan Dinas.")),
    list_stuck,
    _list_rows,
    (
        DecisionAction(
            "finish", N_("Teruskan yang dipilih"), NN_("%(count)s tawaran diteruskan."), _finish, (DINAS,)
        ),
    ),
    template="decisions/_curation.html",
    rooms=(DINAS,),
)
register(STUCK)


def _describe_outcome(facts: Mapping[str, Any]) -> NoticeText:
    sentences = {
        "accepted": N_("%(name)s sudah dikurasi dan diterima."),
        "fixing": N_("%(name)s perlu diperbaiki sedikit. Baca apa yang diminta, lalu kirim lagi."),
        "not_yet": N_("%(name)s belum diterima, tetapi boleh dijual. Baca langkah berikutnya."),
    }
    return NoticeText(
        sentences[facts["state"]],
        {"name": facts["name"]},
        "maker.show_offer",
        {"submission_id": facts["offer"]},
    )


_EXAMPLE = {"state": "accepted", "name": "Sagu Lempeng", "offer": 1}
notices.register(notices.NoticeKind("curation", ("maker",), _describe_outcome, _EXAMPLE))


def _list_on_hold(_booth_id: int, day: date) -> Iterable[int]:
    """Ids of products on hold on a day; a hold applies to every booth."""
    return list_on_hold(day)


registry.register(registry.ProductWarning("held", N_("ditahan"), _list_on_hold))
