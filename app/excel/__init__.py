"""The only room that opens or writes spreadsheets: what is let in, how it is read, how it is written."""
