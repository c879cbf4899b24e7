"""Months: open or closed, their versions, and the late tray."""
