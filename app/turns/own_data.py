"""A maker's turns at booths and its contacts, for the maker's own data."""

from app.booths.models import Booth
from app.privacy.maker_data import MAKER_DATA, MakerDataPart, of_column
from app.shared.columns import table
from app.turns.models import Contact, ContactOutcome, Turn, TurnPresence

_TURN, _PRESENCE, _BOOTH = table(Turn), table(TurnPresence), table(Booth)
_CONTACT, _OUTCOME = table(Contact), table(ContactOutcome)
_READERS = frozenset({"umkm", "auditor"})
_TURNS = _TURN.join(_BOOTH, _BOOTH.c.id == _TURN.c.booth_id)
_DAY, _PLACE = ("Hari", "date", _TURN.c.day), ("Pojok", "text", _BOOTH.c.name)

MAKER_DATA.register(
    MakerDataPart(
        "turns", 290, "Undangan ke pojok", _TURNS, _TURN.c.id,
        (
            _DAY, _PLACE, ("Karena", "turn_origin", _TURN.c.origin), ("Jawaban", "turn_answer", _TURN.c.answer),
            ("Dijawab", "datetime", _TURN.c.answered_at), ("Cerita", "text", _TURN.c.story),
        ),
        of_column(_TURN.c.maker_id), _READERS,
    ),
    MakerDataPart(
        "turn_presence", 300, "Hadir di pojok", _TURNS.join(_PRESENCE, _PRESENCE.c.turn_id == _TURN.c.id),
        _PRESENCE.c.id,
        (
            _DAY, _PLACE, ("Dicatat", "datetime", _PRESENCE.c.at),
            ("Diketahui dari", "attendance_source", _PRESENCE.c.source),
        ),
        of_column(_TURN.c.maker_id), _READERS,
    ),
    MakerDataPart(
        "contacts", 310, "Kenalan usaha", _CONTACT, _CONTACT.c.id,
        (
            ("Hari", "date", _CONTACT.c.day), ("Dengan siapa", "text", _CONTACT.c.partner),
            ("Tentang", "text", _CONTACT.c.about), ("Dicatat", "datetime", _CONTACT.c.made_at),
        ),
        of_column(_CONTACT.c.maker_id), _READERS,
    ),
    MakerDataPart(
        "contact_outcomes", 320, "Hasil kenalan", _OUTCOME.join(_CONTACT, _CONTACT.c.id == _OUTCOME.c.contact_id),
        _OUTCOME.c.id,
        (
            ("Dengan siapa", "text", _CONTACT.c.partner), ("Setelah (hari)", "integer", _OUTCOME.c.after_days),
            ("Hasil", "contact_outcome", _OUTCOME.c.outcome), ("Nilai", "rupiah", _OUTCOME.c.amount),
            ("Dicatat", "datetime", _OUTCOME.c.told_at),
        ),
        of_column(_CONTACT.c.maker_id), _READERS,
    ),
)  # fmt: skip
