"""Verbs on tills, shifts and paper sheets, a file each. Each is given its actor and leaves one event in the trail."""
