"""Articles as editors write them (drafts) and the revisions that the public reads."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from education.topics import is_topic


def validate_topics(value: object) -> None:
    """A list of plain strings of the vocabulary; a misspelt topic would hide the section for good."""
    if not isinstance(value, list) or not all(isinstance(topic, str) for topic in value):
        raise ValidationError(_("Topics are a list of words, one per line."), code="topics_shape")
    unknown = [topic for topic in value if not is_topic(topic)]
    if unknown:
        message = _("These topics are not known: %(topics)s.")
        raise ValidationError(message, code="topic_unknown", params={"topics": ", ".join(unknown)})


class Source(models.Model):
    """Something we read. Weak sources are never entered here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(
        _("key"),
        max_length=16,
        unique=True,
        help_text=_("Short and lasting, such as S7. In the text, write [S7]."),
    )
    title = models.CharField(
        _("title"),
        max_length=240,
        help_text=_("Who wrote it, when and where, as it stands in the list of sources."),
    )
    url = models.URLField(_("address"), max_length=400, help_text=_("The address at which we read it."))
    checked_on = models.DateField(
        _("last checked"), help_text=_("The day somebody last opened it and compared.")
    )
    part_only = models.BooleanField(
        _("read in part"), default=False, help_text=_("Tick when only a summary or an excerpt was read.")
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class Article(models.Model):
    """A page of /learn/. This and its sections are the draft; readers see the published revision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        help_text=_("The last part of the page’s address. Changing it breaks links."),
    )
    title = models.CharField(_("title"), max_length=120, help_text=_("Short and plain; it heads the page."))
    lede = models.TextField(
        _("first sentence"), help_text=_("One or two sentences: what the reader finds here.")
    )
    group = models.CharField(
        _("group"),
        max_length=60,
        help_text=_("The heading under which /learn/ lists it, such as “The basics”."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Small numbers come first."))
    published = models.ForeignKey(
        "Revision", verbose_name=_("published version"), related_name="published_for", null=True, blank=True,
        editable=False, on_delete=models.SET_NULL,
    )  # fmt: skip

    class Meta:
        ordering = ["order", "title"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("publish_article", _("Can publish and restore articles"))]

    def __str__(self) -> str:
        return self.title


class Section(models.Model):
    """A part of an article that can also stand beside a deposit."""

    class Urgency(models.TextChoices):
        NONE = "", _("not a red flag")
        EMERGENCY = "emergency", _("emergency number")
        SAME_DAY = "same_day", _("same day")
        SOON = "soon", _("soon")
        ADVICE = "advice", _("general advice")

    class Figure(models.TextChoices):
        NONE = "", _("no drawing")
        SKIN = "skin", _("where deposits lie in the skin")
        OPEN = "open", _("closed and open deposit")
        SITES = "sites", _("typical places on the body")
        MEASURE = "measure", _("photo with a ruler")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(
        Article, verbose_name=_("article"), related_name="sections", on_delete=models.CASCADE
    )
    key = models.SlugField(
        _("key"), max_length=60, unique=True, help_text=_("Lasting name; also the anchor on the page.")
    )
    title = models.CharField(_("title"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Small numbers come first."))
    topics = models.JSONField(
        _("topics"), default=list, blank=True, validators=[validate_topics],
        help_text=_("When this is shown beside a deposit. One per line, such as site:fingertip, event:opened "
                    "or treatment:diltiazem. “general” fits every deposit."),
    )  # fmt: skip
    summary_short = models.TextField(
        _("beside a deposit"), help_text=_("Two to four short sentences that stand alone. Markdown.")
    )
    body = models.TextField(
        _("text"),
        help_text=_("Markdown. Write [S7] after a sentence to cite source S7. Headings start at ###."),
    )
    known = models.TextField(
        _("fairly sure"), blank=True, help_text=_("Markdown; shown in a box. May stay empty.")
    )
    unknown = models.TextField(
        _("not known"), blank=True, help_text=_("Markdown; shown beside “fairly sure”.")
    )
    figure = models.CharField(_("drawing"), max_length=16, choices=Figure.choices, blank=True, default="")
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), related_name="sections", blank=True,
        help_text=_("Every source the text cites or rests on."),
    )  # fmt: skip
    is_red_flag = models.BooleanField(
        _("red flag"),
        default=False,
        help_text=_("Shown with the red-flag box when its topic red_flag:R… is raised."),
    )
    urgency = models.CharField(_("urgency"), max_length=16, choices=Urgency.choices, blank=True, default="")

    class Meta:
        ordering = ["order", "title"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            # A red flag without an urgency says nothing, and an urgency alone would never be shown.
            models.CheckConstraint(
                condition=models.Q(is_red_flag=False, urgency="")
                | (models.Q(is_red_flag=True) & ~models.Q(urgency="")),
                name="section_red_flag_has_an_urgency",
                violation_error_message=_("A red flag needs an urgency, and only a red flag has one."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Revision(models.Model):
    """A whole article as it was published once, with its sections and sources. Never changed afterwards.

    The approval of a clinician belongs to exactly these words, so a new revision starts without one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(
        Article, verbose_name=_("article"), related_name="revisions", on_delete=models.CASCADE
    )
    number = models.PositiveIntegerField(_("version"))
    snapshot = models.JSONField(_("text"))
    made_at = models.DateTimeField(_("published at"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("published by"), related_name="+", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    note = models.CharField(_("what changed"), max_length=240, blank=True)
    reviewed_by_name = models.CharField(
        _("reviewed by"), max_length=120, blank=True,
        help_text=_("The clinician who read and approved exactly this version. Never invent one."),
    )  # fmt: skip
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            # Two versions with one number could not be told apart.
            models.UniqueConstraint(
                fields=["article", "number"], name="revision_number_is_unique_in_an_article"
            ),
            # An approval has a name and a day, or there is none.
            models.CheckConstraint(
                condition=models.Q(reviewed_by_name="", reviewed_on__isnull=True)
                | (~models.Q(reviewed_by_name="") & models.Q(reviewed_on__isnull=False)),
                name="revision_approval_has_name_and_day",
            ),
        ]

    def __str__(self) -> str:
        return _("%(title)s, version %(number)d") % {
            "title": self.snapshot.get("title", ""),
            "number": self.number,
        }

    def clean(self) -> None:
        if bool(self.reviewed_by_name) != bool(self.reviewed_on):
            raise ValidationError(_("An approval needs both a name and a day."), code="approval_incomplete")
