"""What somebody without an account sees: the passcode, then what is shared with her. Read only."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.files import serve_private
from accounts.models import AccessEvent
from lesions.images import RENDITIONS
from records import link_door as door
from records.models import ShareLink
from records.share import Answer, find_link, try_passcode
from records.share_forms import PasscodeForm
from records.share_log import OPENED, PDF, PHOTO, note
from records.sheet import sheet_of
from records.sheet_parts import Sheet
from records.sheet_pdf import PAPERS, SheetNotSet, pdf_of
from records.views.sheets import pdf_response


@require_safe
@door.shared_page
def link_arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Where the address that was sent leads. From here on a cookie knows, and the token leaves the bar."""
    link = find_link(token)
    response = redirect(door.address_of(link)) if link else door.ended(request)
    # The secret is in this address: no request that follows may name it, to ourselves neither.
    response["Referrer-Policy"] = "no-referrer"
    if link:
        door.remember(response, link, "came")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@door.shared_page
def link_page(request: HttpRequest, link_id: uuid.UUID) -> HttpResponse:
    """The question for the passcode, or what is shared."""
    link = door.link_at_door(request, link_id)
    if request.method == "POST":
        return _answer(request, link)
    if not door.is_opened(request, link):
        return _ask(request, PasscodeForm())
    link = door.link_opened(request, link_id)
    note(link, AccessEvent.Action.VIEW, OPENED)
    return _show(request, link)


def _ask(request: HttpRequest, form: PasscodeForm, status: int = 200) -> HttpResponse:
    return render(request, "records/opened_door.html", {"form": form}, status=status)


def _answer(request: HttpRequest, link: ShareLink) -> HttpResponse:
    form = PasscodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    answer = try_passcode(link, form.cleaned_data["passcode"])
    if answer is Answer.RIGHT:
        response = redirect(door.address_of(link))
        door.remember(response, link, "opened")
        return response
    # Asked again: the last try locks it.
    link = door.link_at_door(request, link.pk)
    form.add_error("passcode", _what_next(answer, link.tries_left))
    return _ask(request, form, status=429 if answer is Answer.TOO_FAST else 200)


def _what_next(answer: Answer, left: int) -> str:
    if answer is Answer.TOO_FAST:
        return _(
            "That was too soon after the last try, so it was not checked. Wait a little and send it again."
        )
    return ngettext(
        "That is not the passcode. %(left)d try is left.",
        "That is not the passcode. %(left)d tries are left.",
        left,
    ) % {"left": left}


def _sheet(link: ShareLink) -> Sheet:
    patient = link.patient
    return sheet_of(link, patient, link.shown(), today=patient.today(), made_by=link.made_by.name)


def _show(request: HttpRequest, link: ShareLink, *, says: str = "", status: int = 200) -> HttpResponse:
    def photo_url(photo_id: uuid.UUID, size: str) -> str:
        """Where a browser that opened this link gets a photo from; the address has no secret in it."""
        return reverse("records:link-photo", args=[link.pk, photo_id, size])

    context = {
        "link": link,
        "sheet": _sheet(link),
        "photo_url": photo_url,
        "photos_open": True,
        "papers": PAPERS,
        "says": says,
    }
    return render(request, "records/opened.html", context, status=status)


@require_safe
@door.shared_page
def link_pdf(request: HttpRequest, link_id: uuid.UUID, paper: str) -> HttpResponse:
    """What is shared as a PDF, for the doctor's own file."""
    link = door.link_opened(request, link_id)
    if paper not in PAPERS:
        raise Http404
    drawn = _sheet(link)
    try:
        content = pdf_of(drawn, paper)
    except SheetNotSet:
        says = _("The PDF could not be made just now. Try again in a moment, or print this page instead.")
        return _show(request, link, says=says, status=503)
    note(link, AccessEvent.Action.DOWNLOAD, PDF)
    return pdf_response(content, drawn)


@require_safe
@door.shared_page
def link_photo(request: HttpRequest, link_id: uuid.UUID, photo_id: uuid.UUID, size: str) -> FileResponse:
    """One rendition of a photo that was ticked; the full and the large size are written down one by one."""
    link = door.link_opened(request, link_id)
    photo = link.photos().filter(pk=photo_id).first()
    if photo is None or size not in RENDITIONS:
        raise Http404
    response = serve_private(request, photo, size, content_type="image/jpeg")
    if size not in ("small", "medium"):
        note(link, AccessEvent.Action.DOWNLOAD, PHOTO, photo.pk)
    return response


@require_POST
@door.shared_page
def link_leave(request: HttpRequest, link_id: uuid.UUID) -> HttpResponse:
    """Close it on this device, such as a computer that others use; the link itself goes on."""
    if not door.has_come(request, link_id):
        raise door.LinkEnded
    response = render(request, "records/opened_left.html")
    door.forget(response, link_id)
    return response
