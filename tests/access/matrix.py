"""Who may do what: one line for every page of the site. This table is also the document of the rules."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.urls import URLPattern, get_resolver, reverse

from accounts.links import SALT
from education.models import Article
from tests.access.world import ANONYMOUS, ROLES, World
from timeline.reminder_mail import stop_path

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SHOW = frozenset({"GET", "HEAD"})
FORM = SHOW | {"POST"}
ACT = frozenset({"POST"})

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {ANONYMOUS}
# group -> who may come in. "nobody": the page exists in another mode only, or for a key that nobody here has.
GROUPS: dict[str, frozenset[str]] = {
    "open": EVERYBODY,
    "signed-in": SIGNED_IN,
    "read": frozenset({"owner", "caregiver", "reader", "dermatologist", "colleague"}),
    "write": frozenset({"owner", "caregiver"}),
    # A dermatologist measures again; her reading stands beside the patient's.
    "measure": frozenset({"owner", "caregiver", "dermatologist", "colleague"}),
    "manage": frozenset({"owner"}),
    # Ending an access: whoever manages the record, and the person whose access it is.
    "manage-or-own": frozenset({"owner", "reader"}),
    "review": frozenset({"dermatologist", "colleague"}),
    # What leaves the record is the managers' decision; a dermatologist prints what she sees anyway.
    "take-out": frozenset({"owner", "dermatologist", "colleague"}),
    # Ticks that one person kept are hers alone.
    "who-kept-it": frozenset({"owner"}),
    # Asking for a second reading: a dermatologist, or whoever manages the record.
    "second-opinion": frozenset({"owner", "dermatologist", "colleague"}),
    # Taking the question back: whoever asked, or manages.
    "asker": frozenset({"owner", "dermatologist"}),
    # Declining: whoever was asked.
    "asked": frozenset({"colleague"}),
    # A reminder and a calendar address belong to the person who made them.
    "who-set-it": frozenset({"owner"}),
    # What one dermatologist wrote is hers alone to change, not her colleague's.
    "author": frozenset({"dermatologist"}),
    "admin": frozenset({"editor", "superuser"}),
    "admin-content": frozenset({"editor", "superuser"}),
    "admin-operator": frozenset({"superuser"}),
    "admin-nobody": frozenset(),
    "nobody": frozenset(),
}
STAFF = {"editor", "superuser"}
# What the matrix tells of pages that are not ours when they are asked in a way nobody asks.
ANY_REFUSAL_OR_PAGE = {200, 302, 403, 404, 405}

# Mail providers post to it for the person (RFC 8058); the signed address allows it, and it stops mails only.
TAKES_POSTS_OF_STRANGERS = {"timeline:reminders-stop"}

Make = Callable[[World], Any]


@dataclass(frozen=True)
class Page:
    """What one URL asks for and how it answers those who may come in.

    Attributes:
        methods: what the page answers at all; anything else is 405 for whoever is signed in.
        get, post: the status for those who may, on GET and HEAD, and on POST with an empty body.
        roles: other statuses of single roles, by role (GET and HEAD only).
        guest: the status for somebody not signed in, where it differs (0: it does not).
        refused: the status for those who may not, where it is not the one of the group (0: it is).
        kwargs: keywords of the URL that the filled record does not give by itself.
        removed: the keyword whose object is a deleted one.
    """

    group: str
    methods: frozenset[str] = SHOW
    get: int = 200
    post: int = 200
    roles: dict[str, int] = field(default_factory=dict)
    guest: int = 0
    refused: int = 0
    kwargs: dict[str, Make] = field(default_factory=dict)
    removed: str = ""

    def url(self, name: str, world: World, *, other: str = "") -> str:
        """The address for an object of the record; ``other`` (foreign, removed, random) for another."""
        kwargs = {
            key: self.kwargs[key](world) if key in self.kwargs else self._id(key, world, other)
            for key in keywords(name)
        }
        if not name.startswith("admin/"):
            return reverse(name, kwargs=kwargs)
        # Two patterns of the admin have no name.
        route = PATTERNS[name][0].replace("(?P<url>.*)$", "<url>")
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(kwargs[match[1]]), route)

    def _id(self, key: str, world: World, other: str) -> uuid.UUID:
        if other == "random":
            return uuid.uuid4()
        if other == "foreign":
            return uuid.UUID(str(world.foreign[key].pk))
        rows = (
            world.removed
            if key == self.removed or (other == "removed" and key in world.removed)
            else world.ids
        )
        return uuid.UUID(str(rows[key].pk))


def read(**more: Any) -> Page:
    return Page("read", **more)


def write(**more: Any) -> Page:
    return Page("write", methods=FORM, **more)


def write_act(**more: Any) -> Page:
    return Page("write", methods=ACT, post=302, **more)


def restore(key: str, group: str = "write") -> Page:
    return Page(group, methods=ACT, post=302, removed=key)


def signed(world: World) -> str:
    return signing.dumps("/", salt=SALT)


DRAFT: dict[str, Make] = {"kind": lambda w: "check-in", "key": lambda w: w.ids["lesion_id"].pk}


def signed_to_stop(world: World) -> str:
    return stop_path(world.cast.stranger).strip("/").rpartition("/")[2]


RECORD_PAGES: dict[str, Page] = {
    # ---- accounts: the record and its sharing
    "accounts:patient-edit": Page("manage", FORM),
    "accounts:consent": Page("manage", FORM, post=302),
    "accounts:sharing": Page("manage"),
    # Its managers and the patient herself; here she is both.
    "accounts:handover": Page("manage", FORM),
    "accounts:invite": Page("manage", FORM),
    "accounts:access-log": Page("manage"),
    "accounts:invitation-withdraw": Page("manage", ACT, post=302),
    "accounts:relationship-writing": Page("manage", ACT, post=302),
    "accounts:relationship-end": Page("manage-or-own", ACT, post=302),
    # ---- lesions
    "lesions:place-choose": Page("write", FORM),
    "lesions:lesion-add": write(kwargs={"site": lambda w: "thumb_tip_palmar", "side": lambda w: "left"}),
    "lesions:today": Page("write", get=302),
    "lesions:day": write(kwargs={"day": lambda w: w.cast.record.today()}),
    "lesions:draft-keep": Page("write", ACT, kwargs=DRAFT),
    "lesions:draft-discard": write_act(kwargs=DRAFT),
    "lesions:photo-list": read(),
    "lesions:written-offline-in": Page("write"),
    "lesions:photo-import": write(post=302),
    "lesions:photo-upload": Page("write", ACT, post=422),
    "lesions:lesion-edit": write(),
    "lesions:lesion-place": write(),
    "lesions:lesion-delete": write(post=302),
    "lesions:lesion-restore": restore("lesion_id"),
    "lesions:check-in": write(),
    "lesions:same": write_act(),
    "lesions:check-in-list": read(),
    "lesions:event-add": write(),
    "lesions:event-tap": write_act(),
    "lesions:check-in-edit": write(),
    "lesions:check-in-delete": write_act(),
    "lesions:check-in-restore": restore("check_in_id"),
    "lesions:event-edit": write(),
    "lesions:event-delete": write_act(),
    "lesions:event-restore": restore("event_id"),
    "lesions:day-delete": write_act(),
    "lesions:day-restore": restore("entry_id"),
    "lesions:photo": read(),
    "lesions:photo-edit": write(),
    "lesions:photo-delete": write_act(),
    "lesions:photo-restore": restore("photo_id"),
    "lesions:photo-coach": write_act(),
    "lesions:measure": Page("measure", FORM),
    "lesions:measure-unnamed": Page("measure", FORM),
    "lesions:measure-propose": Page("measure", ACT),
    "lesions:measure-read": Page("measure", ACT, post=422),
    "lesions:measurement-list": read(),
    "lesions:measurements-csv": Page("manage"),
    "lesions:measurements-json": Page("manage"),
    "lesions:measurement-delete": write_act(),
    "lesions:measurement-restore": restore("measurement_id"),
    "lesions:second-reading-ask": Page("second-opinion", FORM),
    # Both sizes for all who read the record; for whoever reads it blind, neither (test_blind_reader.py).
    "lesions:second-reading": read(),
    "lesions:second-reading-withdraw": Page("asker", ACT, post=302),
    "lesions:second-reading-decline": Page("asked", ACT, post=302),
    "lesions:photo-file": read(kwargs={"size": lambda w: "small"}),
    "lesions:card-list": read(),
    "lesions:card-add": write(),
    "lesions:card-edit": write(),
    "lesions:card-retire": write_act(),
    "lesions:card-use-again": write_act(),
    # ---- labs
    "labs:list": read(),
    "labs:add": write(),
    "labs:edit": write(),
    "labs:delete": write_act(),
    "labs:restore": restore("result_id"),
    # ---- care
    "care:list": read(),
    "care:condition-add": write(),
    "care:treatment-add": write(),
    "care:context-tap": write_act(),
    "care:lesion-context-tap": write_act(),
    "care:context-edit": write(),
    "care:context-delete": write_act(),
    "care:context-restore": restore("context_id"),
    "care:condition-edit": write(),
    "care:condition-delete": write_act(),
    "care:condition-restore": restore("condition_id"),
    "care:treatment-edit": write(),
    "care:treatment-delete": write_act(),
    "care:treatment-restore": restore("treatment_id"),
    # ---- timeline
    "timeline:overview": read(),
    "timeline:walk": write(post=302),
    "timeline:timeline": read(),
    "timeline:map": read(),
    "timeline:more": read(),
    "timeline:chart": read(),
    "timeline:chart-csv": Page("manage"),
    "timeline:context": read(),
    "timeline:deleted": Page("write"),
    "timeline:search": read(methods=FORM),
    "timeline:lab-trend": read(kwargs={"analyte": lambda w: "calcium_total"}),
    "timeline:lesion": read(),
    "timeline:compare": read(),
    "timeline:compare-marks": Page("measure", ACT, post=404),
    "timeline:merge-choose": Page("write"),
    "timeline:merge": write(post=302),
    "timeline:split": write(),
    "timeline:change-undo": write_act(),
    # ---- timeline: reminders of one's own
    "timeline:photo-day": Page("write"),
    "timeline:reminders": Page("write"),
    "timeline:reminder-add": write(),
    "timeline:reminder-edit": Page("who-set-it", FORM),
    "timeline:reminder-pause": Page("who-set-it", ACT, post=302),
    "timeline:reminder-remove": Page("who-set-it", ACT, post=302),
    "timeline:reminder-restore": restore("plan_id", "who-set-it"),
    "timeline:calendar-make": Page("write", ACT),
    "timeline:calendar-stop": Page("who-set-it", ACT, post=302),
    # ---- timeline: what dermatologists add
    "timeline:review": Page("review"),
    "timeline:reviewed": Page("review", ACT, post=302),
    "timeline:review-undo": Page("author", ACT, post=302),
    "timeline:unread": Page("review", ACT, post=302),
    "timeline:lesion-unread": Page("review", ACT, post=302),
    "timeline:patient-note-add": Page("review", FORM),
    "timeline:patient-request-add": Page("review", FORM),
    "timeline:lesion-note-add": Page("review", FORM),
    "timeline:lesion-request-add": Page("review", FORM),
    "timeline:diagnosis": Page("review", FORM),
    "timeline:check-in-note-add": Page("review", FORM),
    "timeline:photo-note-add": Page("review", FORM),
    "timeline:note": read(),
    "timeline:note-open": Page("read", ACT, post=302),
    "timeline:note-edit": Page("author", FORM),
    "timeline:note-delete": Page("author", ACT, post=302),
    "timeline:note-restore": restore("note_id", "author"),
    "timeline:request-list": read(),
    "timeline:request-decline": write_act(),
    "timeline:request-take-up": write_act(),
    "timeline:request-withdraw": Page("author", ACT, post=302),
    # ---- records: links for a while
    "records:links": Page("manage"),
    "records:link-new": Page("manage", FORM),
    "records:link-end": Page("manage", ACT, post=302),
}

RECORD_PAGES |= {
    # ---- records: taking it out
    "records:index": Page("take-out"),
    "records:questions": write(),
    "records:sheet-choose": Page("take-out", FORM),
    # Who has made no sheet yet is led to the page where it is chosen.
    "records:sheet": Page("take-out", get=302, roles={"owner": 200}),
    "records:sheet-pdf": Page("take-out", get=302, roles={"owner": 200}, kwargs={"paper": lambda w: "a4"}),
    "records:selection-edit": Page("who-kept-it", FORM),
    "records:selection-delete": Page("who-kept-it", ACT, post=302),
}

OWN_PAGES: dict[str, Page] = {
    "accounts:profile": Page("signed-in", FORM),
    "accounts:account-close": Page("signed-in", FORM),
    "accounts:records": Page("signed-in"),
    "accounts:patient-add": Page("signed-in", FORM),
    # The session of the cast has opened no invitation, so there is none waiting.
    "accounts:invitation-waiting": Page("nobody", FORM),
    "accounts:go": Page("signed-in", get=302, kwargs={"signed": signed}),
    # Leads whoever may write in a record there.
    "lesions:written-offline": Page(
        "signed-in", roles=dict.fromkeys(("owner", "caregiver", "stranger"), 302)
    ),
    "lesions:second-readings": Page("signed-in"),
    "lesions:has-arrived": Page("signed-in", kwargs={"submission": lambda w: w.ids["check_in_id"].pk}),
    "timeline:own-walk": Page("signed-in", get=302),
    # A name to look for is posted; whoever reviews nobody sees an empty list.
    "timeline:worklist": Page("signed-in", FORM),
    "timeline:home": Page(
        "signed-in",
        roles=dict.fromkeys(
            (
                "dermatologist",
                "colleague",
                "other_dermatologist",
                "editor",
                "superuser",
                "revoked",
                "expired",
            ),
            302,
        ),
    ),
}

OPEN_PAGES: dict[str, Page] = {
    "accounts:invitation": Page("nobody", kwargs={"token": lambda w: "made-up"}),
    # A secret that nobody made: tests/timeline/test_calendar_feed.py opens real ones.
    "timeline:calendar-feed": Page("nobody", kwargs={"token": lambda w: "made-up"}),
    # Shared links ask for the cookies of their door: tests/records/test_share_hostile.py has them.
    "records:link-arrive": Page("nobody", kwargs={"token": lambda w: "made-up"}),
    "records:link-page": Page("nobody", FORM),
    "records:link-leave": Page("nobody", ACT),
    "records:link-pdf": Page("nobody", kwargs={"paper": lambda w: "a4"}),
    "records:link-photo": Page("nobody", kwargs={"size": lambda w: "small"}),
    "timeline:reminders-stop": Page("open", FORM, kwargs={"signed": signed_to_stop}),
    "accounts:privacy": Page("open"),
    "accounts:intended-use": Page("open"),
    "accounts:contact": Page("open"),
    "accounts:manifest": Page("open"),
    "accounts:service-worker": Page("open"),
    "accounts:offline": Page("open"),
    "accounts:offline-unsaved": Page("open"),
    "accounts:device-state": Page("open"),
    # Demo mode is off in the tests, as it is wherever real people are.
    "accounts:enter-as": Page("nobody", ACT),
    "lesions:card-print": Page("open"),
    "education:learn": Page("open"),
    "education:article": Page("open", kwargs={"slug": lambda w: w.ids["article"].slug}),
}

# ---- pages of the libraries -------------------------------------------------------------------------
# They answer PUT like POST as they please; the matrix asks of them that nobody gets further by it.


def guests(status: int = 200, **more: Any) -> Page:
    """A page for those who are not signed in; whoever is, is sent to the start page."""
    return Page("open", FORM, get=302, post=302, guest=status, **more)


SIGN_IN_PAGES: dict[str, Page] = {
    "account_login": guests(),
    "account_signup": guests(),
    "account_confirm_login_code": guests(302),
    "mfa_authenticate": guests(302),
    "mfa_login_webauthn": guests(302),
    "account_logout": Page("open", FORM, post=302, guest=302),
    "account_inactive": Page("open"),
    "account_email_verification_sent": Page("open"),
    "account_reset_password": Page("open", FORM),
    "account_reset_password_done": Page("open"),
    # Links of mails, here made-up ones: the page says that the link is no good.
    "account_confirm_email": Page("open", FORM, post=404, kwargs={"key": lambda w: "made-up"}),
    "account_reset_password_from_key": Page(
        "open", FORM, kwargs={"uidb36": lambda w: "abc", "key": lambda w: "made-up"}
    ),
    "account_reset_password_from_key_done": Page("open"),
    # ---- one's own ways of signing in
    "account_reauthenticate": Page("signed-in", FORM),
    "account_email": Page("signed-in", FORM, post=302),
    "account_change_password": Page("signed-in", FORM),
    "account_set_password": Page("signed-in", FORM, get=302, post=302),
    "mfa_index": Page("signed-in"),
    "mfa_reauthenticate": Page("signed-in", FORM, get=302, post=302),
    "mfa_reauthenticate_webauthn": Page("signed-in", FORM, get=302, post=302),
    "mfa_activate_totp": Page("signed-in", FORM),
    "mfa_list_webauthn": Page("signed-in"),
    "mfa_add_webauthn": Page("signed-in", FORM),
    # Nobody of the cast has a second factor, and one's own is all that these pages know.
    "mfa_deactivate_totp": Page("nobody", FORM),
    "mfa_view_recovery_codes": Page("nobody"),
    "mfa_generate_recovery_codes": Page("signed-in", FORM),
    "mfa_download_recovery_codes": Page("nobody"),
    "mfa_remove_webauthn": Page("nobody", FORM, kwargs={"pk": lambda w: 1}),
    "mfa_edit_webauthn": Page("nobody", FORM, kwargs={"pk": lambda w: 1}),
}


def made_of(key: str) -> dict[str, Make]:
    return {"object_id": lambda w: w.ids[key].pk, "pk": lambda w: w.ids[key].pk}


def admin_model(name: str, group: str, key: str, *, may: str = "view add change delete") -> dict[str, Page]:
    """The pages that the admin makes of a model; ``may`` says what anybody at all may do there."""

    def page(verb: str, **more: Any) -> Page:
        return Page(group if verb in may else "admin-nobody", FORM, kwargs=made_of(key), **more)

    app = "django_tasks_database" if name.startswith("django_tasks") else name.split("_")[0]
    route = f"admin/{app}/{name.removeprefix(app + '_')}"
    return {
        f"admin:{name}_changelist": page("view"),
        f"admin:{name}_add": page("add"),
        f"admin:{name}_history": page("view"),
        f"admin:{name}_delete": page("delete"),
        f"admin:{name}_change": page("view"),
        # An old address that only leads on to the page of changing, which asks for rights itself.
        f"{route}/<path:object_id>/": Page("admin", FORM, get=302, post=302, kwargs=made_of(key)),
    }


ADMIN_PAGES: dict[str, Page] = {
    "admin:index": Page("admin", FORM),
    # The site's own page of signing in stands in for the admin's.
    "admin:login": Page("admin", frozenset({"GET", "POST"}), get=302, guest=302, refused=403),
    "admin:logout": Page("admin", ACT),
    "admin:password_change": Page("admin", FORM),
    "admin:password_change_done": Page("admin"),
    "admin:autocomplete": Page("admin-nobody"),
    "admin:jsi18n": Page("admin"),
    # No page of ours is reached this way: our models name no address to Django.
    "admin:view_on_site": Page("admin", FORM, get=404, post=404, kwargs={
        "content_type_id": lambda w: ContentType.objects.get_for_model(Article).pk,
        "object_id": lambda w: w.ids["article"].pk,
    }),
    "admin:app_list": Page("admin-content", FORM, kwargs={"app_label": lambda w: "education"}),
    # Whatever else stands behind /admin/: nothing, and only its staff is told so.
    "admin/(?P<url>.*)$": Page("admin", FORM, get=404, post=404, kwargs={"url": lambda w: "nowhere"}),
    # ---- the editors' work
    **admin_model("education_article", "admin-content", "article"),
    **admin_model("education_revision", "admin-content", "revision", may="view change"),
    **admin_model("education_source", "admin-content", "source"),
    "admin:education_article_preview": Page("admin-content", FORM, kwargs=made_of("article")),
    "admin:education_article_publish": Page("admin-content", ACT, post=302, kwargs=made_of("article")),
    "admin:education_revision_preview": Page("admin-content", FORM, kwargs=made_of("revision")),
    "admin:education_revision_restore": Page("admin-content", ACT, post=302, kwargs=made_of("revision")),
    # ---- the operators' work: roles and groups, and whether a task of the server failed
    **admin_model("accounts_user", "admin-operator", "user", may="view change"),
    **admin_model("auth_group", "admin-operator", "group"),
    **admin_model("django_tasks_database_dbtaskresult", "admin-operator", "task", may="view"),
}  # fmt: skip
ADMIN_PAGES["admin:education_revision_change"] = Page(
    "admin-content", FORM, post=302, kwargs=made_of("revision")
)
ADMIN_PAGES["admin:django_tasks_database_dbtaskresult_change"] = Page(
    "admin-operator", FORM, post=403, kwargs=made_of("task")
)

PAGES: dict[str, Page] = {**RECORD_PAGES, **OWN_PAGES, **OPEN_PAGES, **SIGN_IN_PAGES, **ADMIN_PAGES}
OURS = {**RECORD_PAGES, **OWN_PAGES, **OPEN_PAGES}


def all_patterns() -> Iterator[tuple[str, str, URLPattern]]:
    """Every page of the URLconf: its name (or its route, when it has none), its route, its pattern."""

    def walk(patterns: list[Any], space: str, before: str) -> Iterator[tuple[str, str, URLPattern]]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield (f"{space}{pattern.name}" if pattern.name else route), route, pattern
            else:
                inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inside, route)

    yield from walk(get_resolver().url_patterns, "", "")


PATTERNS = {name: (route, pattern) for name, route, pattern in all_patterns()}


def keywords(name: str) -> list[str]:
    """The keywords of a page's URL, in their order."""
    return re.findall(r"<(?:\w+:)?(\w+)>", PATTERNS[name][0])


def is_open(name: str) -> bool:
    return not getattr(PATTERNS[name][1].callback, "login_required", True)


def expected(name: str, role: str, method: str) -> set[int]:
    """Every status that this person may get at this page with this method."""
    page, ours = PAGES[name], name in OURS
    if role == ANONYMOUS and not is_open(name):
        return {302}
    if method not in page.methods:
        return {405} if ours else ANY_REFUSAL_OR_PAGE
    if role == ANONYMOUS and page.guest:
        return {page.guest}
    if role not in GROUPS[page.group]:
        return {page.refused or _refusal(page, role)}
    if method == "POST":
        return {page.post}
    return {page.roles.get(role, page.get)}


def _refusal(page: Page, role: str) -> int:
    """What is not yours does not exist; the admin sends strangers to sign in and tells its staff no."""
    if not page.group.startswith("admin"):
        return 404
    return 403 if role in STAFF else 302
