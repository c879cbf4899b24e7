"""Verbs of training, one file per thing. Each is given its actor and leaves one event in the trail."""
