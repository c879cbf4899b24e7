"""The pictures sent by a login, and those of a maker's goods, for their own data."""

from app.makers.models import Product
from app.photos.models import ProductPhoto, Upload
from app.photos.queries import list_sent_by
from app.privacy.maker_data import MAKER_DATA, MakerDataPart, of_column
from app.privacy.registry import LOGIN_DATA, LoginDataPart, Section
from app.shared.columns import table

_PHOTO, _UPLOAD, _PRODUCT = table(ProductPhoto), table(Upload), table(Product)


def _photos(user_id: int) -> Section:
    columns = (("Dikirim", "datetime"), ("Lebar", "integer"), ("Tinggi", "integer"), ("Bita", "integer"))
    return Section("Foto yang dikirim", columns, list_sent_by(user_id))


LOGIN_DATA.register(LoginDataPart("photos", 117, _photos))
MAKER_DATA.register(
    MakerDataPart(
        "product_photos", 100, "Foto produk",
        _PHOTO.join(_PRODUCT, _PRODUCT.c.id == _PHOTO.c.product_id).join(_UPLOAD, _UPLOAD.c.id == _PHOTO.c.upload_id),
        _PHOTO.c.id,
        (
            ("Produk", "text", _PRODUCT.c.name), ("Di gambar", "text", _PHOTO.c.alt),
            ("Dipasang", "datetime", _PHOTO.c.made_at), ("Lebar", "integer", _UPLOAD.c.width),
            ("Tinggi", "integer", _UPLOAD.c.height), ("Bita", "integer", _UPLOAD.c.bytes),
        ),
        of_column(_PRODUCT.c.maker_id), frozenset({"umkm"}),
    )
)  # fmt: skip
