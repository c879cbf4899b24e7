"""The demo city: invented people in the real file formats, loaded by the same services as a real city's files."""
