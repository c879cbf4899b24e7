"""Reads of tills, shifts and paper sheets, a file each."""
