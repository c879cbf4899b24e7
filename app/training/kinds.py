"""Registers notices to makers: an offered seat, a cancelled course, a certificate, follow-ups after 3 and 6 months."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.notices.registry import Morning, NoticeKind, NoticeText, register
from app.notices.rules import Message, maker
from app.shared.words import N_
from app.training.queries.certificates import list_due_follow_ups


def _describe_offer(facts: Mapping[str, Any]) -> NoticeText:
    sentence = N_("Ada kursi untuk Anda di pelatihan %(title)s. Ambil sebelum %(until)s.")
    values = {"title": facts["title"], "until": facts["until"]}
    return NoticeText(sentence, values, "maker.show_training", {"event_id": facts["event"]})


def _describe_cancelled(facts: Mapping[str, Any]) -> NoticeText:
    sentence = N_("Pelatihan %(title)s dibatalkan. Anda tidak perlu datang.")
    return NoticeText(sentence, {"title": facts["title"]}, "maker.list_training")


def _describe_certificate(facts: Mapping[str, Any]) -> NoticeText:
    sentence = N_("Sertifikat pelatihan %(title)s sudah jadi. Buka untuk mencetaknya.")
    return NoticeText(sentence, {"title": facts["title"]}, "maker.list_training")


def _describe_follow_up(facts: Mapping[str, Any]) -> NoticeText:
    sentence = N_("%(months)s bulan sesudah pelatihan %(title)s: %(step)s? Jawab dengan satu ketukan.")
    values = {name: facts[name] for name in ("months", "title", "step")}
    return NoticeText(sentence, values, "maker.list_training")


def _list_follow_ups(morning: Morning) -> Iterator[Message]:
    for one in list_due_follow_ups(morning.today):
        facts = {"months": one.months, "title": one.title, "step": one.step}
        event = f"followup:{one.enrolment_id}:{one.months}"
        yield Message(maker(one.maker_id), "training_follow_up", event, facts)


register(
    NoticeKind(
        "training_offer",
        ("maker",),
        _describe_offer,
        {"event": 1, "title": "Kemasan", "until": "20-11-2026 09.00"},
    ),
    NoticeKind("training_cancelled", ("maker",), _describe_cancelled, {"title": "Kemasan"}),
    NoticeKind("training_proof", ("maker",), _describe_certificate, {"title": "Kemasan"}),
    NoticeKind(
        "training_follow_up",
        ("maker",),
        _describe_follow_up,
        {"months": 3, "title": "Kemasan", "step": "Label baru dipakai"},
        due=_list_follow_ups,
        figure="follow_ups",
    ),
)
