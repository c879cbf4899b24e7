"""The page that imports a product list."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.makers.catalogue_import import CataloguePlan
from app.makers.imports import PRODUCTS
from app.web.manager import blueprint
from app.web.ui.imports import MOST_ROWS, ImportPages, add_common_pages, add_import_pages


def _show_changes(plan: CataloguePlan) -> dict[str, Any]:
    return {"changes": [change for change in plan.changes if change.kind != "unchanged"][:MOST_ROWS]}


PAGES = ImportPages(
    PRODUCTS,
    preview="manager/catalogue_preview.html",
    preview_context=_show_changes,
    crumbs=((_l("Produk"), "manager.show_products"),),
    after="manager.show_products",
    label=_l("Produk"),
    sample="daftar-produk",
    button=_l("Terapkan daftar ini"),
)
add_import_pages(blueprint, "/produk/unggah", "upload_catalogue", lambda: PAGES)
add_common_pages(blueprint)
