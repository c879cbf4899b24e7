"""Labels for the codes in a maker's own data, for the workbook; the JSON file has the codes."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.messages import training
from app.visits.checklists import TITLES
from app.web.maker.labels import ANSWERS as NOTE_ANSWERS
from app.web.maker.labels import KINDS as NOTE_KINDS
from app.web.maker.labels import STATES as NOTE_STATES
from app.web.product_pages.channels import STATES as CHANNEL_STATES
from app.web.settlement.labels import BEARERS, MONEY_WITH, WAYS
from app.web.ui import curation_labels
from app.web.ui.own_data import SHARED_LABELS, Label, from_words
from app.web.ui.turn_forms import OUTCOME_LABELS
from app.web.umkm import certificate_labels, labels, visit_labels

_FINDINGS = {
    **visit_labels.STATES,
    "verified": _l("selesai, sudah dilihat"),
    "dropped": _l("tidak berlaku lagi"),
}
_SEEN_BY = {"card": _l("kartu"), "clerk": _l("petugas"), "list": _l("daftar"), "word": _l("kata")}


def _marked(words: Mapping[str, str]) -> Label:
    """Return labels that are only marked for translation as functions that translate them."""
    return lambda code, _row: _(words[code]) if code in words else str(code or "")


_WORDS: dict[str, Mapping[str, Any]] = {
    "maker_state": labels.STATE_LABELS,
    "maker_origin": labels.ORIGINS,
    "claim_kind": labels.CLAIM_LABELS,
    "page_kind": {"maker": _l("usaha"), "product": _l("produk")},
    "paper_source": certificate_labels.SOURCES,
    "paper_end": certificate_labels.ENDINGS,
    "channel_state": CHANNEL_STATES,
    "offer_state": curation_labels.STATES,
    "next_step": curation_labels.NEXT_STEPS,
    "verdict": curation_labels.ANSWERS,
    "aspect": curation_labels.ASPECTS,
    "weight": curation_labels.WEIGHTS,
    "attendance_source": _SEEN_BY,
    "finding_state": _FINDINGS,
    "visit_answer": visit_labels.ANSWERS,
    "turn_origin": {"list": _l("diundang"), "walk_in": _l("datang sendiri")},
    "turn_answer": {"accepted": _l("datang"), "passed": _l("tidak datang")},
    "contact_outcome": OUTCOME_LABELS,
    "note_kind": NOTE_KINDS,
    "note_state": NOTE_STATES,
    "note_answer": NOTE_ANSWERS,
    "move_kind": {**NOTE_KINDS, "count": _l("Hitung rak")},
    "bearer": BEARERS,
    "money_with": MONEY_WITH,
    "pay_way": WAYS,
    "payout_answer": {"received": _l("sudah diterima"), "missing": _l("belum diterima")},
    "payout_decision": {"approved": _l("disetujui"), "dismissed": _l("tidak disetujui")},
}
LABELS: dict[str, Label] = (
    SHARED_LABELS
    | {kind: from_words(words) for kind, words in _WORDS.items()}
    | {
        "visit_item": _marked(TITLES),
        "enrolment_state": _marked(training.STATE_LABELS),
        "seat": _marked(training.SEAT_LABELS),
        "follow_up": _marked(training.ANSWER_LABELS),
    }
)
"""How to label each kind of code: column kind → function of (code, whole row)."""
