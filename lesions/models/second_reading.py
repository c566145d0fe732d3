"""A second dermatologist is asked to read a size without seeing the first one: what must stay hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.clinical import ClinicalQuerySet, ClinicalRow
from accounts.models import CareRelationship, User

if TYPE_CHECKING:
    from lesions.models.lesion import Lesion
    from lesions.models.measurement import Measurement
    from lesions.models.photo import Photo

#: What a check-in says about a size.
SIZES = ("length_mm", "width_mm", "height_mm", "area_mm2")


class SecondReadingQuerySet(ClinicalQuerySet["SecondReading"]):
    def kept(self) -> Self:
        """Not withdrawn, and of a deposit and a photo that are there."""
        there = {"first__lesion__deleted_at__isnull": True, "first__photo__deleted_at__isnull": True}
        return super().kept().filter(**there)

    def open(self) -> Self:
        """Neither read nor declined, with the first reading still there, by somebody whose access goes on.

        The access must be the one she was asked under: when it ends, so does the asking, and an access that
        is given anew begins without it.
        """
        access = CareRelationship.objects.active().filter(
            user=OuterRef("reader"), patient=OuterRef("patient"), starts_at__lte=OuterRef("entered_at"),
            kind=CareRelationship.Kind.DERMATOLOGIST,
        )  # fmt: skip
        return self.kept().filter(
            Exists(access), answered_at__isnull=True, declined_at__isnull=True, first__deleted_at__isnull=True
        )

    def open_for(self, reader: User) -> Self:
        return self.open().filter(reader=reader)


class SecondReading(ClinicalRow):
    """One reader asked to measure what another has measured, on the same photo. ``entered_by`` asks.

    Deposit and photo are those of ``first``, so that a merge or a split cannot part them from it. While it is
    open, ``visible_to`` of measurements and check-ins leaves out for the reader what would tell her the size.
    """

    first = models.ForeignKey(
        "lesions.Measurement", on_delete=models.CASCADE, related_name="second_readings", editable=False
    )
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message = models.CharField(_("message"), max_length=300, blank=True)
    answer = models.ForeignKey(
        "lesions.Measurement", on_delete=models.SET_NULL, null=True, related_name="answers", editable=False
    )
    # Kept beside the answer: a reading that she deletes later does not make her blind again.
    answered_at = models.DateTimeField(null=True, editable=False)
    declined_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[SecondReadingQuerySet] = SecondReadingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("second reading")
        verbose_name_plural = _("second readings")
        ordering = ["-entered_at"]
        constraints = [
            # Asked twice, she would be blind to her own answer.
            models.UniqueConstraint(
                fields=["first", "reader"], condition=Q(deleted_at__isnull=True),
                name="one_second_reading_per_reader",
            ),
            # Who declined has not read.
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(declined_at__isnull=True),
                name="second_reading_is_read_or_declined",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["reader", "answered_at"], name="second_reading_by_reader")]

    def __str__(self) -> str:
        return f"{self.entered_at:%Y-%m-%d}"

    @property
    def lesion(self) -> Lesion | None:
        return self.first.lesion

    @property
    def photo(self) -> Photo:
        return self.first.photo

    @property
    def second(self) -> Measurement | None:
        """What it was answered with, unless that was deleted since."""
        return self.answer if self.answer is not None and self.answer.deleted_at is None else None

    @property
    def is_pair(self) -> bool:
        return self.second is not None and self.first.deleted_at is None


def hidden_check_ins(reader: User) -> Q:
    """Check-ins with any size of a deposit that this person still reads blind."""
    sized = Q()
    for name in SIZES:
        sized |= Q(**{f"{name}__isnull": False})
    return sized & Q(Exists(SecondReading.objects.open_for(reader).filter(first__lesion=OuterRef("lesion"))))


def hidden_measurements(reader: User) -> Q:
    """Other people's readings of a deposit that this person still reads blind.

    Those of an open form name no deposit yet: of the photo in question they are hidden as well.
    """
    asked = SecondReading.objects.open_for(reader)
    same = Q(Exists(asked.filter(first__lesion=OuterRef("lesion"))))
    unnamed = Q(Exists(asked.filter(first__photo=OuterRef("photo"))), lesion__isnull=True)
    return (same | unnamed) & ~Q(entered_by=reader)
