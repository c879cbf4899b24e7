"""A roster from file to committed rows: read → who is who → what would change → write.

`columns` and `read` turn a file into drafts and refusals; `state` is what the database knows, read once;
`match` says which draft is whom; `plan` says what would change, without touching anything; `write` does it
in bulk.
"""
