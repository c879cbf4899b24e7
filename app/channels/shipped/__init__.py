"""The kinds of channels as they are shipped."""
