"""Pictures and pieces: geometry that fits the values, words beside them, nothing the policy refuses."""

import re
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from app.web.ui.filters import lebar
from tests.page_checks import problems
from tests.web.gallery import OFFICES, facts, gallery_app

PAGES = ("/", "/opd", "/orang", "/surat", "/struk", "/kasir")


class Reader(HTMLParser):
    """All tags with their attributes, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    handle_startendtag = handle_starttag


def tags_of(path: str, language: str = "id") -> list[tuple[str, dict[str, str | None]]]:
    client = gallery_app().test_client()
    client.set_cookie("bahasa", language)
    answer = client.get(path)
    assert answer.status_code == 200
    reader = Reader()
    reader.feed(answer.text)
    return reader.tags


def draw(macro: str, call: str, **values: object) -> str:
    app = gallery_app()
    with app.test_request_context():
        return app.jinja_env.from_string(
            '{% from "macros/' + macro + '.html" import ' + call.partition("(")[0] + " %}{{ " + call + " }}"
        ).render(**values)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_carries_inline_style_or_script(path: str, language: str) -> None:
    for tag, attributes in tags_of(path, language):
        assert tag != "style"
        assert not {name for name in attributes if name == "style" or name.startswith("on")}
        assert tag != "script" or (attributes.get("src") or "").startswith("/static/v-")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_a_language_and_no_id_twice(path: str) -> None:
    tags = tags_of(path)
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert [tag for tag, _ in tags].count("h1") == 1
    assert dict(tags)["html"]["lang"] == "id"
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_passes_the_checks_of_the_page_client(path: str, language: str) -> None:
    client = gallery_app().test_client()
    client.set_cookie("bahasa", language)
    assert problems(client.get(path).text) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_picture_speaks_or_is_silent_on_purpose(path: str) -> None:
    for tag, attributes in tags_of(path):
        if tag == "svg":
            assert attributes.get("aria-hidden") == "true" or (
                attributes["role"] == "img" and attributes["aria-label"]
            )


@pytest.mark.parametrize(
    ("part", "whole", "width"),
    [
        (15_000, 20_000, "75%"),
        (1, 3, "33.33%"),
        (42, 20, "100%"),
        (-5, 20, "0%"),
        (0, 20, "0%"),
        (3, 0, "0%"),
    ],
)
def test_a_length_stays_within_its_picture(part: int, whole: int, width: str) -> None:
    assert lebar(part, whole) == width


def test_progress_says_in_words_what_it_draws() -> None:
    html = draw("chart", "progress(15000, 20000)")
    assert 'aria-label="Rp15.000 dari Rp20.000, 75\u00a0%"' in html
    assert 'class="chart-fill" width="75%"' in html
    assert "is-full" not in html


@pytest.mark.parametrize(("bought", "full"), [(19_999, False), (20_000, True), (20_001, True)])
def test_progress_is_full_from_the_minimum_on(bought: int, full: bool) -> None:
    assert ("is-full" in draw("chart", "progress(bought, 20000)", bought=bought)) is full


def test_someone_who_returned_more_than_bought_gets_an_empty_line() -> None:
    assert "chart-fill" not in draw("chart", "progress(-5000, 20000)")


def test_each_bar_links_to_its_rows_and_writes_its_number() -> None:
    items = [
        {"label": name, "part": part, "whole": whole, "href": f"/opd/{part}"} for name, part, whole in OFFICES
    ]
    html = draw("chart", "bars(items, 'Per OPD', average={'part': 3059, 'whole': 5143})", items=items)
    assert re.findall(r'class="bar-name" href="([^"]+)"', html) == [f"/opd/{part}" for _, part, _ in OFFICES]
    assert re.findall(r'class="chart-number[^>]*>([^<]+)<', html) == [
        f"{share}\u00a0%" for share in (90, 82, 64, 58, 35, 0, 100)
    ]
    assert html.count('class="chart-target" x1="59.48%" x2="59.48%"') == len(OFFICES)


def test_an_office_without_anyone_obliged_is_drawn_without_dividing() -> None:
    html = draw("chart", "bars([{'label': 'Baru', 'part': 0, 'whole': 0}], 'Per OPD')")
    assert ">–<" in html


def test_a_name_with_marks_is_written_as_text() -> None:
    html = draw("chart", "bars(items, 'x')", items=[{"label": "<b>A&B</b>", "part": 1, "whole": 2}])
    assert "<b>" not in html
    assert "&lt;b&gt;A&amp;B" in html


def test_columns_tell_every_month_in_a_table_too() -> None:
    columns = facts()["columns"]
    html = draw("chart", "columns(months, 'Belanja')", months=columns)
    assert html.count('scope="row"') == len(columns) == 12
    assert html.count("belum dicatat") == 2  # in the picture's words and in the table
    assert html.count("column-short") == 2


def test_columns_and_target_stay_inside_the_picture() -> None:
    html = draw("chart", "columns(months, 'Belanja')", months=facts()["columns"])
    heights = [float(number) for number in re.findall(r'class="chart-column"[^>]* height="([\d.]+)"', html)]
    assert heights
    assert 0 < min(heights) <= max(heights) <= 120


def test_shares_fill_the_whole_bar() -> None:
    parts = facts()["shares"]
    html = draw("chart", "shares(parts, 'Status')", parts=parts)
    widths = [float(number) for number in re.findall(r'class="share [^>]* width="([\d.]+)%"', html)]
    assert len(widths) == 5
    assert sum(widths) == pytest.approx(100, abs=0.05)


def test_a_city_without_people_draws_no_shares() -> None:
    assert 'class="share ' not in draw("chart", "shares([{'status': 'met', 'count': 0}], 'Status')")


@pytest.mark.parametrize(
    ("sort", "link"), [("nama", "?urut=-nama"), ("-nama", "?urut=nama"), (None, "?urut=nama")]
)
def test_a_column_sorts_the_other_way_the_second_time(sort: str | None, link: str) -> None:
    app = gallery_app()
    source = (
        '{% from "macros/table.html" import table %}'
        "{% call table('T', [{'label': 'OPD', 'sort': 'nama'}], sort=sort) %}{% endcall %}"
    )
    with app.test_request_context("/?halaman=3"):
        html = app.jinja_env.from_string(source).render(sort=sort)
    assert f'href="/{link}"' in html
    assert ("aria-sort" in html) is (sort is not None)


def test_pages_of_a_list_keep_the_other_choices() -> None:
    app = gallery_app()
    with app.test_request_context("/?cari=sari&halaman=2"):
        html = app.jinja_env.from_string(
            '{% from "macros/table.html" import pager %}{{ pager(2, 3, 120) }}{{ pager(1, 1, 4) }}'
        ).render()
    assert re.findall(r'href="([^"]+)"', html) == ["/?cari=sari", "/?cari=sari&amp;halaman=3"]


def test_mistakes_are_listed_on_top_and_lead_to_their_fields() -> None:
    html = gallery_app().test_client().get("/").text
    summary = html.split('id="periksa"')[1].split("</ul>")[0]
    assert re.findall(r'href="(#[^"]+)"', summary) == ["#name", "#nip"]
    assert "Bulan ini sudah ditutup." in summary
    assert re.search(r'<input[^>]*aria-describedby="nip-petunjuk nip-salah"[^>]*aria-invalid="true"', html)


def test_an_error_page_names_the_incident_and_a_way_on() -> None:
    html = gallery_app().test_client().get("/orang").text
    assert "9f31c2aa" in html
    assert "Ke beranda" in html


def test_a_visitor_sees_no_menu_of_anybody() -> None:
    html = gallery_app(signed_in=False).test_client().get("/opd").text
    assert "Ringkasan kota" not in html


def test_the_menu_marks_where_the_reader_is() -> None:
    current = [
        attributes["href"]
        for tag, attributes in tags_of("/opd")
        if tag == "a" and "aria-current" in attributes
    ]
    assert current == ["/opd", "/opd"]  # once in the bar, once in the fold of a phone


def test_a_name_nobody_set_is_an_error_not_an_empty_place() -> None:
    app = gallery_app()
    with app.test_request_context(), pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ nobody }}").render()


def test_the_demo_city_is_marked_on_its_pages_and_a_real_one_is_not() -> None:
    client = gallery_app().test_client()
    assert 'class="demo-band"' in client.get("/").text
    assert 'class="demo-band"' not in client.get("/opd").text
