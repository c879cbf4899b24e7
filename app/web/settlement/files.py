"""Jobs that build the workbooks of many statements, with the page of their progress."""

from collections.abc import Sequence

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.jobs.errors import TooManyJobs
from app.reports.kinds import STATEMENT_FILES
from app.settlement.services.files import MOST_AT_ONCE
from app.web.reports.pages import own_name
from app.web.settlement.scope import MakeScope, MoneyScope
from app.web.ui.jobs import JobRoom, add_job_pages, start_job


def add_file_jobs(blueprint: Blueprint, make_scope: MakeScope) -> None:
    """Add the pages of these jobs to a blueprint; a person sees a job only while its booths are the person's."""
    room = JobRoom(
        STATEMENT_FILES,
        path="/penyelesaian/berkas",
        home=f"{blueprint.name}.list_statements",
        home_title=_l("Nota penyelesaian"),
        is_of_room=lambda parameters: make_scope().has_booths(parameters["booths"]),
    )
    add_job_pages(blueprint, room)


def queue_files(scope: MoneyScope, made: Sequence[int]) -> int | None:
    """Queue the workbooks of these new statements, and commit both; return the job.

    None if each is stored already, or is built when somebody downloads it, because too many jobs are pending.
    """
    if len(made) <= MOST_AT_ONCE:
        return None
    booths = None if scope.booth_ids is None else sorted(scope.booth_ids)
    parameters = {"first": made[0], "last": made[-1], "booths": booths}
    try:
        return start_job(STATEMENT_FILES, parameters, _("Berkas nota penyelesaian"), made_by=own_name()).id
    except TooManyJobs:
        return None
