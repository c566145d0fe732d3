"""Who people are, whose record it is, who may see it and who looked."""

from __future__ import annotations

import datetime
import secrets
import uuid
import zoneinfo
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from typing import Protocol

    class Viewer(Protocol):
        """Anybody or anything that may look: a person, or a shared link."""

        def patients(self) -> models.QuerySet[Patient]: ...


@cache
def known_time_zones() -> frozenset[str]:
    """The names of all zones; they are read from hundreds of files, so once is enough."""
    return frozenset(zoneinfo.available_timezones())


def validate_time_zone(name: str) -> None:
    if name not in known_time_zones():
        raise ValidationError(_("This is not a time zone we know."), code="time_zone")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        if not email:
            raise ValueError("A person signs in by e-mail, so an address is needed.")
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What she may see comes from care relationships, never from the role."""

    class Role(models.TextChoices):
        PATIENT = "patient", _("Patient or caregiver")
        DERMATOLOGIST = "dermatologist", _("Dermatologist")
        EDITOR = "editor", _("Editor of the articles")

    class LabUnits(models.TextChoices):
        CONVENTIONAL = "conventional", _("mg/dL and the like")
        SI = "si", _("mmol/L and the like")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("home page"), max_length=16, choices=Role.choices, default=Role.PATIENT)
    language = models.CharField(_("language"), max_length=8, default="en")
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    lab_units = models.CharField(
        _("lab units"), max_length=16, choices=LabUnits.choices, default=LabUnits.CONVENTIONAL
    )
    reduced_effort = models.BooleanField(_("larger controls, one question at a time"), default=False)
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            # Two accounts that differ by capitals only would be one mailbox.
            models.UniqueConstraint(Lower("email"), name="user_email_is_unique_without_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    def patients(self) -> models.QuerySet[Patient]:
        """The people whose record this person may see now. The only sentence that says who sees whom."""
        return Patient.objects.filter(
            pk__in=CareRelationship.objects.active().filter(user=self).values("patient")
        )

    def writable_patients(self) -> models.QuerySet[Patient]:
        """The people for whom this person may log as the patient."""
        active = CareRelationship.objects.active().filter(user=self, may_write=True)
        return Patient.objects.filter(pk__in=active.values("patient"))

    def managed_patients(self) -> models.QuerySet[Patient]:
        """The people whose sharing, export and erasure this person decides."""
        active = CareRelationship.objects.active().filter(user=self, may_manage=True)
        return Patient.objects.filter(pk__in=active.values("patient"))

    def reviewed_patients(self, now: datetime.datetime | None = None) -> models.QuerySet[Patient]:
        """The people who share with this person as their dermatologist."""
        active = CareRelationship.objects.active(now).filter(
            user=self, kind=CareRelationship.Kind.DERMATOLOGIST
        )
        return Patient.objects.filter(pk__in=active.values("patient"))


class PatientQuerySet(models.QuerySet["Patient"]):
    def visible_to(self, viewer: Viewer) -> PatientQuerySet:
        return self.filter(pk__in=viewer.patients().values("pk"))

    def editable_by(self, user: User) -> PatientQuerySet:
        return self.filter(pk__in=user.writable_patients().values("pk"))

    def managed_by(self, user: User) -> PatientQuerySet:
        return self.filter(pk__in=user.managed_patients().values("pk"))


class Patient(models.Model):
    """The person whose skin is tracked; she may or may not sign in herself."""

    class Sex(models.TextChoices):
        FEMALE = "female", _("female")
        MALE = "male", _("male")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    birth_on = models.DateField(_("date of birth"), null=True, blank=True)
    # When somebody last changed it; empty: it stands as the record was begun. See accounts/handover.py.
    birth_on_set_at = models.DateTimeField(null=True, blank=True, editable=False)
    sex_for_calculations = models.CharField(
        _("sex, for calculations"),
        max_length=8,
        choices=Sex.choices,
        blank=True,
        help_text=_("Only used where a formula needs it, such as the estimate of kidney function."),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    # Raised by every clinical write; summaries carry the revision they were made from.
    revision = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PatientQuerySet.as_manager()

    class Meta:
        verbose_name = _("patient")
        verbose_name_plural = _("patients")

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self) -> datetime.date:
        """The patient's own today, wherever the viewer or the server is."""
        return timezone.now().astimezone(self.zone).date()

    def age_on(self, day: datetime.date) -> int | None:
        """Whole years on that day, or None while the date of birth is unknown."""
        if self.birth_on is None:
            return None
        had_birthday = (day.month, day.day) >= (self.birth_on.month, self.birth_on.day)
        return day.year - self.birth_on.year - (0 if had_birthday else 1)

    @property
    def is_minor(self) -> bool:
        age = self.age_on(self.today())
        return age is not None and age < 18


class CareRelationshipQuerySet(models.QuerySet["CareRelationship"]):
    def active(self, now: datetime.datetime | None = None) -> CareRelationshipQuerySet:
        """Started, not ended, not revoked, as of this moment."""
        now = now or timezone.now()
        return self.filter(
            models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=now),
            starts_at__lte=now,
            revoked_at__isnull=True,
        )


class CareRelationship(models.Model):
    """One person's standing in one record: what she may do there, and until when."""

    class Kind(models.TextChoices):
        SELF = "self", _("the patient")
        CAREGIVER = "caregiver", _("caregiver")
        DERMATOLOGIST = "dermatologist", _("dermatologist")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="care_relationships"
    )
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="care_relationships")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    may_write = models.BooleanField(default=False)
    may_manage = models.BooleanField(default=False)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CareRelationshipQuerySet.as_manager()

    class Meta:
        constraints = [
            # One standing at a time: two open rows could disagree about what is allowed.
            models.UniqueConstraint(
                fields=["user", "patient"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_open_relationship_per_person_and_record",
            ),
            # A record is about one person.
            models.UniqueConstraint(
                fields=["patient"],
                condition=models.Q(kind="self", revoked_at__isnull=True),
                name="a_record_is_about_one_person",
            ),
            # A dermatologist adds notes of her own and never logs as the patient or decides the sharing.
            models.CheckConstraint(
                condition=~models.Q(kind="dermatologist") | models.Q(may_write=False, may_manage=False),
                name="dermatologist_never_writes_as_the_patient",
            ),
            # An end before the start would never have been active.
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="relationship_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["user", "revoked_at"], name="relationship_by_user")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_active(self) -> bool:
        now = timezone.now()
        return (
            self.revoked_at is None and self.starts_at <= now and (self.ends_at is None or self.ends_at > now)
        )


def make_token() -> str:
    """256 random bits for an address that stands for a right."""
    return secrets.token_urlsafe(32)


class Invitation(models.Model):
    """An offer by e-mail to join a record. The token is stored as a hash only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("e-mail"))
    kind = models.CharField(max_length=16, choices=CareRelationship.Kind.choices)
    may_write = models.BooleanField(default=False)
    may_manage = models.BooleanField(default=False)
    access_ends_at = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_open(self) -> bool:
        answered = self.accepted_at or self.declined_at or self.withdrawn_at
        return not answered and self.expires_at > timezone.now()


class Consent(models.Model):
    """What a person agreed to, in which version, and when; withdrawn as easily as given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, null=True, blank=True, related_name="consents"
    )
    version = models.CharField(max_length=32)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"consent {self.version} {self.given_at:%Y-%m-%d}"


class AuditSubject(models.Model):
    """Says whom a random reference in the audit stands for; deleted at erasure, the events stay."""

    ref = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="audit_subject",
    )
    patient = models.OneToOneField(
        Patient, on_delete=models.CASCADE, null=True, blank=True, related_name="audit_subject"
    )

    class Meta:
        constraints = [
            # A reference stands for one person: a user or a patient.
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, patient__isnull=True)
                | models.Q(user__isnull=True, patient__isnull=False),
                name="audit_subject_is_a_user_or_a_patient",
            )
        ]

    def __str__(self) -> str:
        return str(self.ref)


class AccessEvent(models.Model):
    """Who opened or changed what, and when. No foreign keys, and the database refuses to change a row."""

    class Action(models.TextChoices):
        VIEW = "view", _("opened")
        CHANGE = "change", _("changed")
        DOWNLOAD = "download", _("opened a file")
        REFUSED = "refused", _("was refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    actor_ref = models.UUIDField()
    subject_ref = models.UUIDField()
    action = models.CharField(max_length=16, choices=Action.choices)
    what = models.CharField(max_length=64)  # the name of the page, such as timeline:lesion
    object_ref = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_ref", "-at"], name="access_event_by_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.what}"
