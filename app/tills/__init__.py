"""Tills (devices and their tokens), shifts and numbered paper sheets of a booth."""
