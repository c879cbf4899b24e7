"""Builds the workbooks of many statements, as one job."""

from app.jobs.registry import JobResult, JobRun
from app.reports.settlement import build_statement_file
from app.settlement.queries.settled import list_without_file_between
from app.settlement.queries.statements import list_statements
from app.settlement.services.files import Build, store_missing_files
from app.shared.transaction import begin_writing, commit, rollback

_BATCH = 20
"""So many are stored in one transaction; they are built before it begins, so that no till waits for them."""


def build_files(run: JobRun) -> JobResult:
    """Build and store the missing workbooks of the statements from id `first` to `last` (the job's parameters)."""
    ids = list_without_file_between(run.parameters["first"], run.parameters["last"])
    build = build_statement_file(run.made_by)
    rollback()
    run.progress.total(len(ids))
    stored = 0
    for start in range(0, len(ids), _BATCH):
        chosen = ids[start : start + _BATCH]
        built = {row.id: build(row) for row in list_statements(ids=chosen)}
        rollback()
        begin_writing()
        stored += store_missing_files(chosen, _taken_from(built), actor=run.actor)
        commit()
        run.progress.done(start + len(chosen))
    return JobResult({"files": stored})


def _taken_from(built: dict[int, tuple[str, bytes]]) -> Build:
    return lambda row: built[row.id]
