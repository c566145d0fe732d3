"""Points of deposits are fractions of a drawing: they follow their region on the drawings made anew.

redrawn_figures.json has for each drawing its regions: site key, side, old middle (x, y), new middle (x, y), all as
fractions of the drawing, and by how much the region grew in both directions.
"""

import json
from pathlib import Path

from django.db import migrations
from django.db.models import F

REGIONS = {
    (drawing, key, side): numbers
    for drawing, rows in json.loads((Path(__file__).parent / "redrawn_figures.json").read_text()).items()
    for key, side, *numbers in rows
}
# The drawing and whether it is shown mirrored, by the name of the view that a lesion keeps.
VIEWS = {
    "body-front": ("body-front", False),
    "body-back": ("body-back", False),
    "face": ("face", False),
    "foot-top-left": ("foot-top", True),
    "foot-top-right": ("foot-top", False),
    "foot-sole-left": ("foot-sole", True),
    "foot-sole-right": ("foot-sole", False),
}


def moved(view, site, side, x, y, *, back=False):
    """The same point of the skin on the other drawing; None where the site was no region of that drawing."""
    if view not in VIEWS:
        return None
    drawing, mirrored = VIEWS[view]
    numbers = REGIONS.get((drawing, site, side)) or REGIONS.get((drawing, site, "none"))
    if numbers is None:
        return None
    old_x, old_y, new_x, new_y, wider, higher = numbers
    if back:
        old_x, old_y, new_x, new_y, wider, higher = new_x, new_y, old_x, old_y, 1 / wider, 1 / higher
    across = 1 - x if mirrored else x
    across, down = new_x + (across - old_x) * wider, new_y + (y - old_y) * higher
    across, down = min(max(across, 0), 1), min(max(down, 0), 1)
    return (1 - across if mirrored else across), down


def move(apps, *, back):
    lesions = apps.get_model("lesions", "Lesion").objects.filter(map_view__in=VIEWS, map_x__isnull=False)
    patients = set()
    for lesion in lesions.iterator():
        point = moved(lesion.map_view, lesion.site, lesion.side, lesion.map_x, lesion.map_y, back=back)
        if point is not None:
            lesion.map_x, lesion.map_y = point
            lesion.save(update_fields=["map_x", "map_y"])
            patients.add(lesion.patient_id)
    # What was summed up of these records holds the old points.
    apps.get_model("accounts", "Patient").objects.filter(pk__in=patients).update(revision=F("revision") + 1)


def forwards(apps, schema_editor):
    move(apps, back=False)


def backwards(apps, schema_editor):
    move(apps, back=True)


class Migration(migrations.Migration):

    dependencies = [
        ("lesions", "0006_merged_into_and_split_from"),
        ("accounts", "0001_initial"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
