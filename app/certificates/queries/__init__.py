"""Reads of certificates: the lists, what the public may see, who lacks what."""
