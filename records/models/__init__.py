"""What is kept of taking a record out: links for a while."""

from records.models.share import ShareLink

__all__ = ["ShareLink"]
