"""The limits of imported files (decisions, end: import limits)."""

from __future__ import annotations

MAX_ROWS = 200_000
MAX_COLUMNS = 256
MAX_UNPACKED = 50 * 1024 * 1024  # bytes, all members together; also the most a text file may have
MAX_RATIO = 100  # unpacked : packed, all members together; real staff lists reach 15
MAX_MEMBERS = 200
MAX_DIRECTORY = 512 * 1024  # bytes of the zip directory: 200 members need 30 kB
MAX_AREA = 3_000_000  # cells of the bounding rectangle: the fast reader allocates all of it
MAX_CELLS = 3_000_000
MAX_MARKS = 100_000  # formula or error cells; a file with more is not a list of people
MAX_TEXT = 96 * 1024 * 1024  # bytes of text once shared strings are repeated for each cell that uses them
MAX_SMALL_PART = 2 * 1024 * 1024  # bytes of workbook.xml and of its relations
HEADER_ROWS = 30  # the header must be in these first rows (title rows are above it)
