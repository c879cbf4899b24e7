"""Services for tills, shifts and paper sheets, one file each. Each takes its actor and records one audit event."""
