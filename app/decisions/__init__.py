"""The kit for whatever waits for a person: kinds register, and pages, counters and readiness ask the registry."""
