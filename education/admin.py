"""The editors' workplace: drafts, preview, publishing, versions and sources. No clinical model is here."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from education import pages
from education.forms import SectionForm
from education.models import Article, Revision, Section, Source
from education.published import ArticleText, article_text, published_sections_with, text_of
from education.services import publish, restore, snapshot, withdraw
from education.situations import where_shown


def _user(request: HttpRequest) -> Any:
    """The signed-in editor; the admin has let nobody else in."""
    return request.user


def _preview(request: HttpRequest, article: ArticleText, note: str) -> HttpResponse:
    context = {
        "page": pages.page(article),
        "preview": note,
        "where": where_shown(article.sections, published_sections_with(article)),
    }
    return render(request, "education/article.html", context)


def _attempt(request: HttpRequest, done: str, action: Any) -> None:
    """Run one change and say in the page how it went."""
    try:
        action()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)


class SectionInline(admin.StackedInline):  # type: ignore[type-arg]
    model = Section
    form = SectionForm
    extra = 0
    autocomplete_fields = ["sources"]
    prepopulated_fields = {"key": ["title"]}
    formfield_overrides = {models.TextField: {"widget": Textarea(attrs={"rows": 6, "cols": 90})}}
    fieldsets = [
        (None, {"fields": [("title", "key", "order"), "summary_short", "body"]}),
        (_("What is known"), {"fields": ["known", "unknown", "figure"]}),
        (
            _("Where it is shown and what it rests on"),
            {"fields": ["topics", "sources", ("is_red_flag", "urgency")]},
        ),
    ]


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Editing changes the draft only. Readers see what was published last."""

    change_form_template = "admin/education/article/change_form.html"
    list_display = ["title", "group", "order", "state", "review"]
    list_display_links = ["title"]
    list_filter = ["group"]
    search_fields = ["title", "sections__title", "sections__body"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "lede", ("group", "order")]
    inlines = [SectionInline]
    actions = ["publish_selected", "withdraw_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).select_related("published")

    @admin.display(description=_("published"))
    def state(self, article: Article) -> str:
        if article.published is None:
            return (
                gettext("draft, never published") if not article.revisions.exists() else gettext("withdrawn")
            )
        if article.published.snapshot == snapshot(article):
            return gettext("version %(number)d") % {"number": article.published.number}
        return gettext("version %(number)d, the draft has changes") % {"number": article.published.number}

    @admin.display(description=_("reviewed"))
    def review(self, article: Article) -> str:
        name = article.published.reviewed_by_name if article.published else ""
        return name or gettext("not yet reviewed by a clinician")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<uuid:pk>/preview/", view(self.preview_view), name="education_article_preview"),
            path("<uuid:pk>/publish/", view(self.publish_view), name="education_article_publish"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """The draft as the page would show it; only for editors."""
        article = get_object_or_404(Article, pk=pk)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        draft = text_of(snapshot(article), 0, timezone.now())
        return _preview(
            request, draft, gettext("This is a preview of the draft. Readers see the published version.")
        )

    def publish_view(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Publish the draft as it was saved last."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_publish_permission(request):
            raise PermissionDenied
        article = get_object_or_404(Article, pk=pk)
        note = request.POST.get("note", "").strip()[:240]
        done = gettext("“%(title)s” is published.") % {"title": article.title}
        _attempt(request, done, lambda: publish(article=article, by=_user(request), note=note))
        return redirect("admin:education_article_change", pk)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("education.publish_article")

    @admin.action(description=_("Publish the drafts"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        for article in queryset:
            done = gettext("“%(title)s” is published.") % {"title": article.title}
            _attempt(request, done, lambda article=article: publish(article=article, by=_user(request)))

    @admin.action(description=_("Take off the public pages"), permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        for article in queryset:
            done = gettext("“%(title)s” is no longer public.") % {"title": article.title}
            _attempt(request, done, lambda article=article: withdraw(article=article))


@admin.register(Revision)
class RevisionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Every version ever published. Its words never change; a clinician's approval can be noted."""

    change_form_template = "admin/education/revision/change_form.html"
    list_display = ["__str__", "made_at", "made_by", "note", "is_public", "reviewed_by_name"]
    list_filter = ["article"]
    date_hierarchy = "made_at"
    list_select_related = ["article", "made_by"]
    readonly_fields = ["article", "number", "made_at", "made_by", "note", "is_public"]
    fields = [*readonly_fields, "reviewed_by_name", "reviewed_on"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Revision | None = None) -> bool:
        return False

    @admin.display(description=_("public now"), boolean=True)
    def is_public(self, revision: Revision) -> bool:
        return revision.article.published_id == revision.pk

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<uuid:pk>/preview/", view(self.preview_view), name="education_revision_preview"),
            path("<uuid:pk>/restore/", view(self.restore_view), name="education_revision_restore"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        revision = get_object_or_404(Revision, pk=pk)
        if not self.has_view_permission(request, revision):
            raise PermissionDenied
        note = gettext("This is version %(number)d as it was published.") % {"number": revision.number}
        return _preview(request, article_text(revision), note)

    def restore_view(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Bring an old version back; it becomes the draft and a new published version."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm("education.publish_article"):
            raise PermissionDenied
        revision = get_object_or_404(Revision.objects.select_related("article"), pk=pk)
        done = gettext("Version %(number)d is the public text again.") % {"number": revision.number}
        _attempt(request, done, lambda: restore(revision=revision, by=_user(request)))
        return redirect(reverse("admin:education_article_change", args=[revision.article_id]))


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["key", "title", "checked_on", "part_only"]
    list_filter = ["checked_on", "part_only"]
    search_fields = ["key", "title", "url"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
