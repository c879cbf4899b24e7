"""The hand-kept book of consigned goods as a file: rows of own booths only."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.stock.imports import SUPPLY_BOOK
from app.web.http.navigation import in_menu
from app.web.manager import blueprint
from app.web.manager.scope import booth_scope
from app.web.ui.imports import ConfirmForm, FileForm, ImportPages, add_import_pages


class BookForm(FileForm):
    """A book to be looked at."""

    def options(self) -> dict[str, Any]:
        """The booths whose rows may be taken."""
        return {"booth_ids": booth_scope()}


class ConfirmBookForm(ConfirmForm):
    """A book that was previewed."""

    def options(self) -> dict[str, Any]:
        """The same booths, asked anew: nothing in the form says them."""
        return {"booth_ids": booth_scope()}


PAGES = ImportPages(
    SUPPLY_BOOK,
    form=BookForm,
    confirm=ConfirmBookForm,
    crumbs=((_l("Nota titip"), "manager.list_of_notes"),),
    after="manager.list_of_notes",
)
add_import_pages(
    blueprint,
    "/buku-titipan",
    "upload_book",
    lambda: PAGES,
    in_menu(_l("Buku titipan"), order=37, under="manager.show_shelf"),
)
