"""The courses of a maker's people, for the maker's own data."""

from app.privacy.maker_data import MAKER_DATA, MakerDataPart, of_column
from app.shared.columns import table
from app.training.models import (
    Attendance,
    Enrolment,
    FollowUp,
    TrainingCertificate,
    TrainingEvent,
    TrainingSession,
)

_EVENT, _SESSION, _PLACE = table(TrainingEvent), table(TrainingSession), table(Enrolment)
_THERE, _PROOF, _ANSWER = table(Attendance), table(TrainingCertificate), table(FollowUp)
_READERS = frozenset({"umkm", "auditor"})
_PLACES = _PLACE.join(_EVENT, _EVENT.c.id == _PLACE.c.event_id)
_OF_PLACE = of_column(_PLACE.c.maker_id)
_COURSE, _WHO = ("Pelatihan", "text", _EVENT.c.title), ("Peserta", "text", _PLACE.c.person_name)

MAKER_DATA.register(
    MakerDataPart(
        "enrolments", 210, "Pelatihan", _PLACES, _PLACE.c.id,
        (
            _COURSE, ("Mulai", "date", _EVENT.c.starts_on), _WHO, ("Keadaan", "enrolment_state", _PLACE.c.state),
            ("Diminta", "seat", _PLACE.c.wish), ("Kursi", "seat", _PLACE.c.seat),
            ("Datang tanpa kursi", "yes_no", _PLACE.c.is_walk_in), ("Mendaftar", "datetime", _PLACE.c.asked_at),
            ("Ditawari", "datetime", _PLACE.c.offered_at), ("Berakhir", "datetime", _PLACE.c.ended_at),
        ),
        _OF_PLACE, _READERS,
    ),
    MakerDataPart(
        "attendance", 220, "Kehadiran pelatihan",
        _PLACES.join(_THERE, _THERE.c.enrolment_id == _PLACE.c.id)
        .join(_SESSION, _SESSION.c.id == _THERE.c.session_id),
        _THERE.c.id,
        (
            _COURSE, _WHO, ("Sesi", "datetime", _SESSION.c.starts_at),
            ("Diketahui dari", "attendance_source", _THERE.c.source), ("Dicatat", "datetime", _THERE.c.attended_at),
        ),
        _OF_PLACE, _READERS,
    ),
    MakerDataPart(
        "training_proofs", 230, "Sertifikat pelatihan", _PLACES.join(_PROOF, _PROOF.c.enrolment_id == _PLACE.c.id),
        _PROOF.c.id,
        (
            _COURSE, _WHO, ("Tahun", "ordinal", _PROOF.c.year), ("Nomor", "ordinal", _PROOF.c.sequence),
            ("Kode periksa", "text", _PROOF.c.token), ("Terbit", "datetime", _PROOF.c.issued_at),
        ),
        _OF_PLACE, _READERS,
    ),
    MakerDataPart(
        "follow_ups", 240, "Tindak lanjut pelatihan", _PLACES.join(_ANSWER, _ANSWER.c.enrolment_id == _PLACE.c.id),
        _ANSWER.c.id,
        (
            _COURSE, _WHO, ("Bulan sesudahnya", "integer", _ANSWER.c.months),
            ("Jawaban", "follow_up", _ANSWER.c.answer), ("Dijawab", "datetime", _ANSWER.c.answered_at),
        ),
        _OF_PLACE, _READERS,
    ),
)  # fmt: skip
