"""The demo city: invented people in the real file formats, loaded through the same doors as a real city's files."""
