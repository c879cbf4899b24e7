"""Labels and functions that the page's templates use."""

from flask_babel import lazy_gettext as _l

from app.messages.ledger import FLAG_WORDS, PAYMENT_WORDS, flag_words, offset_words
from app.web.decisions.diff import compare
from app.web.decisions.rejected_labels import describe

FINANCE_DECIDES = _l(
    "Bagian keuangan yang memutuskan. Daftar ini ada supaya Anda dapat menjelaskan apa yang terjadi."
)
WORDS = {
    "finance_decides": FINANCE_DECIDES,
    "flags": FLAG_WORDS,
    "flag_words": flag_words,
    "payments": PAYMENT_WORDS,
    "offset": offset_words,
    "compare": compare,
    "describe": describe,
}
