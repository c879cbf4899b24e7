"""The sheets of the makers' side."""

from app.imports.registry import ImportKind, register
from app.makers.catalogue_import import COLUMNS, apply_catalogue, plan_catalogue, read_catalogue
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
        columns=COLUMNS,
        read=lambda path, name, _options: read_catalogue(path, name),
        plan=lambda file, _options: plan_catalogue(file, today=clock.today()),
        apply=lambda plan, actor, _options: apply_catalogue(plan, actor=actor),
        room="umkm",
        subject="product",
        event="umkm.import",
    )
)
