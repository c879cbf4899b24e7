"""A roster from file to committed rows: read → match → plan → write.

`columns` and `read` turn a file into drafts and refusals. `state` reads the stored people once. `match` finds each
draft's person. `plan` computes the changes without making any; `write` makes them in bulk.
"""
