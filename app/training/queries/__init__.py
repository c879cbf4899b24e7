"""Reads of training: courses, seats, queue, attendance, certificates."""
