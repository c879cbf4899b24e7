"""Messages to a person, an OPD or the finance office, each once per person and event."""
