"""The visits to a maker and their findings, for the maker's own data."""

from app.makers.models import Product
from app.photos.models import Upload
from app.privacy.maker_data import MAKER_DATA, MakerDataPart, of_column
from app.shared.columns import table
from app.visits.models import Capacity, Finding, FindingPhoto, Visit, VisitAnswer

_VISIT, _ANSWER, _FINDING = table(Visit), table(VisitAnswer), table(Finding)
_CAPACITY, _PRODUCT = table(Capacity), table(Product)
_SEEN, _UPLOAD = table(FindingPhoto), table(Upload)
_READERS = frozenset({"umkm", "auditor"})

MAKER_DATA.register(
    MakerDataPart(
        "visits", 250, "Kunjungan", _VISIT, _VISIT.c.id,
        (
            ("Hari", "date", _VISIT.c.visited_on), ("Yang datang", "text", _VISIT.c.visitor),
            ("Daftar periksa", "ordinal", _VISIT.c.checklist), ("Catatan", "text", _VISIT.c.remark),
            ("Dicatat", "datetime", _VISIT.c.recorded_at),
        ),
        of_column(_VISIT.c.maker_id), _READERS,
    ),
    MakerDataPart(
        "visit_answers", 260, "Jawaban kunjungan", _ANSWER.join(_VISIT, _VISIT.c.id == _ANSWER.c.visit_id),
        _ANSWER.c.id,
        (
            ("Hari", "date", _VISIT.c.visited_on), ("Hal", "visit_item", _ANSWER.c.item),
            ("Jawaban", "visit_answer", _ANSWER.c.answer),
        ),
        of_column(_VISIT.c.maker_id), _READERS,
    ),
    MakerDataPart(
        "findings", 270, "Temuan", _FINDING, _FINDING.c.id,
        (
            ("Hal", "visit_item", _FINDING.c.item), ("Saran", "text", _FINDING.c.advice),
            ("Keadaan", "finding_state", _FINDING.c.state), ("Kata pemilik selesai", "datetime", _FINDING.c.said_at),
            ("Ditutup", "datetime", _FINDING.c.closed_at), ("Sebab", "text", _FINDING.c.closing_reason),
        ),
        of_column(_FINDING.c.maker_id), _READERS,
    ),
    MakerDataPart(
        "finding_photos", 275, "Foto temuan",
        _SEEN.join(_FINDING, _FINDING.c.id == _SEEN.c.finding_id).join(_UPLOAD, _UPLOAD.c.id == _SEEN.c.upload_id),
        _SEEN.c.id,
        (
            ("Hal", "visit_item", _FINDING.c.item), ("Dikirim", "datetime", _SEEN.c.made_at),
            ("Lebar", "integer", _UPLOAD.c.width), ("Tinggi", "integer", _UPLOAD.c.height),
        ),
        of_column(_FINDING.c.maker_id), frozenset({"umkm"}),
    ),
    MakerDataPart(
        "capacity", 280, "Kapasitas", _CAPACITY.join(_PRODUCT, _PRODUCT.c.id == _CAPACITY.c.product_id), _CAPACITY.c.id,
        (
            ("Produk", "text", _PRODUCT.c.name), ("Sejak", "date", _CAPACITY.c.since),
            ("Sebulan", "integer", _CAPACITY.c.pieces),
        ),
        of_column(_PRODUCT.c.maker_id), _READERS,
    ),
)  # fmt: skip
