"""The page that imports a book of consigned goods; it accepts only rows of own booths."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.stock.imports import SUPPLY_BOOK
from app.web.http.navigation import in_menu
from app.web.manager import blueprint
from app.web.manager.scope import booth_scope
from app.web.ui.imports import ConfirmForm, FileForm, ImportPages, add_import_pages


class BookForm(FileForm):
    """The upload of a book to preview."""

    def options(self) -> dict[str, Any]:
        """Return the booths whose rows may be imported."""
        return {"booth_ids": booth_scope()}


class ConfirmBookForm(ConfirmForm):
    """The confirmation of a previewed book."""

    def options(self) -> dict[str, Any]:
        """Return the same booths, read again from the login: the form does not contain them."""
        return {"booth_ids": booth_scope()}


PAGES = ImportPages(
    SUPPLY_BOOK,
    form=BookForm,
    confirm=ConfirmBookForm,
    crumbs=((_l("Nota titip"), "manager.show_supply_notes"),),
    after="manager.show_supply_notes",
)
add_import_pages(
    blueprint,
    "/buku-titipan",
    "upload_book",
    lambda: PAGES,
    in_menu(_l("Buku titipan"), order=37, under="manager.show_shelf"),
)
