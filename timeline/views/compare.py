"""Photos of a lesion beside and over each other."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, row_or_404
from lesions.models import Lesion, Photo
from lesions.second_readings import with_blindness
from timeline.compare_marks import keep_marks, read_marks
from timeline.compare_page import compare_page
from timeline.pairing import Marks


@require_safe
def compare(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    """Two dates of a lesion, or up to four; which ones stands in the address."""
    lesion = row_or_404(request, with_blindness(Lesion.objects.all(), person(request)), lesion_id)
    ids = _ids(request.GET)
    try:
        page = compare_page(lesion, ids, viewer=person(request), marks=_marks(request.GET, len(ids)))
    except LookupError:
        raise Http404(_("There is no such page.")) from None
    return render(
        request, "timeline/compare.html", {"lesion": lesion, "patient": lesion.patient, "page": page}
    )


@require_POST
def compare_marks(request: HttpRequest, lesion_id: uuid.UUID) -> HttpResponse:
    """Keep two spots marked on each of the photos; the comparison then lays them on each other."""
    lesion = row_or_404(request, Lesion.objects.all(), lesion_id, "measure")
    ids = _ids(request.POST)
    shown = Photo.objects.kept().filter(photo_lesions__lesion=lesion, pk__in=ids)
    photos = {photo.pk: photo for photo in shown}
    if len(ids) < 2 or len(photos) < len(ids):
        raise Http404(_("There is no such page."))
    try:
        marks = read_marks(request.POST.getlist("at"), len(ids))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        marked = [(photos[pk], one) for pk, one in zip(ids, marks, strict=True)]
        keep_marks(lesion, marked, by=person(request))
        messages.success(request, _("The spots are kept: these photos now lie on each other."))
    chosen = QueryDict(mutable=True)
    chosen.setlist("photos", [str(pk) for pk in ids])
    return redirect(f"{reverse('timeline:compare', args=[lesion.pk])}?{chosen.urlencode()}")


def _ids(given: QueryDict) -> list[uuid.UUID]:
    """Of the photos in the address, each once; an empty one was left open in the form.

    Raises:
        Http404: what stands there is no id.
    """
    try:
        return list(dict.fromkeys(uuid.UUID(text) for text in given.getlist("photos") if text))
    except ValueError:
        raise Http404(_("There is no such page.")) from None


def _marks(given: QueryDict, photos: int) -> list[Marks]:
    """Spots that a reader marked for this page only; what cannot be read marks nothing."""
    if not given.getlist("at"):
        return []
    try:
        return read_marks(given.getlist("at"), photos)
    except ValidationError:
        return []
