"""The effect of a file, or of its preview, counted by rows."""

from dataclasses import dataclass, field
from typing import Any, Self

from app.imports.faults import RowFault
from app.imports.sheet import SheetFile


@dataclass(kw_only=True)
class ImportEffect:
    """The counts of an import: `rows = created + changed + unchanged + refused + blank`, always (decisions)."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    blank: int = 0
    refused: list[RowFault] = field(default_factory=list)
    promise: str = ""
    """A hash of what a preview says; whoever confirms it repeats it. "" where nothing is promised."""

    @classmethod
    def of(cls, file: SheetFile[Any], **more: Any) -> Self:
        """The effect with the counts after reading: all rows, blank ones and refused ones."""
        return cls(rows=file.count, blank=file.blank, refused=list(file.refused), **more)

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing."""
        return not (self.created or self.changed)

    def counts(self) -> dict[str, int]:
        """The counts for the command's closing line of JSON."""
        return {
            "rows": self.rows,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": len(self.refused),
            "blank": self.blank,
            **self.further_counts(),
        }

    def further_counts(self) -> dict[str, int]:
        """Additional counts of a kind of import."""
        return {}
