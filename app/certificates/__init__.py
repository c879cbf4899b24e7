"""Certificates of makers and their goods: their validity on a day, and which are missing."""
