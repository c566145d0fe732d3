"""The open pages: the list of articles and one article. They know nothing about a patient."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from education import pages
from education.published import published_articles


@require_safe
@login_not_required
def learn(request: HttpRequest) -> HttpResponse:
    """The articles by group, or the sections in which the words searched for occur."""
    words = request.GET.get("q", "").strip()[:100]
    articles = published_articles()
    context = {"query": words, "groups": pages.grouped(articles), "hits": pages.search(articles, words)}
    return render(request, "education/learn.html", context)


@require_safe
@login_not_required
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article as it is published; drafts are not found."""
    articles = published_articles()
    place = next((place for place, article in enumerate(articles) if article.slug == slug), None)
    if place is None:
        raise Http404
    context = {
        "page": pages.page(articles[place]),
        "before": articles[place - 1] if place else None,
        "after": articles[place + 1] if place + 1 < len(articles) else None,
    }
    return render(request, "education/article.html", context)
