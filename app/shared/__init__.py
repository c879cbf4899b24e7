"""Values and tools that every package may use; imports no subject."""
