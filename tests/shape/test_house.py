"""The house keeps its rules, and each rule is seen to bark at an offender planted for it."""

from collections.abc import Callable, Iterator
from itertools import takewhile

import pytest

from tests.shape import directions, manners
from tests.shape.house import EDGES, ORDER, House

Rule = Callable[[House], Iterator[str]]

DOC = '"""Doc."""\n'
VIEW = "@blueprint.get('/pegawai')\ndef show_people():\n"
ERRORS_TWICE = {
    "app/sales/errors.py": "class ReasonMissing(Refused):\n    pass",
    "app/months/errors.py": "class ReasonMissing(Refused):\n    pass",
}
PLANTED: list[tuple[Rule, dict[str, str]]] = [
    (directions.order, {"app/sales/rules.py": "from app.closing.rules import seal"}),
    (directions.order, {"app/shared/money.py": "import app.sales.queries"}),
    (directions.order, {"app/reports/people.py": "from app.web.ui.filters import rupiah"}),
    (directions.order, {"app/web/auth/views.py": "from app.cli import edge"}),
    (directions.order, {"app/sales/queries.py": "def find_x():\n    from app import compliance"}),
    (directions.order, {"app/cli/report.py": "from app.web.ui.filters import rupiah"}),
    (directions.known, {"app/payroll/rules.py": ""}),
    (directions.purity, {"app/sales/rules.py": "from flask import g"}),
    (directions.purity, {"app/sales/rules.py": "from app.extensions import db"}),
    (directions.purity, {"app/sales/rules.py": "from app.shared.clock import now"}),
    (directions.purity, {"app/sales/rules.py": "from app.sales.models import Sale"}),
    (directions.purity, {"app/sales/rules/dates.py": "from datetime import date\nX = date.today()"}),
    (directions.frameworks, {"app/sales/services.py": "from flask import request"}),
    (directions.purity, {"app/sales/drafts.py": "from app.sales.models import Sale"}),
    (directions.frameworks, {"app/sales/rules.py": "import wtforms"}),
    (directions.frameworks, {"app/reports/people.py": "from openpyxl import Workbook"}),
    (directions.frameworks, {"app/reports/people.py": "from reportlab.pdfgen.canvas import Canvas"}),
    (
        directions.writes_across,
        {"app/sales/services.py": "from app.booths.models import Booth\nBooth(name='x')"},
    ),
    (
        directions.writes_across,
        {"app/sales/services.py": "from app.booths.models import Booth\nupdate(Booth)"},
    ),
    (
        directions.reads_across,
        {"app/sales/services.py": "from app.booths.models import Booth\nselect(Booth.id)"},
    ),
    (
        directions.reads_across,
        {"app/web/x/views.py": "from app.booths.models import Booth\nx = list(Booth.id)"},
    ),
    (directions.commits, {"app/sales/services.py": "from app.extensions import db\ndb.session.commit()"}),
    (
        directions.commits,
        {"app/sales/services/void.py": "from app.shared.transaction import commit\ncommit()"},
    ),
    (directions.reading_routes, {"app/web/finance/people.py": VIEW + "    commit()"}),
    (directions.reading_routes, {"app/web/finance/people.py": VIEW + "    transaction.begin_writing()"}),
    (directions.views, {"app/web/finance/people.py": "from sqlalchemy import select\n" + VIEW + "    pass"}),
    (directions.views, {"app/web/finance/people.py": "from app.extensions import db\n" + VIEW + "    pass"}),
    (directions.views, {"app/web/finance/people.py": VIEW + "    rows = select(Sale)"}),
    (directions.views, {"app/web/finance/people.py": VIEW + "    extensions.db.session.get(Sale, 1)"}),
    (directions.views, {"app/web/finance/people.py": VIEW + "    left = row.minimum - row.bought"}),
    (directions.views, {"app/web/finance/people.py": VIEW + "    total += row.amount"}),
    (directions.views, {"app/web/finance/people.py": VIEW + "    return sum(row.pieces for row in rows)"}),
    (directions.views, {"app/web/finance/people.py": VIEW.replace("get", "post") + "    sum(rows)"}),
    (directions.views, {"app/web/finance/people.py": VIEW.replace("get", "route") + "    sum(rows)"}),
    (directions.views, {"app/web/finance/people.py": VIEW + "    _x()\ndef _x():\n    return sum(rows)"}),
    (directions.error_names, ERRORS_TWICE),
    (manners.names, {"app/sales/utils.py": ""}),
    (manners.names, {"app/sales/manager.py": ""}),
    (manners.names, {"app/static/js/helpers.js": ""}),
    (manners.sizes, {"app/sales/rules.py": "\n" * 301}),
    (manners.sizes, {"app/sales/rules.py": "x" * 14_001}),
    (manners.sizes, {"app/static/css/app.css": "é" * 7_001}),
    (manners.sizes, {"app/templates/finance/opd.html": "\n" * 301}),
    (manners.sizes, {"app/static/js/till/main.js": "\n" * 301}),
    (manners.sizes, {"tests/sales/test_sync.py": "\n" * 301}),
    (manners.widths, {"app/templates/finance/opd.html": "x" * 121}),
    (manners.widths, {"app/static/css/app.css": "\n" + "x" * 121}),
    (manners.widths, {"app/static/js/decide.js": "x" * 121}),
    (manners.widths, {"docs/pages.md": "x" * 121}),
    (manners.widths, {"app/sales/rules.py": "x" * 121}),
    (manners.lengths, {"app/sales/rules.py": "def f():\n" + "    x = 1\n" * 41}),
    (manners.docstrings, {"app/sales/rules.py": "X = 1"}),
    (manners.docstrings, {"app/sales/rules.py": DOC + "def f():\n    pass"}),
    (manners.absolute, {"app/sales/rules.py": "from . import models"}),
    (manners.absolute, {"app/sales/rules.py": "from app.sales.models import *"}),
    (manners.reads, {"app/sales/queries.py": "def fetch_sales():\n    pass"}),
    (manners.only_reads, {"app/sales/queries.py": "def find_x():\n    db.session.add(1)"}),
    (manners.only_reads, {"app/sales/intake/lookups.py": "insert(Sale)"}),
    (manners.statements, {"app/sales/queries.py": "text(f'select {x}')"}),
    (manners.statements, {"app/sales/queries.py": "text('select %s' % x)"}),
    (manners.statements, {"app/sales/queries.py": "c.exec_driver_sql('select ' + x)"}),
    (manners.statements, {"app/sales/queries.py": "text('select {}'.format(x))"}),
    (manners.templates, {"app/templates/finance/opd.html": '{% extends "x" %}{{ name|safe }}'}),
    (manners.templates, {"app/templates/finance/opd.html": '{% extends "x" %}<p style="color:red">'}),
    (manners.templates, {"app/templates/finance/opd.html": '{% extends "x" %}<script>x()</script>'}),
    (manners.templates, {"app/templates/finance/opd.html": '{% extends "x" %}<a onclick="x()">'}),
    (manners.templates, {"app/templates/finance/opd.html": '{% extends "x" %}<img src="//cdn.test/x.png">'}),
    (manners.templates, {"app/templates/finance/opd.html": "<h1>no layout</h1>"}),
    (manners.left_behind, {"app/sales/rules.py": "# TODO later"}),
    (manners.left_behind, {"tools/x.py": "open('/" + "work/main/x')"}),
    (manners.clocks, {"app/sales/services.py": "datetime.now(UTC)"}),
    (manners.clocks, {"app/sales/services.py": "date.today()"}),
]
RULES = list(dict.fromkeys(rule for rule, _ in PLANTED))


@pytest.fixture(scope="module")
def house() -> House:
    return House.standing()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule, house: House) -> None:
    complaints = list(rule(house))
    assert not complaints, "\n" + "\n".join(complaints)


@pytest.mark.parametrize(
    ("rule", "files"), PLANTED, ids=[f"{r.__name__}{i}" for i, (r, _) in enumerate(PLANTED)]
)
def test_the_rule_sees_its_offender(rule: Rule, files: dict[str, str]) -> None:
    assert list(rule(House(files)))


@pytest.mark.parametrize("rule", [manners.sizes, manners.widths], ids=lambda rule: rule.__name__)
def test_a_file_listed_as_an_exception_leaves_the_list_when_it_keeps_the_rule(rule: Rule) -> None:
    wide = {"docs/pages.md": "x" * 121, "tools/x.py": "\n" * 301}
    name, path = rule.__name__, "docs/pages.md" if rule is manners.widths else "tools/x.py"
    assert not list(rule(House(wide, {name: [path]})))
    assert list(rule(House({path: "mended"}, {name: [path]})))
    assert list(rule(House({}, {name: [path]})))


def test_every_place_in_the_order_is_a_folder(house: House) -> None:
    assert not list(directions.empty_places(house))
    assert list(directions.empty_places(House({"app/shared/money.py": ""})))


def quoted_order(page: str) -> list[str]:
    """The order of subjects as `docs/architecture.md` tells it, then the edges: indented lines after its sentence."""
    after = page.split("`ORDER` in `tests/shape/house.py`", 1)[1]
    lines = list(takewhile(lambda line: line.startswith("    "), after.split("\n\n", 2)[1].splitlines()))
    return " ".join(lines).replace("|", " ").replace(",", " ").split()


def test_the_page_on_architecture_quotes_the_order(house: House) -> None:
    page = house.files["docs/architecture.md"]
    assert quoted_order(page) == [*ORDER, *EDGES]
    unlisted = [
        subject for subject in ORDER if f"`app/{subject}`" not in page.partition("## I want to add")[0]
    ]
    assert not unlisted, f"say in the map of docs/architecture.md what each holds: {unlisted}"
    assert quoted_order(page.replace("audit settings", "settings audit")) != [
        *ORDER,
        *EDGES,
    ]


GOOD = {
    "app/sales/rules.py": DOC + "from datetime import date\n\nfrom app.minimums.rules import tiers\n",
    "app/sales/services.py": DOC + "from app.booths.queries import get_booth\n",
    "app/sales/queries.py": DOC
    + "def find_sale():\n"
    + DOC.replace('"""D', '    """D')
    + "    return text('select 1')\n",
    "app/web/finance/views.py": DOC
    + "from app.sales.queries import find_sale\n\n\n"
    + VIEW
    + DOC.replace('"""D', '    """D')
    + "    return render(find_sale(), rest=(page - 1) * PER_PAGE)\n",
    "app/web/manager/views.py": DOC + "from app.booths.models import Booth\n\nX: list[Booth] = []\n",
    "app/templates/finance/opd.html": '{% extends "layouts/app.html" %}<script src="x.js"></script>',
    "app/templates/finance/_row.html": "<tr></tr>",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_rule_barks_at_good_code(rule: Rule) -> None:
    assert not list(rule(House(GOOD)))
