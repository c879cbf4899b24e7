"""The table of jobs with their owner, progress and file."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.columns import Base, Instant, Json, Key, table_args

_RUNNING = text("state = 'running'")


class Job(Base):
    """One long job. `parameters` hold ids, months and dates only; its file is stored for a day.

    `worker`: the name of the process that runs it; if that process has ended, its unfinished jobs are interrupted.
    """

    __tablename__ = "job"
    __table_args__ = table_args(
        CheckConstraint(
            "state IN ('waiting','running','done','failed','cancelled','interrupted')", name="state"
        ),
        Index("ix_job_user", "user_id", "id"),
        Index("uq_job_running", "user_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
    )

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(20))
    parameters: Mapped[dict[str, Any]] = mapped_column(Json)
    title: Mapped[str] = mapped_column(String(200), default="")
    made_by: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(11))
    worker: Mapped[str] = mapped_column(String(32))
    steps_done: Mapped[int] = mapped_column(Integer, default=0)
    steps_total: Mapped[int | None] = mapped_column(Integer)
    file_name: Mapped[str | None] = mapped_column(String(200))
    file_size: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    cancel_asked_at: Mapped[datetime | None] = mapped_column(Instant)
