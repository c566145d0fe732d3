"""Reminders and calendar addresses: they belong to a person, so none of them is a clinical row."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import CareRelationship, Patient
from lesions.models import Lesion


class ReminderPlanQuerySet(models.QuerySet["ReminderPlan"]):
    def kept(self) -> ReminderPlanQuerySet:
        """Not removed, and about nothing that was deleted."""
        return self.filter(
            Q(lesion__isnull=True) | Q(lesion__deleted_at__isnull=True), removed_at__isnull=True
        )

    def running(self) -> ReminderPlanQuerySet:
        """Kept, not paused, and of people who may log in the record now: it ends with the access."""
        access = CareRelationship.objects.active().filter(
            user=OuterRef("user"), patient=OuterRef("patient"), may_write=True
        )
        return self.kept().filter(Exists(access), user__is_active=True, paused_at__isnull=True)


class ReminderPlan(models.Model):
    """That one person wants to be reminded, every so many weeks, of one lesion or of the whole record.

    It belongs to the person and not to the record, so it is no clinical row: what she does with it is
    neither history nor anybody else's business. How often a lesion is "due" follows from it, too.
    """

    class What(models.TextChoices):
        CHECK_IN = "check_in", _("a check-in")
        PHOTO = "photo", _("a photo")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_plans", editable=False
    )
    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, related_name="reminder_plans", editable=False
    )
    lesion = models.ForeignKey(
        Lesion, on_delete=models.CASCADE, null=True, blank=True, related_name="reminder_plans"
    )
    what = models.CharField(_("remind me of"), max_length=8, choices=What.choices, default=What.CHECK_IN)
    every_weeks = models.PositiveSmallIntegerField(
        _("every so many weeks"), default=4, validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    # The first day; the following ones are whole weeks later, so it also says on which weekday.
    starts_on = models.DateField(_("first day"))
    by_email = models.BooleanField(_("send me a mail"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    paused_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReminderPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["created_at"]
        constraints = [
            # Two plans for the same thing could disagree about when it is due. NULLs are never equal, so
            # "the whole record" needs a rule of its own.
            models.UniqueConstraint(
                fields=["user", "lesion", "what"],
                condition=Q(removed_at__isnull=True, lesion__isnull=False),
                name="one_reminder_per_person_and_lesion",
            ),
            models.UniqueConstraint(
                fields=["user", "patient", "what"],
                condition=Q(removed_at__isnull=True, lesion__isnull=True),
                name="one_reminder_per_person_and_record",
            ),
            # Every 0 weeks would be due always, every 200 never.
            models.CheckConstraint(
                condition=Q(every_weeks__gte=1, every_weeks__lte=26),
                name="reminder_comes_every_1_to_26_weeks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} every {self.every_weeks} weeks"

    @property
    def every_days(self) -> int:
        return 7 * self.every_weeks


class ReminderMail(models.Model):
    """The one mail of a day to one person. Written before the mail is sent: no second run sends another.

    A crash between the claim and the mail server loses that one mail; sending twice would be worse.
    ``sent_at`` stays empty then, and the next run says so.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()  # in the person's own zone
    claimed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # The claim itself: of two runs at once only one can write it.
            models.UniqueConstraint(fields=["user", "on"], name="one_reminder_mail_a_day_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class ReminderSent(models.Model):
    """That the occasion of a plan on one day is dealt with; a later mail does not speak of it again."""

    plan = models.ForeignKey(ReminderPlan, on_delete=models.CASCADE, related_name="sent")
    due_on = models.DateField()
    mail = models.ForeignKey(ReminderMail, on_delete=models.CASCADE, related_name="occasions")

    class Meta:
        constraints = [
            # Each occasion once, however often the command runs.
            models.UniqueConstraint(fields=["plan", "due_on"], name="each_occasion_of_a_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.due_on:%Y-%m-%d}"


class CalendarFeed(models.Model):
    """An address that gives a person's reminders to her calendar; only the hash of its secret is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    # None: of every record she logs in.
    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_feeds"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # A new address ends the one before it.
            models.UniqueConstraint(
                fields=["user", "patient"],
                condition=Q(revoked_at__isnull=True, patient__isnull=False),
                name="one_open_calendar_feed_per_person_and_record",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at__isnull=True, patient__isnull=True),
                name="one_open_calendar_feed_per_person_for_all_records",
            ),
        ]

    def __str__(self) -> str:
        return f"calendar feed {self.pk}"
