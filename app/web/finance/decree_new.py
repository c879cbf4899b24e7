"""Pages for entering a new decree: type or copy it, preview its effect, then store it (decisions 2).

The content's hash makes sure that exactly the previewed content is stored; typed text is never lost.
"""

from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.compliance.terms import reference_day_of
from app.directory.queries import load_tree
from app.directory.rules import UnitTree
from app.messages.decrees import problem_sentence
from app.minimums import queries
from app.minimums.errors import DecreeNumberTaken
from app.minimums.presets import get_preset
from app.minimums.rules import (
    DecreeDraft,
    DecreeValue,
    Effect,
    Reading,
    Tier,
    TierCounts,
    content_hash,
    count_by_tier,
    decree_in_force,
    effect_of,
    read_decree,
    read_tiers,
    write_content,
    write_decree,
)
from app.minimums.services import ensure_number_free, store_decree
from app.months.queries import list_months
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing
from app.web.finance import blueprint
from app.web.finance.decree_labels import match_sentences
from app.web.finance.forms_decrees import (
    DecreeTextForm,
    count_new_tiers,
    edited_tiers,
    place_new_tiers,
    starting_values,
    table_form,
)
from app.web.finance.forms_tiers import MOST_NEW
from app.web.http.errors import show_refusal
from app.web.http.guards import current_actor
from app.web.http.transaction import manages_own_transaction
from app.web.ui.ids import read_id

Answer = str | Response | tuple[str, int]


class Source(NamedTuple):
    """The source of a new decree's first content: a stored decree, an example, or nothing."""

    title: str
    mode: str
    tiers: tuple[Tier, ...]
    text: str
    notes: tuple[str, ...]
    name: str
    withdrawn: DecreeValue | None = None


class Preview(NamedTuple):
    """The effect of a draft, shown before it is stored. `rival`: a decree that would be in force instead, or None."""

    draft: DecreeDraft
    seen: str
    words: dict[int, list[str]]
    counts: TierCounts
    before: DecreeDraft | None
    counts_before: TierCounts
    effect: Effect
    rival: DecreeDraft | None
    closed: list[Period]


@blueprint.route("/aturan/baru/tabel", methods=["GET", "POST"])
@manages_own_transaction
def edit_decree_table() -> Answer:
    """Edit a copied decree as a table of names and amounts: preview the effect, then save."""
    tree = load_tree()
    source = _source(tree)
    new = min(request.form.get("jenjang-baru", 0 if source.tiers else 1, type=int), MOST_NEW)
    step = request.form.get("langkah")
    form_class = table_form(source.tiers, min(new + (step == "tambah"), MOST_NEW))
    if request.method == "GET":
        return _table_page(form_class(data=starting_values_of(source)), source, tree)
    form = form_class()
    if step == "tambah":
        return _table_page(form, source, tree)
    typed = write_content(form.head(), edited_tiers(form, source.tiers), tree)
    if step == "teks":
        return _text_page(DecreeTextForm(formdata=None, data={"text": typed}))
    if not form.validate_on_submit():
        return _table_page(form, source, tree), 422
    reading = read_decree(typed, tree)
    return _preview_or_save(form, reading, tree, lambda *more: _table_page(form, source, tree, *more))


@blueprint.route("/aturan/baru/teks", methods=["GET", "POST"])
@manages_own_transaction
def edit_decree_text() -> Answer:
    """Edit a decree as TOML text or file, for what the table cannot express, e.g. other conditions."""
    tree = load_tree()
    if request.method == "GET":
        return _text_page(DecreeTextForm(data={"text": _source(tree).text}))
    form = DecreeTextForm()
    if not form.validate_on_submit() or not _take_file(form):
        return _text_page(form), 422
    if not form.text.data:
        form.text.errors = [_("Tulis atau tempel teks aturan, atau pilih berkasnya.")]
        return _text_page(form), 422
    reading = read_decree(form.text.data, tree)
    return _preview_or_save(form, reading, tree, lambda *more: _text_page(form, *more))


def _preview_or_save(form: Any, reading: Reading, tree: UnitTree, page: Any) -> Answer:
    """Show the problems; else preview a content that was not previewed yet; else store it."""
    if reading.draft is None:
        form.form_errors = [*form.form_errors, *map(problem_sentence, reading.problems)]
        return page(), 422
    try:
        ensure_number_free(reading.draft)
    except DecreeNumberTaken as error:  # refused before the preview of a decree that can never be saved
        show_refusal(form, error)
        return page(), 422
    seen = content_hash(reading.draft)
    is_saving = request.form.get("langkah") == "simpan"
    if not is_saving or form.seen.data != seen:
        preview = make_preview(reading.draft, tree)
        form.seen.data = seen
        form.seen.raw_data = [seen]
        return page(preview, is_saving)
    begin_writing()
    try:
        loaded = store_decree(reading.draft, actor=current_actor())
    except DecreeNumberTaken as error:
        show_refusal(form, error)
        return page(), 422
    flash(_("Aturan %(number)s tersimpan.", number=reading.draft.number))
    return redirect(url_for("finance.show_decree", decree_id=loaded.id), 303)


def make_preview(draft: DecreeDraft, tree: UnitTree) -> Preview:
    """Return counts and changes among the people in service on the running month's reference day."""
    decrees = queries.list_decrees()
    before = decree_in_force(decrees, draft.effective_from)
    winner = decree_in_force([*decrees, draft], draft.effective_from)
    groups = queries.list_posting_groups(reference_day_of(clock.this_period(), clock.today()))
    return Preview(
        draft,
        content_hash(draft),
        {tier.position: match_sentences(tier, tree) for tier in draft.tiers},
        count_by_tier(draft.tiers, groups, tree),
        before,
        count_by_tier(before.tiers if before else (), groups, tree),
        effect_of(draft, before, groups, tree),
        None if winner is draft else winner,
        [month.period for month in list_months() if month.is_closed and month.period >= draft.effective_from],
    )


def _source(tree: UnitTree) -> Source:
    """Return the decree of `?dari=` or the example of `?contoh=`. NotFound if it does not exist."""
    decree_id = request.args.get("dari", type=read_id)
    if decree_id is not None:
        decree = queries.get_decree(decree_id)
        text, withdrawn = write_decree(decree, tree), decree if decree.withdrawal else None
        return Source(decree.title, decree.mode, decree.tiers, text, (), decree.number, withdrawn)
    key = request.args.get("contoh")
    if key is None:
        return Source("", "wajib", (), "", (), "")
    preset = get_preset(key)
    tiers = read_tiers(preset.text, tree)
    return Source(preset.title, preset.mode, tiers, preset.text, preset.notes, preset.name)


def starting_values_of(source: Source) -> dict[str, Any]:
    """Return the first values of the table: from next month, because this month has begun; a withdrawn decree, which is
    to be corrected, keeps its number and dates."""
    values = starting_values(source.title, source.mode, source.tiers, clock.this_period().next())
    if source.withdrawn is not None:
        values |= {
            name: getattr(source.withdrawn, name) for name in ("number", "signed_on", "effective_from")
        }
    return values


def _take_file(form: DecreeTextForm) -> bool:
    """Replace the text by that of the chosen file, so that it can be edited; False if the file is no text."""
    file: FileStorage | None = form.file.data or None
    if not file or not file.filename:
        return True
    try:
        form.text.data = file.read().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        form.file.errors = [_("Berkas ini bukan teks. Pilih berkas .toml, atau tempel isinya.")]
        return False
    form.text.raw_data = [form.text.data]
    return True


def _table_page(
    form: Any, source: Source, tree: UnitTree, preview: Preview | None = None, changed: bool = False
) -> str:
    place_new_tiers(form, source.tiers)
    return render_template(
        "finance/decree_table.html",
        form=form,
        new=count_new_tiers(form),
        units=sorted(tree.rows[unit].name for unit in tree.rows),
        source=source,
        words={tier.position: match_sentences(tier, tree) for tier in source.tiers},
        preview=preview,
        changed=changed,
    )


def _text_page(form: DecreeTextForm, preview: Preview | None = None, changed: bool = False) -> str:
    return render_template("finance/decree_text.html", form=form, preview=preview, changed=changed)
