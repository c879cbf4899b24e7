"""The day of the joint shopping: makers' turns to be present at a booth, their presence, contacts and outcomes."""
