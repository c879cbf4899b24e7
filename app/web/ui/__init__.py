"""Code that pages of several audiences share: forms, filters, paging, uploads, downloads, charts."""
