"""The list twin of the body map as view models: every site with a link for each side. Pure.

Fragment: `lesions/_site_list.html` needs `site_groups`; it loads js/site-search.js.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.utils.translation import gettext

from lesions import anatomy

LinkFor = Callable[[str, str], str]
MOST_FOUND = 16


class SiteLink(NamedTuple):
    """A side of a site in the list: what the button says, its full name, where it goes."""

    side: str
    text: str
    label: str
    href: str


class SiteRow(NamedTuple):
    site: anatomy.Site
    label: str
    words: str
    links: tuple[SiteLink, ...]


class SiteGroup(NamedTuple):
    key: str
    title: str
    rows: tuple[SiteRow, ...]


def site_groups(link_for: LinkFor) -> list[SiteGroup]:
    """The list twin of the map: every site, by region, with a link for each side."""
    return [
        SiteGroup(key, sites[0].group_label, tuple(_site_row(site, site.sides, link_for) for site in sites))
        for key, sites in anatomy.grouped()
        if sites
    ]


def found_sites(text: str, link_for: LinkFor) -> list[SiteRow]:
    """The rows of the list that fit everyday words, best first, with the sides that were meant."""
    sides: dict[str, list[str]] = {}
    for site, side in anatomy.search(text, MOST_FOUND):
        sides.setdefault(site.key, []).append(side)
    return [_site_row(anatomy.site(key), meant, link_for) for key, meant in sides.items()]


def _site_row(site: anatomy.Site, sides: Iterable[str], link_for: LinkFor) -> SiteRow:
    said = {"left": gettext("Left"), "right": gettext("Right"), "none": gettext("Choose")}
    label = gettext("%(site)s, all of it or not sure") % {"site": site.label} if site.is_whole else site.label
    links = tuple(SiteLink(s, said[s], site.name(s), link_for(site.key, s)) for s in sides)
    return SiteRow(site, label, " ".join(site.words), links)
