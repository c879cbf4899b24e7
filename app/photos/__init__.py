"""Uploaded pictures: re-encoded, stored by their hash beside the database, and shown with products."""
