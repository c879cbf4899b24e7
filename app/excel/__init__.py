"""The only package that opens or writes spreadsheets: it guards uploads, reads rows and writes workbooks."""
