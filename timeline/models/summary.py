"""The numbers for overviews, kept."""

from __future__ import annotations

from django.db import models

from accounts.models import Patient


class PatientSummary(models.Model):
    """Numbers for the overview and the worklist, made from one revision of the record."""

    patient = models.OneToOneField(
        Patient, on_delete=models.CASCADE, primary_key=True, related_name="summary"
    )
    revision = models.PositiveBigIntegerField()
    # The patient's day: "due" and "open since" change at midnight, not only on writing.
    made_on = models.DateField()
    data = models.JSONField()

    def __str__(self) -> str:
        return f"{self.patient_id} at {self.revision}"
