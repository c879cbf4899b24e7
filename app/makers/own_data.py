"""A maker's profile, logins and goods, for the maker's own data."""

from sqlalchemy import and_, case

from app.accounts.models import AccessCard, User
from app.makers.models import (
    Maker,
    MakerClaim,
    MakerMember,
    MakerProfile,
    MakerStory,
    Product,
    ProductPrice,
    ProductStory,
    PublicToken,
)
from app.privacy.maker_data import MAKER_DATA, MakerDataPart, of_column
from app.shared.columns import table

_MAKER, _PROFILE, _MEMBER, _CLAIM = table(Maker), table(MakerProfile), table(MakerMember), table(MakerClaim)
_PRODUCT, _PRICE, _STORY, _WORDS = table(Product), table(ProductPrice), table(ProductStory), table(MakerStory)
_USER, _CARD, _TOKEN = table(User), table(AccessCard), table(PublicToken)
_DINAS = frozenset({"umkm"})
_SEES_MAKERS = _DINAS | {"manager", "finance", "leader", "auditor"}
_WITH_PROFILE = _MAKER.outerjoin(_PROFILE, _PROFILE.c.maker_id == _MAKER.c.id)
_OF_MAKER = of_column(_MAKER.c.id)

_WHO = MakerDataPart(
    "maker", 10, "Usaha", _WITH_PROFILE, _MAKER.c.id,
    (
        ("Nama", "text", _MAKER.c.name), ("Keadaan", "maker_state", _PROFILE.c.state),
        ("Tercatat", "datetime", _MAKER.c.created_at), ("Asal catatan", "maker_origin", _PROFILE.c.origin),
        ("Kelurahan", "text", _PROFILE.c.village), ("Yang dibuat", "text", _PROFILE.c.makes),
        ("Sektor", "text", _PROFILE.c.sector), ("Kelas usaha", "text", _PROFILE.c.size_class),
        ("Dasar kelas", "text", _PROFILE.c.size_basis), ("Tanggal kelas", "date", _PROFILE.c.size_on),
        ("KBLI", "text", _PROFILE.c.kbli), ("NIB", "text", _PROFILE.c.nib),
        ("Kapasitas sebulan", "integer", _PROFILE.c.capacity), ("Satuan", "text", _PROFILE.c.capacity_unit),
        ("Dilihat petugas", "datetime", _PROFILE.c.seen_at),
    ),
    _OF_MAKER, _SEES_MAKERS,
)  # fmt: skip
_PERSON = MakerDataPart(
    "maker_person", 20, "Pemilik, rekening, persetujuan", _WITH_PROFILE, _MAKER.c.id,
    (
        ("Pemilik", "text", _PROFILE.c.owner_name), ("Telepon", "text", _PROFILE.c.phone),
        ("Nama pemilik boleh tampil", "yes_no", _PROFILE.c.is_owner_public),
        ("Telepon boleh tampil", "yes_no", _PROFILE.c.is_phone_public),
        ("Bank", "text", _PROFILE.c.bank), ("Nomor rekening", "text", _PROFILE.c.account_number),
        ("Atas nama", "text", _PROFILE.c.account_name),
    ),
    _OF_MAKER, _DINAS,
)  # fmt: skip
_CONTACT = MakerDataPart(
    "maker_contact", 25, "Kontak di daftar produk", _MAKER, _MAKER.c.id,
    (("Nama", "text", _MAKER.c.name), ("Kontak", "text", _MAKER.c.contact)), _OF_MAKER, frozenset({"manager"}),
)  # fmt: skip
_LOGINS = MakerDataPart(
    "maker_logins", 30, "Siapa bertindak dan kartunya",
    _MEMBER.join(_USER, _USER.c.id == _MEMBER.c.user_id).outerjoin(_CARD, _CARD.c.user_id == _USER.c.id),
    _MEMBER.c.id,
    (
        ("Nama pengguna", "text", _USER.c.username), ("Sejak", "datetime", _MEMBER.c.since),
        ("Sampai", "datetime", _MEMBER.c.until), ("Kartu dicetak", "datetime", _CARD.c.issued_at),
        ("PIN dipasang", "datetime", _CARD.c.pin_set_at), ("Kartu mati", "datetime", _CARD.c.revoked_at),
    ),
    of_column(_MEMBER.c.maker_id), _DINAS,
)  # fmt: skip
_GOODS = MakerDataPart(
    "products", 40, "Produk", _PRODUCT, _PRODUCT.c.id,
    (
        ("Produk", "text", _PRODUCT.c.name), ("Jenis", "text", _PRODUCT.c.category),
        ("Kode batang", "text", _PRODUCT.c.barcode), ("Dijual", "yes_no", _PRODUCT.c.is_active),
        ("Tercatat", "datetime", _PRODUCT.c.created_at),
    ),
    of_column(_PRODUCT.c.maker_id), _SEES_MAKERS,
)  # fmt: skip
_PRICES = MakerDataPart(
    "prices", 50, "Harga", _PRICE.join(_PRODUCT, _PRODUCT.c.id == _PRICE.c.product_id), _PRICE.c.id,
    (
        ("Produk", "text", _PRODUCT.c.name), ("Sejak", "date", _PRICE.c.effective_from),
        ("Harga", "rupiah", _PRICE.c.unit_price), ("Dicatat", "datetime", _PRICE.c.recorded_at),
    ),
    of_column(_PRODUCT.c.maker_id), _SEES_MAKERS,
)  # fmt: skip
_CLAIMS = MakerDataPart(
    "claims", 60, "Yang disebut, belum diperiksa", _CLAIM, _CLAIM.c.id,
    (
        ("Jenis", "claim_kind", _CLAIM.c.kind), ("Isi", "text", _CLAIM.c.text),
        ("Disebut", "datetime", _CLAIM.c.claimed_at),
    ),
    of_column(_CLAIM.c.maker_id), _DINAS,
)  # fmt: skip
_STORIES = MakerDataPart(
    "stories", 70, "Cerita produk", _STORY.join(_PRODUCT, _PRODUCT.c.id == _STORY.c.product_id), _STORY.c.product_id,
    (
        ("Produk", "text", _PRODUCT.c.name), ("Cerita", "text", _STORY.c.story),
        ("Cara membuat", "text", _STORY.c.how_made), ("Diubah", "datetime", _STORY.c.changed_at),
    ),
    of_column(_PRODUCT.c.maker_id), _DINAS,
)  # fmt: skip
_OWN_STORY = MakerDataPart(
    "maker_story", 80, "Cerita usaha", _WORDS, _WORDS.c.maker_id,
    (("Cerita", "text", _WORDS.c.story), ("Diubah", "datetime", _WORDS.c.changed_at)),
    of_column(_WORDS.c.maker_id), _DINAS,
)  # fmt: skip
_OWNER = case((_TOKEN.c.kind == "maker", _TOKEN.c.target_id), else_=_PRODUCT.c.maker_id)
_PAGES = MakerDataPart(
    "public_pages", 90, "Halaman umum",
    _TOKEN.outerjoin(_PRODUCT, and_(_TOKEN.c.kind == "product", _PRODUCT.c.id == _TOKEN.c.target_id)), _TOKEN.c.id,
    (
        ("Tentang", "page_kind", _TOKEN.c.kind), ("Produk", "text", _PRODUCT.c.name),
        ("Kode halaman", "text", _TOKEN.c.token), ("Dibuat", "datetime", _TOKEN.c.made_at),
        ("Ditarik", "datetime", _TOKEN.c.retired_at),
    ),
    of_column(_OWNER), _DINAS,
)  # fmt: skip

MAKER_DATA.register(_WHO, _PERSON, _CONTACT, _LOGINS, _GOODS, _PRICES, _CLAIMS, _STORIES, _OWN_STORY, _PAGES)
