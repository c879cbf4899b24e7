"""One file per workbook. Values come from queries, cells are written by `app/excel`."""
