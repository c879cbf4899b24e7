"""Sentences and labels for people that are not in a template: one file per subject, below web and cli."""
