"""The people of the demo, as the sign-in page offers them."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Only addresses of this domain can be entered without a password; ".invalid" can never be a real mailbox.
DEMO_DOMAIN = "@demo.invalid"


class DemoPerson(NamedTuple):
    email: str
    name: str
    story: Promise


DEMO_PEOPLE = [
    DemoPerson("rosa@demo.invalid", "Rosa Keller", _("keeps her own record; she has systemic sclerosis")),
    DemoPerson(
        "paul@demo.invalid",
        "Paul Nyberg",
        _("father, keeps the record of his daughter Mia, who has juvenile dermatomyositis"),
    ),
    DemoPerson(
        "samuel@demo.invalid",
        "Samuel Osei",
        _("keeps his own record, he has kidney disease; he also logs for Rosa"),
    ),
    DemoPerson("brandt@demo.invalid", "Dr Lena Brandt", _("dermatologist of Rosa and Samuel")),
    DemoPerson(
        "silva@demo.invalid",
        "Dr Tomas Silva",
        _("dermatologist of Mia; reads photos of Rosa’s a second time"),
    ),
    DemoPerson("edda@demo.invalid", "Edda Holm", _("edits the articles")),
    DemoPerson("noor@demo.invalid", "Nobody Noor", _("has no access to anybody’s record")),
]
