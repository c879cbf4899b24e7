"""The page that imports a sales book; it does the same as the command (decisions, files)."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.audit.queries import list_events
from app.sales.imports import SALES_BOOK
from app.sales.paper.sales_import import ImportResult
from app.web.finance import blueprint
from app.web.http.navigation import in_menu
from app.web.ui.imports import ConfirmForm, ImportPages, add_common_pages, add_import_pages


class BookConfirmForm(ConfirmForm):
    """The confirmation of a previewed book; new booths need a checked box."""

    is_agreed = BooleanField(_l("Ya, pojok baru di atas memang ada"))

    def accepts(self, done: ImportResult) -> bool:
        """Whether the person agreed to the booths that would be created; if not, the box gets its error."""
        if not done.unknown.booths or self.is_agreed.data:
            return True
        self.is_agreed.errors = [_("Centang dulu, atau perbaiki nama pojoknya di berkas lalu unggah lagi.")]
        return False


def _list_last_books() -> dict[str, Any]:
    events = [one for one in list_events(room="sales", size=200).events if one.action == SALES_BOOK.event]
    return {"events": events[:10]}


PAGES = ImportPages(
    SALES_BOOK,
    confirm=BookConfirmForm,
    choose="finance/book_upload.html",
    choose_context=_list_last_books,
    preview="finance/book_preview.html",
    crumbs=((_l("Keuangan"), "finance.show_home"),),
    sample="buku-penjualan",
    button=_l("Catat buku ini"),
    done=_l(
        "Buku penjualan masuk: %(created)s baru, %(changed)s berubah, %(unchanged)s tetap, %(refused)s ditolak, "
        "%(unresolved)s pembeli belum dikenal."
    ),
)
add_import_pages(
    blueprint,
    "/buku",
    "upload_book",
    lambda: PAGES,
    in_menu(_l("Buku penjualan"), order=23, under="finance.list_people"),
)
add_common_pages(blueprint)
