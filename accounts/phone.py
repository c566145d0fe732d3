"""What a phone keeps of the site: the icon of the home screen and the shell that opens without network.

The shell holds nothing of a person: the pages that say that there is no network, and the static files they
need. ``static/js/sw.js`` keeps it in the browser's cache and keeps nothing else.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User

# Everything that the two pages of the shell load. A test follows their links and imports.
LINKED = (
    "css/bootstrap.min.css", "css/tokens.css", "css/app.css", "css/accounts.css", "css/phone.css",
    "icons.svg", "favicon.svg", "js/offline-page.js",
)  # fmt: skip
# Modules import each other by their plain names, also where linked files carry a hash in theirs.
IMPORTED = ("js/offline-store.js", "js/offline-words.js")
SCRIPT = "js/sw.js"
LIGHT = "#fffdf9"  # --ct-surface of tokens.css
KEPT_DAYS = 14  # an entry that was never sent is removed after so many days; offline-store.js is told


def manifest() -> dict[str, Any]:
    """The web app manifest.

    The name under the icon is seen by whoever sees the phone, so it is the operator's neutral one that
    mails have, too, and the icon shows nothing of a body.
    """
    name = settings.MAIL_SENDER_NAME
    icons = [
        {"src": static(f"icons/app-{kind}{side}.png"), "sizes": f"{side}x{side}", "type": "image/png",
         "purpose": "maskable" if kind else "any"}
        for kind in ("", "maskable-")
        for side in (192, 512)
    ]  # fmt: skip
    vector = {"src": static("icons/app.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    return {
        "id": "/",
        "name": name,
        "short_name": name,
        "lang": get_language() or settings.LANGUAGE_CODE,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": LIGHT,
        "theme_color": LIGHT,
        "icons": [*icons, vector],
        # Shown when the icon is held down, so in words as neutral as the name.
        "shortcuts": [{"name": _("New entry"), "url": reverse("timeline:own-walk"), "icons": icons[:1]}],
    }


def offline_page(*, unsaved: bool = False) -> str:
    """The page that stands in for any other while there is no network; it is the same for everybody.

    Args:
        unsaved: something was being sent when the network went away.
    """
    request = HttpRequest()
    request.user = AnonymousUser()
    return render_to_string(
        "accounts/offline.html", {"unsaved": unsaved, "kept_days": KEPT_DAYS}, request=request
    )


def service_worker() -> str:
    """The service worker's script with the list of what it keeps; another shell makes another script."""
    kept = shell() if settings.DEBUG else _shell_once()
    return f"const SHELL = {json.dumps(kept)};\n{_source(SCRIPT)}"


def shell() -> dict[str, Any]:
    """What the worker keeps: its version, the pages and the files, by address."""
    pages = {"offline": reverse("accounts:offline"), "unsaved": reverse("accounts:offline-unsaved")}
    files = [static(name) for name in LINKED] + [f"{settings.STATIC_URL}{name}" for name in IMPORTED]
    known = hashlib.sha256()
    for text in (offline_page(), offline_page(unsaved=True), *map(_source, (*LINKED, *IMPORTED, SCRIPT))):
        known.update(text.encode())
    return {"version": known.hexdigest()[:16], "pages": pages, "files": sorted(files)}


_shell_once = cache(shell)


def _source(name: str) -> str:
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(f"static file {name} of the offline shell")
    return Path(path).read_text(encoding="utf-8")


def owner_reference(user: User) -> str:
    """Whose entries a device keeps: means nothing elsewhere and cannot be turned back into a person."""
    return salted_hmac("accounts.phone.owner", str(user.pk), algorithm="sha256").hexdigest()[:32]
