"""Reads of goods, one file per reader."""
