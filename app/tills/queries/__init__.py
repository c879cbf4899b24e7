"""Reads of tills, shifts and paper sheets, one file each."""
