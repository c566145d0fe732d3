"""The mails of reminders: at most one a day and person, claimed before it is sent, neutral in every word."""

from __future__ import annotations

import datetime
import logging
import uuid
from dataclasses import dataclass
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.links import neutral_link
from accounts.mail import one_line
from accounts.models import User
from timeline.models import ReminderMail, ReminderPlan, ReminderSent
from timeline.reminders import Occasion, occasions_for

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger(__name__)
STOP_SALT = "timeline.reminders.stop"
# Nobody is woken up: mails go from this hour on, by the person's own clock (ours).
FROM_HOUR = 8
# A claim without an end after so long was left by a run that was killed.
INTERRUPTED_AFTER = datetime.timedelta(minutes=10)
KEPT_FOR = datetime.timedelta(days=400)
# The mail server has said no to this one mail: nothing was delivered, and the next person may fare better.
# A ValueError says that it cannot be written at all, such as to an address that no mail server could read.
REFUSED = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError, ValueError)


@dataclass
class Report:
    """What a run did, for the operator's log."""

    sent: int = 0
    refused: int = 0
    failed: int = 0
    too_early: int = 0
    interrupted: int = 0
    left: int = 0

    @property
    def is_fine(self) -> bool:
        return not (self.refused or self.failed)

    def __str__(self) -> str:
        words = f"Reminders: {self.sent} sent, {self.refused} refused, {self.failed} failed"
        words += f", {self.too_early} waiting for their morning" if self.too_early else ""
        words += f", {self.left} left for the next run" if self.left else ""
        return (
            words + (f", {self.interrupted} of an earlier run may be lost" if self.interrupted else "") + "."
        )


def send_due(*, most: int) -> Report:
    """Send every mail that is due now; safe to run twice, at the same time, and after a run that was killed.

    Args:
        most: mails in this run; the rest waits for the next one.
    """
    report = Report(interrupted=_interrupted())
    ReminderMail.objects.filter(claimed_at__lt=timezone.now() - KEPT_FOR).delete()
    connection = get_connection()
    try:
        for user in _people():
            if report.sent + report.refused >= most:
                report.left += 1
            elif not _send_to(user, connection, report):
                break  # the mail server is gone: nobody else's mail is claimed in vain
    finally:
        connection.close()
    return report


def _people() -> list[User]:
    plans = ReminderPlan.objects.running().filter(by_email=True)
    return list(User.objects.filter(pk__in=plans.values("user"), is_active=True).order_by("pk"))


def _interrupted() -> int:
    now = timezone.now()
    return ReminderMail.objects.filter(
        sent_at=None,
        refused_at=None,
        claimed_at__lt=now - INTERRUPTED_AFTER,
        claimed_at__gt=now - datetime.timedelta(days=2),
    ).count()


def _send_to(user: User, connection: BaseEmailBackend, report: Report) -> bool:
    """Send this person's mail, if any is due. Returns False when the mail server cannot be reached."""
    local = timezone.now().astimezone(ZoneInfo(user.time_zone))
    if local.hour < FROM_HOUR:
        report.too_early += 1
        return True
    occasions = _waiting(user, local.date())
    if not occasions:
        return True
    try:
        connection.open()
    except (SMTPException, OSError):
        logger.exception("The mail server cannot be reached.")
        report.failed += 1
        return False
    mail = claim(user, local.date(), occasions)
    return mail is None or _hand_over(mail, _message(user, occasions, connection), report)


def _waiting(user: User, today: datetime.date) -> list[Occasion]:
    """What is due for a person who has had no mail today, and was in no mail before."""
    if ReminderMail.objects.filter(user=user, on=today).exists():
        return []
    plans = ReminderPlan.objects.running().filter(user=user, by_email=True).select_related("patient")
    found = occasions_for(plans, today)
    done = set(
        ReminderSent.objects.filter(plan__in=[one.plan for one in found]).values_list("plan_id", "due_on")
    )
    return [one for one in found if (one.plan.pk, one.due_on) not in done]


def claim(user: User, on: datetime.date, occasions: list[Occasion]) -> ReminderMail | None:
    """Write down that this mail is being sent; None when another run was first."""
    try:
        with transaction.atomic():
            mail = ReminderMail.objects.create(user=user, on=on)
            for one in occasions:
                ReminderSent.objects.create(plan=one.plan, due_on=one.due_on, mail=mail)
    except IntegrityError:
        return None
    return mail


def _hand_over(mail: ReminderMail, message: EmailMessage, report: Report) -> bool:
    try:
        message.send()
    except REFUSED:
        logger.warning("The mail server refused the mail of a reminder.")
        report.refused += 1
        with transaction.atomic():
            # Its occasions are open again, for tomorrow; today's one mail is used up.
            mail.occasions.all().delete()
            ReminderMail.objects.filter(pk=mail.pk).update(refused_at=timezone.now())
        return True
    except (SMTPException, OSError):
        # It may have arrived before the line broke: the claim stays, twice would be worse than not at all.
        logger.exception("The mail of a reminder may not have gone out.")
        report.failed += 1
        return False
    ReminderMail.objects.filter(pk=mail.pk).update(sent_at=timezone.now())
    report.sent += 1
    return True


def _message(user: User, occasions: list[Occasion], connection: BaseEmailBackend) -> EmailMessage:
    stop = settings.SITE_URL + stop_path(user)
    link = settings.SITE_URL + neutral_link(_target(occasions))
    body = render_to_string("timeline/mail/reminder.txt", {"link": link, "stop": stop}).strip() + "\n"
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(
        _("A reminder you set"), body, to=[one_line(user.email)], headers=headers, connection=connection
    )


def _target(occasions: list[Occasion]) -> str:
    """The page that shows what is due: the photo day of one record where all are photos, else home."""
    patients = {one.plan.patient_id for one in occasions}
    if len(patients) != 1:
        return reverse("accounts:records")
    only_photos = all(one.plan.what == ReminderPlan.What.PHOTO for one in occasions)
    return reverse("timeline:photo-day" if only_photos else "timeline:overview", args=[patients.pop()])


# ---- stopping by the link of a mail ----------------------------------------------------------------------


def stop_path(user: User) -> str:
    """The address that stops a person's mails, without signing in: her random id, signed with 256 bits."""
    return reverse("timeline:reminders-stop", args=[signing.Signer(salt=STOP_SALT).sign(user.pk.hex)])


def user_to_stop(signed: str) -> User | None:
    try:
        pk = signing.Signer(salt=STOP_SALT).unsign(signed)
        return User.objects.filter(pk=uuid.UUID(pk), is_active=True).first()
    except (signing.BadSignature, ValueError):
        return None


def stop_mails(user: User) -> None:
    """No more mails of reminders; the reminders stay, and so does the calendar."""
    ReminderPlan.objects.filter(user=user, by_email=True).update(by_email=False)
