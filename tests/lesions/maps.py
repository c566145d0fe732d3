"""Views, pins and addresses for the tests of the body map."""

from typing import Any

from lesions import anatomy
from lesions.atlas import DRAWINGS
from lesions.bodymap import MapView, Pin

PAIRS = [(site.key, side) for site in anatomy.SITES.values() for side in site.sides]
DRAWN = {region.key for drawing in DRAWINGS.values() for region in drawing.regions}


def link(key: str, side: str) -> str:
    return f"/add/{key}/{side}/"


def pin(key: str, side: str, number: int = 1, **more: Any) -> Pin:
    given: dict[str, Any] = {
        "need": "quiet",
        "label": f"Deposit {number}",
        "href": f"/lesions/{number}/",
        **more,
    }
    return Pin(lesion_id=f"id{number}", number=number, key=key, side=side, **given)


def view(views: list[MapView], slug: str) -> MapView:
    return next(one for one in views if one.slug == slug)
