"""The search for people, and one person's page."""

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.directory import queries
from app.messages.roster import SERVICES
from app.web.http.access_log import record_opening
from app.web.http.navigation import in_menu
from app.web.personnel import blueprint
from app.web.personnel.forms import SearchForm

MOST_HITS = 50


@blueprint.route("/cari", methods=["GET", "POST"])
@in_menu(_l("Cari pegawai"), order=30)
def search_people() -> str | tuple[str, int]:
    """Search by name, NIP or code. It is a POST, because no URL may contain a NIP (decisions 22)."""
    form = SearchForm()
    if not form.is_submitted():
        return render_template(
            "personnel/search.html", form=form, hits=None, most=MOST_HITS, services=SERVICES
        )
    if not form.validate():
        page = render_template(
            "personnel/search.html", form=form, hits=None, most=MOST_HITS, services=SERVICES
        )
        return page, 422
    hits = queries.search_employees(form.text.data, limit=MOST_HITS, by_part=True)
    return render_template("personnel/search.html", form=form, hits=hits, most=MOST_HITS, services=SERVICES)


@blueprint.get("/pegawai/<id:employee_id>")
def show_person(employee_id: int) -> str:
    """Show a person's postings and numbers, without spending. The opening is recorded, and the person can read that
    (decisions 21, 23)."""
    person = queries.get_employee(
        employee_id
    )  # raises before anything is recorded about somebody who does not exist
    record_opening(employee_id)
    return render_template(
        "personnel/person.html",
        person=person,
        postings=queries.list_postings(employee_id),
        numbers=queries.list_former_numbers(employee_id),
        tree=queries.load_tree(),
        services=SERVICES,
    )
