"""A printed card of a patient's record, with how long its check line came out of the printer."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.clinical import ClinicalQuerySet, ClinicalRow
from lesions.vocabulary import CardKind

#: Of the 50 mm check line. Printers that shrink to fit a page take off 3 to 6 %; beyond these it is another
#: line or another unit. Ours, not published.
SHORTEST_MM, LONGEST_MM = Decimal(45), Decimal(55)


class MeasureCardQuerySet(ClinicalQuerySet["MeasureCard"]):
    def in_use(self) -> Self:
        """The cards that a new photo may show, newest first."""
        return self.kept().filter(retired_at__isnull=True)


class MeasureCard(ClinicalRow):
    """One card on paper. It belongs to the record, so that everybody who logs in it measures with it.

    A size keeps the scale it was measured with: correcting or retiring a card changes later photos only.
    In true millimetres it is ``measurement.cards.printed(CARDS[card.kind], float(card.check_line_mm))``. That
    is worked out anew for each photo, so that a corrected check line counts from the next photo on.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=CardKind.choices)
    name = models.CharField(_("name"), max_length=60)
    check_line_mm = models.DecimalField(
        _("length of the check line"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(SHORTEST_MM), MaxValueValidator(LONGEST_MM)],
    )
    retired_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[MeasureCardQuerySet] = MeasureCardQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        ordering = ["-entered_at"]
        constraints = [
            # A card that is half or twice as large as meant would make every size wrong by as much.
            models.CheckConstraint(
                condition=Q(check_line_mm__gte=SHORTEST_MM, check_line_mm__lte=LONGEST_MM),
                name="check_line_is_about_50_mm",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def own_name(self) -> str:
        """The name somebody gave it; empty when it is called after its kind."""
        return "" if self.name == self.get_kind_display() else self.name

    @property
    def label(self) -> str:
        """Name and kind, for choosing among several: "Kitchen drawer: L-shaped, small (S)"."""
        return f"{self.own_name}: {self.get_kind_display()}" if self.own_name else self.name
