"""Pages of reports, the same for each audience: choose, preview, download, and the worker for long ones."""
