"""The shipped text with the kinds of channels."""
