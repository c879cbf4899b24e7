"""Two records of the directory that are one person: merging, undoing, and what stands in the way (ADR 0023)."""
