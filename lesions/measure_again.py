"""Starting from the outline of the photo before: which one it is, and where it lies on this photo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lesions import measure_services
from lesions.measure_services import fractions_of, pixels_of
from lesions.models import Measurement, Photo, PhotoLesion
from lesions.outline_text import Place, Polygon, middle_of
from lesions.vocabulary import Method

if TYPE_CHECKING:
    from accounts.models import User, Viewer
    from lesions.models import Lesion, PhotoScale


@dataclass(frozen=True)
class Carried:
    """Outlines of an earlier reading on this photo; ``registration`` is kept with what is accepted."""

    outlines: list[Polygon]
    registration: dict[str, Any]


def reading_before(lesion: Lesion, photo: Photo, viewer: Viewer) -> Measurement | None:
    """The newest outline with a card on an earlier photo of the deposit that the viewer may see."""
    rows = Measurement.objects.kept().shown_to(viewer).filter(
        lesion=lesion, method=Method.PHOTO_CARD, photo__deleted_at__isnull=True,
        photo__taken_at__lt=photo.taken_at,
    ).exclude(photo=photo)  # fmt: skip
    rows = rows.exclude(outlines=[]).select_related("photo", "entered_by")
    return rows.order_by("-photo__taken_at", "-entered_at").first()


def words_for(earlier: Measurement, by: User) -> str:
    day = date_format(timezone.localtime(earlier.photo.taken_at), "j F Y")
    if earlier.entered_by_id == by.pk or earlier.entered_by is None:
        return _("Starting from your outline of %(day)s. Move what has changed.") % {"day": day}
    words = {"day": day, "name": earlier.entered_by.name}
    return _("Starting from the outline of %(day)s by %(name)s. Move what has changed.") % words


def likely_place(photo: Photo, lesion: Lesion, earlier: Measurement) -> Place:
    """Where to look when nobody tapped: the point on the photo, else as on the photo before."""
    link = PhotoLesion.objects.filter(photo=photo, lesion=lesion, x__isnull=False).first()
    if link is not None and link.x is not None and link.y is not None:
        return link.x, link.y
    return middle_of(earlier.outlines)


def carried(
    photo: Photo, scale: PhotoScale, earlier: Measurement, outlines: list[Polygon], place: Place
) -> Carried | None:
    """The earlier outlines on this photo; None when the two photos cannot be laid over each other.

    Args:
        outlines: proposed here, where they were.
        place: the deposit's, where there are none.

    Raises:
        MeasuringBusy: too much is being measured.
    """
    then = {
        "scale": earlier.scale["local"],
        "outlines_px": [pixels_of(earlier.photo, one).tolist() for one in earlier.outlines],
        "avoid_px": [pixels_of(earlier.photo, one).tolist() for one in earlier.scale.get("markers", [])],
    }
    now = {
        "scale": scale.proposals[-1]["local"],
        "outlines_px": [pixels_of(photo, one).tolist() for one in outlines],
        "place_px": pixels_of(photo, [place])[0].tolist(),
        "avoid_px": [pixels_of(photo, one).tolist() for one in scale.found.get("markers", [])],
    }
    found = measure_services.again(earlier.photo, photo, then, now)
    if found is None:
        return None
    here = [[(x, y) for x, y in fractions_of(photo, one)] for one in found.outlines_px]
    return Carried(here, {"to": str(earlier.pk), **found.facts})
