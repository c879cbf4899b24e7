"""A maker's offers and the agencies' verdicts, without the curators' names, for the maker's own data."""

from app.curation.models import (
    Agency,
    ProductHold,
    ProductVersion,
    Submission,
    SubmissionRound,
    Verdict,
    VerdictPoint,
)
from app.makers.models import Product
from app.privacy.maker_data import MAKER_DATA, MakerDataPart, of_column
from app.shared.columns import table

_PRODUCT, _VERSION, _OFFER, _ROUND = (
    table(Product), table(ProductVersion), table(Submission), table(SubmissionRound),
)  # fmt: skip
_VERDICT, _POINT, _AGENCY, _HOLD = table(Verdict), table(VerdictPoint), table(Agency), table(ProductHold)
_READERS = frozenset({"umkm", "curator", "auditor"})
_ROUNDS = _ROUND.join(_OFFER, _OFFER.c.id == _ROUND.c.submission_id).join(
    _PRODUCT, _PRODUCT.c.id == _OFFER.c.product_id
)
_VERDICTS = _ROUNDS.join(_VERDICT, _VERDICT.c.round_id == _ROUND.c.id).join(
    _AGENCY, _AGENCY.c.id == _VERDICT.c.agency_id
)
_OF_OFFER, _OF_PRODUCT = of_column(_OFFER.c.maker_id), of_column(_PRODUCT.c.maker_id)
_NAMED, _NUMBERED = ("Produk", "text", _PRODUCT.c.name), ("Putaran", "ordinal", _ROUND.c.number)

MAKER_DATA.register(
    MakerDataPart(
        "versions", 150, "Isi produk yang ditawarkan",
        _VERSION.join(_PRODUCT, _PRODUCT.c.id == _VERSION.c.product_id), _VERSION.c.id,
        (
            ("Nama", "text", _VERSION.c.name), ("Versi", "ordinal", _VERSION.c.number),
            ("Komposisi", "text", _VERSION.c.composition), ("Isi bersih", "text", _VERSION.c.net_content),
            ("Tahan (hari)", "integer", _VERSION.c.keeps_days), ("Label", "text", _VERSION.c.label_text),
            ("Janji", "text", _VERSION.c.claims), ("Dibuat", "datetime", _VERSION.c.made_at),
            ("Dikirim", "datetime", _VERSION.c.frozen_at),
        ),
        _OF_PRODUCT, _READERS,
    ),
    MakerDataPart(
        "offers", 160, "Tawaran", _OFFER.join(_PRODUCT, _PRODUCT.c.id == _OFFER.c.product_id), _OFFER.c.id,
        (
            _NAMED, ("Keadaan", "offer_state", _OFFER.c.state), ("Dibuat", "datetime", _OFFER.c.made_at),
            ("Diputuskan", "datetime", _OFFER.c.decided_at), ("Langkah berikut", "next_step", _OFFER.c.next_step),
            ("Saran", "text", _OFFER.c.advice), ("Dibaca", "datetime", _OFFER.c.read_at),
            ("Ditarik", "datetime", _OFFER.c.withdrawn_at),
        ),
        _OF_OFFER, _READERS,
    ),
    MakerDataPart(
        "rounds", 170, "Putaran kurasi", _ROUNDS, _ROUND.c.id,
        (
            _NAMED, _NUMBERED, ("Yang diperbaiki", "text", _ROUND.c.fixed), ("Dikirim", "datetime", _ROUND.c.sent_at),
            ("Dijawab paling lambat", "date", _ROUND.c.due_on), ("Selesai", "datetime", _ROUND.c.ended_at),
        ),
        _OF_OFFER, _READERS,
    ),
    MakerDataPart(
        "verdicts", 180, "Penilaian instansi", _VERDICTS, _VERDICT.c.id,
        (
            _NAMED, _NUMBERED, ("Instansi", "text", _AGENCY.c.name), ("Penilaian", "verdict", _VERDICT.c.answer),
            ("Catatan", "text", _VERDICT.c.remark), ("Dipegang", "date", _VERDICT.c.handled_on),
            ("Di mana", "text", _VERDICT.c.handled_place), ("Dijawab", "datetime", _VERDICT.c.answered_at),
            ("Dilewati", "datetime", _VERDICT.c.skipped_at),
        ),
        _OF_OFFER, _READERS,
    ),
    MakerDataPart(
        "verdict_points", 190, "Alasan penilaian",
        _VERDICTS.join(_POINT, _POINT.c.verdict_id == _VERDICT.c.id), _POINT.c.id,
        (
            _NAMED, _NUMBERED, ("Instansi", "text", _AGENCY.c.name), ("Bidang", "aspect", _POINT.c.aspect),
            ("Bobot", "weight", _POINT.c.weight), ("Alasan", "text", _POINT.c.sentence),
        ),
        _OF_OFFER, _READERS,
    ),
    MakerDataPart(
        "holds", 200, "Penahanan",
        _HOLD.join(_PRODUCT, _PRODUCT.c.id == _HOLD.c.product_id).join(_AGENCY, _AGENCY.c.id == _HOLD.c.agency_id),
        _HOLD.c.id,
        (
            _NAMED, ("Instansi", "text", _AGENCY.c.name), ("Sejak", "date", _HOLD.c.effective_from),
            ("Sampai", "date", _HOLD.c.effective_until), ("Alasan", "text", _HOLD.c.reason),
            ("Surat", "text", _HOLD.c.letter_number), ("Diakhiri", "date", _HOLD.c.lifted_on),
            ("Sebab berakhir", "text", _HOLD.c.lift_reason),
        ),
        _OF_PRODUCT, _READERS | {"manager"},
    ),
)  # fmt: skip
