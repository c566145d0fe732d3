"""Taking photos in and handing them to lesions: staged while a form is open, attached when it is saved."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.files import new_folder, write_renditions
from accounts.models import Patient
from accounts.services import touch
from lesions import anatomy
from lesions.coach_services import check_after_commit
from lesions.image_checks import refusal
from lesions.images import IngestedPhoto, ingest
from lesions.models import CheckIn, Draft, Lesion, Photo, PhotoLesion
from lesions.photo_known import fill_in_looks, find_known, look_or_none, usable
from lesions.photo_look import content_of
from lesions.vocabulary import PhotoView

if TYPE_CHECKING:
    from accounts.models import User


UPLOADS_AN_HOUR = 120  # of one person, however they come in

TOLD_WITHIN = datetime.timedelta(
    days=1
)  # the camera of the page says its own moment at once, or after a retry


def uploads_left(by: User) -> int:
    """How many more photos this person may send now."""
    since = timezone.now() - datetime.timedelta(hours=1)
    return UPLOADS_AN_HOUR - Photo.objects.filter(entered_by=by, entered_at__gte=since).count()


def too_many_words() -> str:
    return _("Many photos were sent in the last hour. Try again later.")


def stage_photo(
    *,
    patient: Patient,
    upload: UploadedFile[bytes],
    by: User,
    view: str = "",
    told_at: datetime.datetime | None = None,
) -> Photo:
    """Check and clean an uploaded photo and keep it for the open form; a photo sent twice is kept once.

    Args:
        view: overview, region or close-up, when it was said; else it counts as a close-up.
        told_at: when the page's own camera took it; a moment that the file itself knows counts more.

    Raises:
        PhotoRefused: with a sentence for the person; nothing was kept.
    """
    photo_in = ingest(
        upload,
        file_name=upload.name or "",
        max_bytes=settings.PHOTO_MAX_BYTES,
        max_pixels=settings.PHOTO_MAX_PIXELS,
    )
    taken_at = _taken_at(photo_in, patient) or _believed(told_at)
    photo = _new_photo(photo_in, patient, by, view=view, taken_at=taken_at)
    with transaction.atomic():
        # One upload of a record after the other here: the same photo sent twice at a time is kept once.
        Patient.objects.select_for_update().get(pk=patient.pk)
        fill_in_looks(patient)
        known = find_known(patient, by=by, sha256=photo.sha256, content_sha256=photo.content_sha256)
        if known is not None:
            _learn_moment(known, taken_at)
            return known
        try:
            write_renditions(photo.folder, photo_in.renditions)
        except OSError as error:
            raise refusal("no_room") from error
        photo.full_clean()
        photo.save()
    return photo


def _new_photo(
    photo_in: IngestedPhoto, patient: Patient, by: User, *, view: str, taken_at: datetime.datetime | None
) -> Photo:
    """The row of a cleaned photo, in a folder of its own, not saved yet."""
    return Photo(
        patient=patient,
        folder=new_folder(patient),
        taken_at=taken_at or timezone.now(),
        taken_at_known=taken_at is not None,
        view=view or PhotoView.CLOSE_UP,
        width_px=photo_in.width_px,
        height_px=photo_in.height_px,
        focal_length_mm=photo_in.focal_length_mm,
        focal_length_35mm=photo_in.focal_length_35mm,
        sha256=photo_in.sha256,
        content_sha256=content_of(photo_in.renditions["full"]),
        look=look_or_none(photo_in.renditions["small"]),
        entered_by=by,
    )


def _taken_at(photo: IngestedPhoto, patient: Patient) -> datetime.datetime | None:
    """The camera's moment: in its own offset if it wrote one, else the patient's; never in the future."""
    if photo.taken_local is None:
        return None
    zone = datetime.timezone(photo.utc_offset) if photo.utc_offset is not None else patient.zone
    taken_at = photo.taken_local.replace(tzinfo=zone)
    return taken_at if taken_at <= timezone.now() + datetime.timedelta(hours=1) else None


def _learn_moment(known: Photo, taken_at: datetime.datetime | None) -> None:
    """A copy with the camera's notes dates the waiting one without; the record itself is not changed so."""
    if known.attached_at is None and not known.taken_at_known and taken_at is not None:
        known.taken_at, known.taken_at_known = taken_at, True
        known.save()


def _believed(told_at: datetime.datetime | None) -> datetime.datetime | None:
    """The moment the page's camera said, unless the clock of the device is far off."""
    now = timezone.now()
    if told_at is None or not now - TOLD_WITHIN <= told_at <= now + datetime.timedelta(hours=1):
        return None
    return min(told_at, now)


def waiting_photos(patient: Patient, *, by: User) -> QuerySet[Photo]:
    """Photos this person sent that no entry and no draft has claimed yet, oldest first."""
    waiting = Photo.objects.kept().filter(patient=patient, entered_by=by, attached_at=None)
    drafts = Draft.objects.filter(patient=patient, user=by).values_list("data", flat=True)
    in_drafts = {photo for data in drafts for photo in data.get("kept_photos", [])}
    return waiting.exclude(pk__in=in_drafts).order_by("taken_at", "pk")


def say_view(photo: Photo, view: str) -> None:
    """From how near a waiting photo was taken; a photo of the record keeps what it says there."""
    if photo.attached_at is None and view in PhotoView.values and view != photo.view:
        photo.view = view
        photo.save()


def staged_photos(patient: Patient, photo_ids: Iterable[str], *, by: User) -> list[Photo]:
    """The photos that an open form has kept, of this patient only and never somebody else's unsaved ones."""
    ids = []
    for text in photo_ids:
        try:
            ids.append(uuid.UUID(text))
        except ValueError:
            continue
    if not ids:
        return []
    return list(
        usable(patient, by).select_related("coach_check").filter(pk__in=ids)[: settings.PHOTO_MAX_FILES]
    )


def attach_photos(photos: Sequence[Photo], *, lesion: Lesion, check_in: CheckIn | None) -> None:
    """Say that these photos show this lesion; places that identify or are private mark the photo as such.

    A photo sent again stays with the check-in it came with. What the coach has not seen it sees after the
    commit. Call inside a transaction.
    """
    for photo in photos:
        if photo.attached_at is None:
            photo.attached_at = timezone.now()
            photo.save()
        link, is_new = PhotoLesion.objects.get_or_create(
            photo=photo, lesion=lesion, defaults={"check_in": check_in}
        )
        if is_new:  # sent again, it stays without the mark that a person took away
            mark_by_place(photo, lesion)
        if (
            not is_new
            and check_in is not None
            and (link.check_in is None or link.check_in.deleted_at is not None)
        ):
            link.check_in = check_in
            link.save()
    if photos:
        check_after_commit(photos)
        touch(lesion.patient)


def newest_for_lists(lesion: str) -> QuerySet[PhotoLesion]:
    """For a subquery: the photos that a list may show of the outer row's lesion, newest first.

    Args:
        lesion: the outer row's field that names the lesion.

    Sensitive ones are never among them; neither are those that wait in an open form.
    """
    shown = PhotoLesion.objects.filter(
        lesion=OuterRef(lesion),
        photo__deleted_at__isnull=True,
        photo__attached_at__isnull=False,
        photo__sensitive=False,
    )
    return shown.order_by("-photo__taken_at")


def mark_by_place(photo: Photo, lesion: Lesion) -> None:
    """Fingerprints, faces, private places mark their photos themselves; only a person takes a mark away."""
    identifying = identifies(lesion.site, photo.view)
    sensitive = anatomy.SITES[lesion.site].sensitive
    if (identifying and not photo.identifying) or (sensitive and not photo.sensitive):
        photo.identifying = photo.identifying or identifying
        photo.sensitive = photo.sensitive or sensitive
        photo.save()


def identifies(site: str, view: str) -> bool:
    """Whether a photo of this place from so near shows who it is.

    A face does from any distance; the lines of a fingertip do close up and with the region around it, hardly
    on an overview of the arm or the body.
    """
    place = anatomy.SITES[site]
    return place.identifying and (view != PhotoView.OVERVIEW or not place.key.endswith("_tip_palmar"))


def that_may_be_photographed(patient: Patient, lesions: QuerySet[Lesion]) -> QuerySet[Lesion]:
    """The lesions of which this record may hold photos: no photo of genital sites in a minor's record."""
    if not patient.is_minor:
        return lesions
    return lesions.exclude(site__in=[key for key, site in anatomy.SITES.items() if site.genital])


def may_come_back(photo: Photo) -> bool:
    """Whether a deleted photo may be restored: its deposit may stand at a genital place of a minor by now."""
    shown = Lesion.objects.kept().filter(photo_lesions__photo=photo)
    return that_may_be_photographed(photo.patient, shown).count() == shown.count()


def set_lesions_shown(photo: Photo, lesions: Sequence[Lesion]) -> None:
    """Make the photo show exactly these lesions; links that stay keep their check-in and point.

    Links to deleted lesions wait for them to come back.
    """
    with transaction.atomic():
        links = PhotoLesion.objects.filter(photo=photo, lesion__deleted_at__isnull=True)
        shown = {link.lesion_id: link for link in links}
        for lesion in lesions:
            if lesion.pk not in shown:
                PhotoLesion.objects.create(photo=photo, lesion=lesion)
                mark_by_place(photo, lesion)
        wanted = {lesion.pk for lesion in lesions}
        for lesion_id, link in shown.items():
            if lesion_id not in wanted:
                link.delete()
        touch(photo.patient)
