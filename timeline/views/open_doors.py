"""What a calendar and a mail provider open without signing in: each address carries a secret of its own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from timeline import calendar_feed as feeds
from timeline.reminder_mail import stop_mails, user_to_stop


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    feed = feeds.find_feed(token)
    if feed is None:
        raise Http404(_("There is no such page."))
    plans = feeds.plans_in(feed)
    feeds.note_fetch(feed, plans)
    response = HttpResponse(feeds.feed_text(feed, plans), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="reminders.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


# Mail providers post here for the person (RFC 8058), without our cookies and so without our token. The signed
# address is what allows it; all that it can do is to stop mails.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminders_stop(request: HttpRequest, signed: str) -> HttpResponse:
    """Ask first, since mail scanners open every link; a POST stops the mails of reminders."""
    user = user_to_stop(signed)
    if user is None:
        raise Http404(_("There is no such page."))
    if request.method == "POST":
        stop_mails(user)
    return render(request, "timeline/reminders_stop.html", {"is_done": request.method == "POST"})
