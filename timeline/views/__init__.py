"""Pages that read across the record, and what dermatologists add to it."""
