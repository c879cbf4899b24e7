"""For each table of the makers' side a row that is sound, and for each check and key what only it forbids.

A case is what the row says otherwise, or a statement. Words stand for values that only the rows know: `same` for that
of the table's first row, `spare` for the id of a row to which nothing points yet, `now` for this instant.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from app.accounts.models import AccessCard
from app.certificates.models import Certificate, CertificateProduct
from app.channels.models import Channel
from app.curation import models as curation
from app.figures.models import OpenFigure
from app.makers import models as makers
from app.photos.models import ProductPhoto, Upload
from app.sales.models import LineMatch
from app.stock import models as stock
from app.training import models as training
from app.turns import models as turns
from app.visits import models as visits

Cases = dict[str, dict[str, Any] | str]
LATER, BEFORE = date(2031, 1, 1), datetime(2000, 1, 1, tzinfo=UTC)
NINE, TEN = datetime(2031, 1, 1, 9, tzinfo=UTC), datetime(2031, 1, 1, 10, tzinfo=UTC)
_OFFER = "UPDATE submission SET {} WHERE state = '{}'"
SUBSUMED = {
    "submission": {"rounds"},  # a trigger lets them only grow from 0
    "stock_move": {"kind"},  # of another kind no direction is right
    "training_session": {"key id event_id"},  # for the foreign key of attendance; `id` alone is a key
    "training_enrolment": {"key id event_id"},
}
"""What forbids nothing by itself: something else refuses it as well."""
SUBMISSION: Cases = {
    "state": _OFFER.format("state = 'rejected'", "sent"),
    "draft": _OFFER.format("rounds = 1", "draft"),
    "sent": _OFFER.format("state = 'sent'", "draft"),
    "decided": _OFFER.format("state = 'accepted'", "sent"),
    "decided_by": _OFFER.format("decided_by = 1", "sent"),
    "not_yet_by": _OFFER.format("decided_by = NULL", "not_yet"),
    "seen": _OFFER.format("seen_verdict_id = 1", "draft"),
    "next_step": _OFFER.format("next_step = 'boat'", "not_yet"),
    "not_yet_step": _OFFER.format("next_step = 'visit'", "draft"),
    "not_yet_advice": _OFFER.format("advice = ''", "not_yet"),
    "withdrawn": _OFFER.format("withdrawn_at = made_at", "draft"),
    "read": _OFFER.format("read_at = made_at", "draft"),
    "uq_submission_open": "INSERT INTO submission (product_id, maker_id, version_id, state, rounds, opens_product, "
    "made_at, next_step, advice) SELECT product_id, maker_id, version_id, state, rounds, opens_product, made_at, '', "
    "'' FROM submission WHERE state = 'draft'",
}  # fmt: skip
CASES: dict[Any, tuple[dict[str, Any] | None, Cases]] = {
    makers.Maker: ({"search_name": "x"}, {"key search_name": {"search_name": "same"}}),
    makers.Product: (
        {"search_name": "x", "barcode": None},
        {"key maker_id search_name": {"search_name": "same"}, "key barcode": {"barcode": "same"}},
    ),
    makers.ProductPrice: (
        {"effective_from": LATER},
        {"key product_id effective_from": {"effective_from": "same"}, "unit_price": {"unit_price": 0}},
    ),
    makers.MakerProfile: (
        {"maker_id": "spare"},
        {
            "state": {"state": "gone"}, "origin": {"origin": "x"}, "size_class": {"size_class": "besar"},
            "nib": {"nib": "123"}, "capacity": {"capacity": 0}, "seen": {"seen_by": 1, "seen_at": None},
            "joined_elsewhere": {"joined_into_id": "spare maker_id", "state": "closed"},
            "joined_is_closed": {"joined_into_id": 1, "state": "new"},
        },
    ),
    makers.MakerMember: (
        {"until": "now"}, {"until": {"until": BEFORE}, "uq_maker_member_now": {"until": None}},
    ),
    makers.MakerClaim: (
        {"text": "x"}, {"key maker_id kind text": {"text": "same"}, "kind": {"kind": "nik"}},
    ),
    makers.PublicToken: (
        {"token": "x", "target_id": 999_999},
        {
            "key token": {"token": "same"}, "key kind target_id": {"target_id": "same"}, "kind": {"kind": "booth"},
        },
    ),
    AccessCard: (
        {"token_hash": "x", "revoked_at": "now"},
        {
            "key token_hash": {"token_hash": "same"}, "pin": {"pin_hash": "x"},
            "uq_access_card_live": {"revoked_at": None},
        },
    ),
    curation.Agency: ({"search_name": "x"}, {"key search_name": {"search_name": "same"}}),
    curation.AgencyMember: (
        {"until": "now"}, {"until": {"until": BEFORE}, "uq_agency_member_now": {"until": None}},
    ),
    curation.CurationReason: (
        {"sentence": "x"}, {"key aspect sentence": {"sentence": "same"}, "weight": {"weight": "hard"}},
    ),
    curation.ProductVersion: (
        {"number": 99, "frozen_at": "now"},
        {
            "key product_id number": {"number": "same"}, "number": {"number": 0}, "keeps_days": {"keeps_days": 0},
            "uq_product_version_draft": {"frozen_at": None},
        },
    ),
    curation.Submission: (None, SUBMISSION),
    curation.SubmissionRound: (
        {"number": 9, "fixed": "x"},
        {
            "key submission_id number": {"number": "same", "fixed": ""}, "number": {"number": 0},
            "ended": {"ended_at": BEFORE}, "fixed": {"fixed": ""},
        },
    ),
    curation.Verdict: (
        {"agency_id": "spare"},
        {
            "key round_id agency_id": {"agency_id": "same"}, "answer": {"answer": "maybe", "handled_on": None,
            "handled_place": ""}, "answered": {"answered_at": None}, "answered_by": {"answered_by": None},
            "handled": {"handled_place": ""}, "handled_answer": {"answer": "not_ours"},
        },
    ),
    curation.VerdictPoint: ({"reason_id": "spare"}, {"key verdict_id reason_id": {"reason_id": "same"}}),
    curation.CurationInterest: ({"user_id": "spare"}, {"key user_id maker_id": {"user_id": "same"}}),
    curation.ProductHold: (
        {},
        {
            "until": {"effective_until": BEFORE.date()}, "lifted": {"lift_reason": "x"},
            "lifted_by": {"lifted_by": 1}, "reasoned": {"letter_number": ""},
        },
    ),
    training.TrainingEvent: (
        {},
        {
            "days": {"ends_on": BEFORE.date()}, "state": {"state": "gone"}, "link": {"link": "javascript:x"},
            "share_percent": {"share_percent": 0},
        },
    ),
    training.TrainingSession: (
        {"starts_at": NINE, "ends_at": TEN},
        {
            "key event_id starts_at": {"starts_at": "same"}, "times": {"ends_at": NINE}, "word": {"word": "x"},
        },
    ),
    training.TrainingSeats: (
        {"event_id": "spare", "kind": "online"},
        {"key event_id kind": {"kind": "site"}, "kind": {"kind": "roof"}, "capacity": {"capacity": 0}},
    ),
    training.Enrolment: (
        {"person_key": "x", "seat_number": 99},
        {
            "uq_training_enrolment_person": {"person_key": "same"},
            "uq_training_enrolment_seat": {"seat_number": "same"}, "state": {"state": "gone"}, "wish": {"wish": "x"},
            "seat": {"seat": "roof"}, "seat_of_state": {"seat": ""}, "offer": {"state": "offered"},
            "seat_number": {"seat_number": 0}, "numbered": {"seat_number": None},
        },
    ),
    training.Attendance: (
        {"enrolment_id": "spare"},
        {"key session_id enrolment_id": {"enrolment_id": "same"}, "source": {"source": "said"}},
    ),
    training.TrainingCertificate: (
        {"enrolment_id": "spare", "person_key": "x", "sequence": 9, "token": "x"},
        {
            "key event_id person_key": {"person_key": "same"}, "key enrolment_id": {"enrolment_id": "same"},
            "key year sequence": {"sequence": "same"}, "key token": {"token": "same"},
        },
    ),
    training.FollowUp: (
        {"months": 6},
        {"key enrolment_id months": {"months": "same"}, "months": {"months": 4}, "answer": {"answer": "maybe"}},
    ),
    Upload: (
        {"sha256": "c" * 64},
        {"key sha256": {"sha256": "same"}, "sha256": {"sha256": "c"}, "size": {"width": 0}},
    ),
    ProductPhoto: (
        {"upload_id": "spare"},
        {"key product_id upload_id": {"upload_id": "same"}, "position": {"position": -1}},
    ),
    visits.Visit: ({"uuid": "x"}, {"key uuid": {"uuid": "same"}, "checklist": {"checklist": 0}}),
    visits.VisitAnswer: (
        {"item": "resep"}, {"key visit_id item": {"item": "same"}, "answer": {"answer": "not_seen"}},
    ),
    visits.Finding: (
        {"item": "resep"},
        {
            "uq_finding_live": {"item": "same"}, "state": {"state": "gone"}, "closed": {"closed_at": "now"},
            "said": {"state": "said_done"},
        },
    ),
    visits.FindingPhoto: ({"upload_id": "spare"}, {"key finding_id upload_id": {"upload_id": "same"}}),
    visits.Capacity: (
        {"since": LATER}, {"key product_id since": {"since": "same"}, "pieces": {"pieces": -1}},
    ),
    turns.Turn: (
        {"day": LATER},
        {
            "key day maker_id": {"day": "same"}, "origin": {"origin": "friend"},
            "answer": {"answer": "maybe", "answered_at": "now"}, "answered": {"answered_at": "now"},
        },
    ),
    turns.TurnPresence: (
        {"turn_id": "spare"}, {"key turn_id": {"turn_id": "same"}, "source": {"source": "said"}},
    ),
    turns.Contact: ({}, {"partner": {"partner": ""}}),
    turns.ContactOutcome: (
        {"after_days": 90},
        {
            "key contact_id after_days": {"after_days": "same"}, "after_days": {"after_days": 45},
            "outcome": {"outcome": "gone", "amount": None}, "amount": {"amount": 0},
        },
    ),
    Channel: (
        {"address": "x"},
        {
            "key maker_id address": {"address": "same"}, "state": {"state": "lost"},
            "seen": {"seen_on": None, "seen_by": None}, "seen_by": {"seen_by": None},
        },
    ),
    Certificate: (
        {"number_key": "x"},
        {
            "key maker_id kind number_key": {"number_key": "same"}, "key replaces_id": {"replaces_id": 1},
            "source": {"source": "x"}, "checked": {"checked_by": "x"},
            "checked_number": {"number_key": "", "checked_on": LATER, "checked_by": "x"},
            "dates": {"issued_on": LATER}, "ended_as": {"ended_as": "lost", "ended_at": "now"},
            "ended": {"ended_at": "now"}, "replaces_other": {"id": 99, "replaces_id": 99},
        },
    ),
    CertificateProduct: ({"product_id": "spare"}, {"key certificate_id product_id": {"product_id": "same"}}),
    stock.SupplyNote: (
        {"uuid": "x", "sequence": 99},
        {
            "key uuid": {"uuid": "same"}, "key booth_id year sequence": {"sequence": "same"},
            "kind": {"kind": "gift"}, "state": {"state": "gone", "checked_at": None},
            "checked": {"checked_at": None}, "source": {"source": "x"},
            "answer": {"answer": "maybe", "answered_at": "now"}, "answered": {"answer": "agreed"},
            "sequence": {"sequence": 0},
        },
    ),
    stock.SupplyLine: (
        {"position": 9},
        {
            "key note_id position": {"position": "same"},
            "key booth_id book_note book_line": {"book_note": "B-1", "book_line": 1},
            "stated_quantity": {"stated_quantity": -1, "counted_quantity": None},
            "counted_quantity": {"counted_quantity": 10_001, "reason": "x"},
            "difference": {"counted_quantity": 7, "reason": ""}, "unit_price": {"unit_price": 0},
        },
    ),
    stock.StockMove: (
        {"line_id": "spare"},
        {
            "key line_id": {"line_id": "same"},
            "key count_line_id": {"kind": "count", "line_id": None, "count_line_id": 1},
            "one_origin": {"line_id": None}, "counted": {"kind": "count"}, "direction": {"quantity": -1},
        },
    ),
    stock.StockCount: (
        {"uuid": "x"},
        {
            "key uuid": {"uuid": "same"}, "state": {"state": "gone", "ended_at": None}, "ended": {"ended_at": None},
            "uq_stock_count_unfinished": {"state": "open", "ended_at": None},
        },
    ),
    stock.CountLine: (
        {"product_id": "spare"}, {"key count_id product_id": {"product_id": "same"}, "counted": {"counted": -1}},
    ),
    stock.CountRelease: (
        {"count_id": 1}, {"key count_id till_id": {"count_id": "same"}, "reason": {"reason": ""}},
    ),
    OpenFigure: (
        {"dataset": "kelurahan"}, {"key dataset period": {"dataset": "same"}, "dataset": {"dataset": "x"}},
    ),
    LineMatch: ({"sale_line_id": 1}, {"key sale_line_id": {"sale_line_id": "same"}}),
}  # fmt: skip
