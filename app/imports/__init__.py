"""The kit for imports of sheets: read → plan → apply, refused rows, counts, the workbook of refused rows.

A subject writes a function that reads one row and one that applies the rows, and registers an `ImportKind` in its
`imports.py`.
"""
