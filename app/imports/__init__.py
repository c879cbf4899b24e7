"""What every import of a sheet shares: read → plan → apply, refused rows, counts, the workbook of refused rows.

A subject writes a reader of one row and what applying does, and registers an `ImportKind` in its `imports.py`.
"""
