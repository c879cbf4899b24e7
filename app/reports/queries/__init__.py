"""Reads that only workbooks need: a day's sales, the whole journal, sizes, jobs."""
