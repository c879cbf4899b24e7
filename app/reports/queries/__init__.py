"""What the workbooks read beside what their subjects offer: a day's sales, the whole journal, sizes, jobs."""
