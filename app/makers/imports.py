"""The imports of makers and products."""

from app.imports.registry import ImportKind, register
from app.makers.bulk import lock_catalogue
from app.makers.catalogue_import import COLUMNS, apply_catalogue, plan_catalogue, read_catalogue
from app.makers.register_import import COLUMNS as REGISTER_COLUMNS
from app.makers.register_import import apply_register, plan_register, read_register
from app.shared import clock
from app.shared.words import N_

PRODUCTS = register(
    ImportKind(
        "products",
        title=N_("daftar produk"),
        place=N_("Pengelola, Produk"),
        command="makers import",
        help="Baca daftar produk: UMKM, PRODUK, KATEGORI, HARGA, BERLAKU SEJAK, KODE BATANG.",
        audience="manager",
        has_own_pages=True,
        columns=COLUMNS,
        read=lambda path, name, _options: read_catalogue(path, name),
        plan=lambda file, _options: plan_catalogue(file, today=clock.today()),
        lock=lock_catalogue,
        apply=lambda plan, actor, _options: apply_catalogue(plan, actor=actor),
        room="umkm",
        subject="product",
        event="umkm.import",
    )
)
REGISTER = register(
    ImportKind(
        "makers",
        title=N_("daftar UMKM binaan"),
        place=N_("Dinas, UMKM"),
        command="makers register",
        help="Baca daftar UMKM binaan Dinas; NIK dan data pribadi lain tidak dibaca.",
        audience="umkm",
        columns=REGISTER_COLUMNS,
        read=lambda path, name, _options: read_register(path, name),
        plan=lambda file, _options: plan_register(file),
        apply=lambda plan, actor, _options: apply_register(plan, actor=actor),
        room="umkm",
        subject="maker",
        event="umkm.register",
        has_own_pages=True,
    )
)
