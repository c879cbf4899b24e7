"""Open figures `/data`: a page that explains each figure, and the same as CSV and JSON. No names, no small counts."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, abort, jsonify, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from app.figures.datasets import DATASETS, Dataset, list_months
from app.figures.queries import PublishedMonth
from app.messages.figures import COLUMNS, LEADS, MEANINGS, REASONS, TITLES
from app.shared.period import Period
from app.web.public import blueprint
from app.web.ui.charts import money_columns, money_unit
from app.web.ui.filters import angka, bulan, persen_desimal, rupiah, satu_desimal

SHOWN_MONTHS = 12
MAX_AGE = 3600  # seconds a browser or a proxy may keep a file: a month changes nothing once it is out
_MONEY = ("sales", "reached_makers")
_WORDS = ("month", "village", "agency", "reason")


@blueprint.get("/data")
def show_open_figures() -> str:
    """Show the last twelve published months of every dataset, with the definition of each figure and how small counts
    were hidden."""
    published = {slug: list_months(dataset, SHOWN_MONTHS) for slug, dataset in DATASETS.items()}
    sales = {one.period: one.rows[0]["sales"] for one in published["bulan"]}
    return render_template(
        "public/data.html",
        datasets=DATASETS,
        published=published,
        sales=_sales_columns(sales),
        unit=money_unit(sales),
        heads={slug: _heads(dataset) for slug, dataset in DATASETS.items()},
        rows={slug: [_shown(DATASETS[slug], row) for one in months for row in one.rows]
              for slug, months in published.items()},
        titles=TITLES,
        leads=LEADS,
        columns=COLUMNS,
        meanings=MEANINGS,
    )  # fmt: skip


def _sales_columns(sales: Mapping[Period, int | None]) -> list[dict[str, Any]]:
    """Return twelve months as columns up to the last published one; a month that is not published has a text
    instead."""
    months = [max(sales).shift(-back) for back in range(SHOWN_MONTHS - 1, -1, -1)] if sales else []
    url = lambda _period: url_for("public.show_open_figures", _anchor="bulan")  # noqa: E731
    columns = money_columns(months, sales, months[-1], url) if months else []
    return [one if one["value"] is not None else {**one, "text": _("tidak diumumkan")} for one in columns]


def _heads(dataset: Dataset) -> list[dict[str, Any]]:
    return [{"label": COLUMNS[name], "num": name not in _WORDS} for name in dataset.columns]


def _shown(dataset: Dataset, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the cells of a row for a person; an unpublished figure is a dash."""
    return [
        {"text": _text(name, row[name]), "label": COLUMNS[name], "num": name not in _WORDS, "soft": name == "reason"}
        for name in dataset.columns
    ]  # fmt: skip


def _text(name: str, value: Any) -> str:
    if name == "month":
        return bulan(Period.parse(value))
    if name == "reason":
        return str(REASONS[value]) or "–"
    if name == "village":
        return value or _("belum tercatat")
    if name == "agency":
        return str(value)
    if value is None:
        return "–"
    if name in _MONEY:
        return rupiah(value)
    if name == "top_five_percent":
        return persen_desimal(value)
    return satu_desimal(value) if name == "median_days" else angka(value)


@blueprint.get("/data/<string(maxlength=20):slug>.json")
def send_figures_json(slug: str) -> Answer:
    """Send a dataset with the definitions of its columns; each row has its month."""
    dataset = _dataset(slug)
    months = list_months(dataset)
    with force_locale("id"):
        columns = [{"name": name, "meaning": str(MEANINGS[name])} for name in dataset.columns]
    answer = jsonify(
        dataset=slug,
        columns=columns,
        months=[
            {"month": str(one.period), "made_at": one.made_at.isoformat(), "ledger_sequence": one.to_seq}
            for one in months
        ],
        rows=[row for one in months for row in one.rows],
    )
    return _public(answer)


@blueprint.get("/data/<string(maxlength=20):slug>.csv")
def send_figures_csv(slug: str) -> Answer:
    """Send the same rows as comma-separated text; an unpublished figure is empty and `reason` says why."""
    dataset, text = _dataset(slug), io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*dataset.columns, "made_at", "ledger_sequence"])
    for month in list_months(dataset):
        writer.writerows(_cells(dataset, month))
    answer = Response(text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="jiku-bata-{slug}.csv"'
    return _public(answer)


def _cells(dataset: Dataset, month: PublishedMonth) -> Iterator[list[Any]]:
    for row in month.rows:
        yield [
            *(_without_formula(row[name]) for name in dataset.columns), month.made_at.isoformat(), month.to_seq,
        ]  # fmt: skip


def _without_formula(value: Any) -> Any:
    """Return a text so that no spreadsheet runs it as a formula: strangers type the name of a village."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _dataset(slug: str) -> Dataset:
    return DATASETS[slug] if slug in DATASETS else abort(404)


def _public(answer: Response) -> Answer:
    answer.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    answer.add_etag()
    return answer.make_conditional(request.environ)
