"""The kit for decisions: subjects register kinds of items that wait for a person; pages read the registry."""
