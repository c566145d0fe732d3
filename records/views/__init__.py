"""Pages that take a record out."""
