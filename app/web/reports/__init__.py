"""Pages of reports, the same for each audience: choose, preview, download; and the jobs for long ones."""
