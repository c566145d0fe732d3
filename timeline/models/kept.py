"""Drawn parts of pages, kept beside the record that they show."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import Patient


class KeptFragment(models.Model):
    """A part of a page as it was drawn for one viewer from one revision of a record; see timeline/kept.py.

    It holds health data and names, so it lives where the record lives and goes with the record and with its
    viewer. It is no clinical row: nothing is said in it that the rows do not say.
    """

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The page, the row it is about, and everything that decides what this viewer sees there.
    key = models.CharField(max_length=200)
    revision = models.PositiveBigIntegerField()
    made_on = models.DateField()  # the patient's day: "due" and "5 days ago" change at midnight
    version = models.CharField(max_length=64)  # of the program and of the articles
    body = models.TextField()

    class Meta:
        constraints = [
            # Two drawings of one thing could disagree.
            models.UniqueConstraint(fields=["patient", "viewer", "key"], name="kept_once_per_viewer_and_key"),
        ]

    def __str__(self) -> str:
        return f"{self.key} at {self.revision}"
