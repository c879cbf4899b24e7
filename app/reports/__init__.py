"""Reports, one file per workbook. Values come from queries; `app/excel` writes the cells."""
