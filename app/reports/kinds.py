"""Registers long reports and statement workbooks as jobs, and the function that builds a closing's signed files."""

from app.closing import signed_files
from app.jobs.registry import JobKind, JobResult, JobRun, register
from app.reports.export import export_report
from app.reports.registry import ReportRequest
from app.reports.signed_files import build_signed_files
from app.reports.statement_files import build_files


def _make(run: JobRun) -> JobResult:
    made = export_report(
        run.path,
        ReportRequest.of_json(dict(run.parameters)),
        made_by=run.made_by,
        watch=run.progress.done,
        on_total=run.progress.total,
    )
    return JobResult(made.details, made.name)


REPORT_JOB = register(
    JobKind(
        "report", _make, event="report.export", describe=lambda parameters: {"report": parameters["kind"]}
    )
)
STATEMENT_FILES = register(
    JobKind(
        "statement_files", build_files, event="settlement.store_files",
        describe=lambda parameters: {"first": parameters["first"], "last": parameters["last"]},
    )
)  # fmt: skip
signed_files.register(build_signed_files)
