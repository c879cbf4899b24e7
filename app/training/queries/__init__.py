"""Reads of training: courses, seats and queue, attendance, certificates."""
