"""What is kept about taking a record out: links for a while, ticks for a sheet, questions for a visit."""

from records.models.share import ShareLink
from records.models.sheet import SavedSelection, VisitQuestions

__all__ = ["SavedSelection", "ShareLink", "VisitQuestions"]
