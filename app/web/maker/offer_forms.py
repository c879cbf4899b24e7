"""Forms of a maker's offers: few fields, typed on a phone. They check shapes only."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from app.curation.rules import OfferText
from app.makers.catalogue_rows import MAX_NAME
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    ParagraphField,
    ReasonField,
    RupiahField,
    TextField,
    WholeField,
    at_most,
    optional,
    required,
)

MOST_DAYS = 3650
LONGEST_PARAGRAPH = 1000


class OfferForm(BaseForm):
    """The offered version of an existing product; `rare` lists the fields in the fold."""

    name = TextField(_l("Nama produk"), [required(_l("Nama produk")), at_most(MAX_NAME)])
    composition = ParagraphField(
        _l("Bahan"), [required(_l("Bahan")), at_most(LONGEST_PARAGRAPH)], render_kw={"rows": 3}
    )
    net_content = TextField(_l("Isi bersih"), [required(_l("Isi bersih")), at_most(60)])
    keeps_days = WholeField(_l("Tahan berapa hari"), [optional()], least=1, most=MOST_DAYS)
    label_text = ParagraphField(_l("Tulisan di label"), [at_most(LONGEST_PARAGRAPH)])
    claims = ParagraphField(_l("Yang dijanjikan label"), [at_most(LONGEST_PARAGRAPH)])
    rare = ("label_text", "claims")

    def read(self) -> OfferText:
        """Return the entered texts."""
        return OfferText(
            self.name.data or "", self.composition.data or "", self.net_content.data or "", self.keeps_days.data,
            self.label_text.data or "", self.claims.data or "",
        )  # fmt: skip

    def read_goods(self) -> dict[str, Any]:
        """Return the further values of a product that is not sold yet; none for one that is."""
        return {}

    @property
    def rare_is_wrong(self) -> bool:
        """Whether a field in the fold has an error."""
        return any(self[name].errors for name in self.rare)


class NewOfferForm(OfferForm):
    """The offer of a new product, with price and kind."""

    unit_price: Any = RupiahField(_l("Harga satu bungkus"), [required(_l("Harga"))])
    category: Any = ChoiceField(_l("Jenis produk"), choices=[], default="")

    def __init__(self, *args: Any, categories: list[str], **values: Any) -> None:
        super().__init__(*args, **values)
        self.category.choices = [SelectChoice("", _("Belum tahu")), *map(SelectChoice, categories)]

    def read_goods(self) -> dict[str, Any]:
        """Return the price in whole rupiah, and the kind of goods."""
        return {"unit_price": self.unit_price.data, "category": self.category.data}


class FixedForm(BaseForm):
    """What the maker has mended, when sending an offer again."""

    fixed = ReasonField(_l("Apa yang sudah diperbaiki?"), _l("Yang sudah diperbaiki"))
