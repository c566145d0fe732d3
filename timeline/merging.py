"""Two lesions made one, one made two, and the way back. Up here, since rows of every app point at a lesion.

Whatever has a foreign key to a lesion moves, also what a later model brings: the relations are asked for, not
listed. A row that cannot move, such as the second link of a photo that shows both, stays with the hidden one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services import remove_clinical, save_clinical, touch
from care.models import Treatment
from lesions.event_services import follow_noticed
from lesions.models import Lesion, LifeEvent, Measurement, PhotoLesion
from lesions.photo_services import mark_by_place, that_may_be_photographed
from lesions.vocabulary import EventKind, Morphology
from timeline.models import LesionChange, Note

if TYPE_CHECKING:
    from accounts.models import User

# What the kept one takes over where it says nothing itself.
FILLED = ("morphology", "visibility", "note")
# What a dermatologist has signed moves whole, with its signature, or not at all.
SIGNED = (
    ("diagnosis_type", "diagnosed_by_id", "diagnosed_at"),
    ("clinician_morphology", "clinician_morphology_by_id", "clinician_morphology_at"),
)
FIRST_DAY = ("noticed_on", "noticed_precision")
OWN = (*FILLED, *(name for signed in SIGNED for name in signed), *FIRST_DAY)


def relations() -> Iterator[tuple[type[models.Model], str]]:
    """Every model and field that points at a lesion, but a lesion's own."""
    for relation in Lesion._meta.related_objects:
        if relation.related_model is not Lesion and not relation.many_to_many:
            yield relation.related_model, relation.field.name


@transaction.atomic
def merge_lesions(*, kept: Lesion, other: Lesion, by: User) -> LesionChange:
    """Move everything of ``other`` to ``kept`` and put ``other`` out of sight.

    Raises:
        ValidationError: they are the same one, of two records, or one of them is no longer there.
    """
    kept, other = _locked(kept, other)
    _check_photos(kept, other)
    before = _own(kept)
    moved: dict[str, Any] = {"rows": [], "dropped_controls": [], "links": []}
    for model, field in relations():
        rows = model._base_manager.filter(**{field: other})
        ids = [str(row.pk) for row in rows if _point(row, field, kept, by)]
        if ids:
            moved["rows"].append([model._meta.label, field, ids])
    moved["targets"] = _move_targets(kept, other)
    moved["dropped_controls"] = _drop_controls(kept, by)
    moved["links"] = _share_links(kept, other, by)
    _fill(kept, other)
    _follow_first_day(kept, other, by=by)
    moved["own"] = {name: [before[name], after] for name, after in _own(kept).items()}
    other.merged_into, other.deleted_at, other.deleted_by = kept, timezone.now(), by
    _save(other, by, "merge")
    change = LesionChange(
        patient=kept.patient, kind=LesionChange.Kind.MERGE, kept=kept, other=other, moved=moved
    )
    return save_clinical(change, by=by)


@transaction.atomic
def split_lesion(*, lesion: Lesion, new: Lesion, rows: Sequence[models.Model], by: User) -> LesionChange:
    """Make ``new`` from these check-ins, events and photo links of ``lesion``; photos go with their check-in.

    Raises:
        ValidationError: a row is not of this lesion, or a field of the new one is not met.
    """
    if any(getattr(row, "lesion_id", None) != lesion.pk for row in rows):
        raise ValidationError(_("One of these entries is no longer with this deposit."), code="foreign")
    new.patient, new.split_from = lesion.patient, lesion
    save_clinical(new, by=by)
    for row in rows:
        _point(row, "lesion", new, by)
    # Also those of check-ins that were picked: the picture belongs to what was said with it.
    for link in PhotoLesion.objects.filter(lesion=lesion, check_in__lesion=new):
        _point(link, "lesion", new, by)
    for note in Note.objects.filter(lesion=lesion, check_in__lesion=new):
        _point(note, "lesion", new, by)
    shown = PhotoLesion.objects.filter(lesion=new).values("photo")
    read = models.Q(check_in__lesion=new) | models.Q(check_in__isnull=True, photo__in=shown)
    for reading in Measurement.objects.filter(read, lesion=lesion):
        _point(reading, "lesion", new, by)
    if any(getattr(row, "kind", "") == EventKind.NOTICED for row in rows):
        for one in (lesion, new):
            follow_noticed(one, by=by)
    touch(lesion.patient)
    change = LesionChange(patient=lesion.patient, kind=LesionChange.Kind.SPLIT, kept=lesion, other=new)
    return save_clinical(change, by=by)


@transaction.atomic
def undo(change: LesionChange, *, by: User) -> LesionChange | None:
    """Take it back: what was moved goes where it was; what was entered later stays with the kept one.

    Returns:
        For a split the merge that brought the two together again, else None.

    Raises:
        ValidationError: too late, or something in between has to be taken back first.
    """
    change = LesionChange.objects.select_for_update().select_related("kept", "other").get(pk=change.pk)
    check_undo(change)
    remove_clinical(change, by=by)
    if change.kind == LesionChange.Kind.SPLIT:
        return merge_lesions(kept=change.kept, other=change.other, by=by)
    kept, other = change.kept, change.other
    other.merged_into = other.deleted_at = other.deleted_by = None
    _save(other, by, "merge undone")
    for pk in change.moved["dropped_controls"]:
        for treatment in Treatment.objects.filter(pk=pk, control_lesion=None):
            _point(treatment, "control_lesion", kept, by)
    for label, field, ids in change.moved["rows"]:
        for row in apps.get_model(label)._base_manager.filter(pk__in=ids, **{field: kept}):
            _point(row, field, other, by)
    # What was noted on its check-ins since then goes with them.
    for note in Note.objects.filter(lesion=kept, check_in__lesion=other):
        _point(note, "lesion", other, by)
    _targets_back(change)
    for pk, check_in_id in change.moved["links"]:
        for link in PhotoLesion.objects.filter(pk=pk, check_in=check_in_id):
            link.check_in = None
            _save(link, by, "merge undone")
    _own_back(change, by)
    return None


def check_undo(change: LesionChange) -> None:
    """Refuse what can no longer be taken back, with the reason.

    Raises:
        ValidationError: with a sentence for the person.
    """
    if change.deleted_at is not None:
        raise ValidationError(_("This was taken back already."), code="done")
    if change.entered_at < timezone.now() - datetime.timedelta(days=settings.GRACE_DAYS):
        raise ValidationError(_("This was too long ago to be taken back."), code="late")
    away = change.kept if change.kept.deleted_at else None
    if change.kind == LesionChange.Kind.SPLIT and change.other.deleted_at:
        away = change.other
    if away is not None:
        text = _("%(name)s is not in the record now. Bring it back first, or take back what was done later.")
        raise ValidationError(text % {"name": away.name}, code="away")


def _locked(kept: Lesion, other: Lesion) -> tuple[Lesion, Lesion]:
    """Both as they are now, for writing."""
    rows = Lesion.objects.kept().select_for_update(of=("self",)).select_related("patient")
    found = rows.in_bulk([kept.pk, other.pk])
    if len(found) < 2 or found[kept.pk].patient_id != found[other.pk].patient_id:
        raise ValidationError(_("Choose two different deposits of one record."), code="pair")
    return found[kept.pk], found[other.pk]


def _check_photos(kept: Lesion, other: Lesion) -> None:
    """As when a place is corrected: no photo of a genital place comes into the record of a minor."""
    photos = PhotoLesion.objects.filter(lesion=other, photo__deleted_at__isnull=True)
    allowed = that_may_be_photographed(kept.patient, Lesion.objects.filter(pk=kept.pk))
    if photos.exists() and not allowed.exists():
        raise ValidationError(
            _(
                "Photos of this place are not kept in the record of somebody under 18. "
                "Delete the photos of this deposit first."
            ),
            code="minor",
        )


def _save(row: models.Model, by: User, reason: str) -> None:
    row._history_user = by  # type: ignore[attr-defined]  # read by simple-history, as the reason is
    row._change_reason = reason  # type: ignore[attr-defined]
    row.save()


def _point(row: models.Model, field: str, lesion: Lesion, by: User) -> bool:
    """Let a row point at another lesion; False where a row of that lesion stands in the way."""
    before = getattr(row, field)
    setattr(row, field, lesion)
    try:
        with transaction.atomic():
            _save(row, by, "moved to another deposit")
    except IntegrityError:
        setattr(row, field, before)
        return False
    if isinstance(row, PhotoLesion):
        mark_by_place(row.photo, lesion)  # it shows a private place, a face or fingerprints from now on
    return True


def _move_targets(kept: Lesion, other: Lesion) -> list[list[Any]]:
    """Treatments of the one are treatments of the kept one: which, and whether it was a target already."""
    found = []
    for treatment in Treatment.objects.filter(lesions=other):
        had_kept = treatment.lesions.filter(pk=kept.pk).exists()
        treatment.lesions.remove(other)
        treatment.lesions.add(kept)
        found.append([str(treatment.pk), had_kept])
    return found


def _targets_back(change: LesionChange) -> None:
    for pk, had_kept in change.moved["targets"]:
        for treatment in Treatment.objects.filter(pk=pk, lesions=change.kept):
            treatment.lesions.add(change.other)
            if not had_kept:
                treatment.lesions.remove(change.kept)


def _drop_controls(kept: Lesion, by: User) -> list[str]:
    """One deposit cannot be treated and left untreated to compare."""
    found = []
    for treatment in Treatment.objects.filter(control_lesion=kept, lesions=kept):
        treatment.control_lesion = None
        _save(treatment, by, "merge")
        found.append(str(treatment.pk))
    return found


def _share_links(kept: Lesion, other: Lesion, by: User) -> list[list[str]]:
    """A photo that shows both keeps the link of the kept one, with the check-in of either."""
    found = []
    for left in PhotoLesion.objects.filter(lesion=other, check_in__isnull=False):
        for link in PhotoLesion.objects.filter(lesion=kept, photo=left.photo_id, check_in__isnull=True):
            link.check_in = left.check_in
            _save(link, by, "merge")
            found.append([str(link.pk), str(left.check_in_id)])
    return found


def _plain(value: Any) -> Any:
    """As it stands in JSON, to the microsecond."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value if value is None else str(value)


def _own(lesion: Lesion) -> dict[str, Any]:
    return {name: _plain(getattr(lesion, name)) for name in OWN}


def _fill(kept: Lesion, other: Lesion) -> None:
    """What only the other one said is kept."""
    for name in FILLED:
        if getattr(kept, name) in ("", Morphology.UNKNOWN) and getattr(other, name):
            setattr(kept, name, getattr(other, name))
    for signed in SIGNED:
        if not getattr(kept, signed[0]) and getattr(other, signed[0]):
            for name in signed:
                setattr(kept, name, getattr(other, name))


def _follow_first_day(kept: Lesion, other: Lesion, *, by: User) -> None:
    """The earlier of the two days, as of all events "noticed" that are now the kept one's."""
    if other.noticed_on and (kept.noticed_on is None or other.noticed_on < kept.noticed_on):
        kept.noticed_on, kept.noticed_precision = other.noticed_on, other.noticed_precision
    _save(kept, by, "merge")
    if LifeEvent.objects.of(kept).filter(kind=EventKind.NOTICED).exists():
        follow_noticed(kept, by=by)


def _own_back(change: LesionChange, by: User) -> None:
    """What the kept one took over goes, unless somebody has written something else there since."""
    kept = change.kept
    now = _own(kept)
    for name, (before, after) in change.moved["own"].items():
        if now[name] == after != before:
            field: Any = Lesion._meta.get_field(name.removesuffix("_id"))
            setattr(kept, name, field.to_python(before))
    _save(kept, by, "merge undone")
    touch(kept.patient)
