"""Measure photos that are files: card, outline, millimetres. It needs no database and keeps nothing.

Many photos, with what a person says about them in POINTS.json (``lesions.measurement.points``):

    python manage.py measure_photo photos/*.jpg --points POINTS.json --use tap --out PREDICTIONS.json

One photo, as a table:

    python manage.py measure_photo photo.jpg --at 812,640 --marker-mm 20

Exit code 2: the arguments are wrong, nothing was measured. Otherwise 0, also when photos could not be
measured: their status says so.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lesions import measure_process
from lesions.measure_files import Out, Prediction, prediction, predictions
from lesions.measurement.cards import CARDS
from lesions.measurement.points import USES, PhotoPoints, PointsError, numbers, read_points, setting_of
from lesions.measurement.terms import CardPlace, Points, Surface

#: options that belong to one photo; with --points they stand in that file
OF_ONE = {
    "at": "--at",
    "box": "--box",
    "marker_mm": "--marker-mm",
    "card": "--card",
    "place": "--place",
    "surface": "--surface",
    "hand": "--hand",
    "focal_35mm": "--focal-35mm",
}
OF_MANY = {"use": "--use", "out": "--out", "jobs": "--jobs"}


class Command(BaseCommand):
    help = "Measure lesions on photo files by a printed card. Nothing is kept."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="FILE", help="JPEG, HEIC, PNG, WebP or AVIF"
        )
        many = parser.add_argument_group("many photos")
        many.add_argument(
            "--points", type=Path, help="JSON: card, place, site, lesions of each photo by file name"
        )
        many.add_argument("--use", choices=USES, help="how lesions are pointed at (default tap)")
        many.add_argument("--out", type=Path, help="JSON to write: status, sizes, outline of each")
        many.add_argument("--jobs", type=int, choices=(1, 2), help="photos at a time (default 1)")
        one = parser.add_argument_group("one photo (pixels of the upright photo)")
        one.add_argument("--at", type=_pair, metavar="X,Y", help="a point on the lesion")
        one.add_argument("--box", type=_box, metavar="X0,Y0,X1,Y1", help="a rough box around it")
        one.add_argument("--marker-mm", type=float, metavar="N", help="side of the marker's black square")
        one.add_argument("--card", choices=sorted(CARDS), help="a card of ours, printed at its true size")
        one.add_argument("--place", choices=[place.value for place in CardPlace], help="where the card lies")
        one.add_argument("--surface", choices=[kind.value for kind in Surface], help="how the skin curves")
        one.add_argument("--hand", choices=("lies", "held"), help="whether the hand lies on the table")
        one.add_argument("--focal-35mm", type=float, metavar="N", help="when the file does not tell it")

    def handle(self, *args: Any, **options: Any) -> None:
        given = {name for name in (*OF_ONE, *OF_MANY, "points") if options[name] is not None}
        try:
            if "points" in given:
                self._many(options, given)
            else:
                self._one(options, given)
        finally:
            measure_process.workers.stop()  # nothing of it outlives the command

    # -- many photos

    def _many(self, options: dict[str, Any], given: set[str]) -> None:
        for name in sorted(given & OF_ONE.keys()):
            raise wrong(f"{OF_ONE[name]} is for one photo without --points; with it, say so in that file.")
        if options["out"] is None:
            raise wrong("Say with --out where the measurements are written.")
        files: list[Path] = options["files"]
        names = [file.name for file in files]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise wrong(f"Two photos are called {twice[0]}; measurements are kept by file name.")
        use = options["use"] or "tap"
        points = _points(options["points"], use, names)
        try:
            out = Out(options["out"])
        except OSError as error:
            raise wrong(f"{options['out']} cannot be written: {error.strerror}.") from error
        with out:
            for name, entry in predictions(files, points, use, options["jobs"] or 1):
                out.add(name, entry)
                self.stdout.write(line_of(name, entry))
                self.stdout.flush()

    # -- one photo

    def _one(self, options: dict[str, Any], given: set[str]) -> None:
        for name in sorted(given & OF_MANY.keys()):
            raise wrong(f"{OF_MANY[name]} needs --points.")
        if len(options["files"]) != 1:
            raise wrong("Give one photo with --at, or several with --points.")
        if ("at" in given) == ("box" in given):
            raise wrong("Say where the lesion is: either --at X,Y or --box X0,Y0,X1,Y1, or --points.")
        if ("marker_mm" in given) == ("card" in given):
            raise wrong("Say which card lies there: either --marker-mm N or --card KEY.")
        use = "tap" if "at" in given else "box"
        said = _said(options, options["at"] if use == "tap" else options["box"])
        self.stdout.write(table_of(prediction(options["files"][0], said, use)))


def wrong(text: str) -> CommandError:
    return CommandError(text, returncode=2)


def _points(path: Path, use: str, names: list[str]) -> dict[str, PhotoPoints]:
    try:
        return read_points(path.read_bytes(), use, names)
    except OSError as error:
        raise wrong(f"{path} cannot be read: {error.strerror}.") from error
    except PointsError as error:
        raise wrong(f"{path}: {error}") from error


def _said(options: dict[str, Any], place: Points) -> PhotoPoints:
    entry = {
        "marker_mm": options["marker_mm"],
        "card_layout": options["card"],
        "card_place": options["place"] or CardPlace.SAME_SKIN,
        "site": options["surface"],
        "hand_lies": None if options["hand"] is None else options["hand"] == "lies",
        "focal_35mm": options["focal_35mm"],
    }
    try:
        return PhotoPoints(setting_of(entry), {"L0": place})
    except PointsError as error:
        raise wrong(f"{error}.") from error


def _pair(text: str) -> Points:
    place = numbers(text.split(","), (2,))
    if place is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} should be two numbers with a comma between, such as 812,640"
        )
    return place


def _box(text: str) -> Points:
    place = numbers(text.split(","), (4,))
    if place is None or not (place[0] < place[2] and place[1] < place[3]):
        raise argparse.ArgumentTypeError(f"{text!r} should be left,top,right,low, such as 700,560,930,750")
    return place


def line_of(name: str, entry: Prediction) -> str:
    """One line for each photo: what became of it and of each lesion."""
    parts = [f"{name:<20} {entry['status']:<8} {entry['reason']}".rstrip()]
    for key, lesion in entry["lesions"].items():
        parts.append(f"{key} {size_of(lesion) if 'length_mm' in lesion else lesion['reason']}")
    return "  ".join(parts)


def size_of(lesion: Prediction) -> str:
    return f"{lesion['length_mm']:.1f} x {lesion['width_mm']:.1f} mm, ± {lesion['uncertainty_mm']:.1f} mm"


def table_of(entry: Prediction) -> str:
    """The one lesion of a photo, in rows."""
    lesion = entry["lesions"].get("L0", {})
    rows = {"status": f"{entry['status']} {entry['reason']}".rstrip()}
    if "tilt_deg" in entry:
        away = entry["distance_mm"]
        rows["card"] = f"tilted {entry['tilt_deg']:.0f}°" + (f", {away:.0f} mm away" if away else "")
    if "length_mm" in lesion:
        rows |= {
            "length": f"{lesion['length_mm']:.2f} mm ± {lesion['uncertainty_mm']:.2f}",
            "width": f"{lesion['width_mm']:.2f} mm",
            "area": f"{lesion['area_mm2']:.1f} mm²",
            "border": f"{lesion['perimeter_mm']:.1f} mm",
            "error from": ", ".join(f"{cause} {part:.2f}" for cause, part in lesion["parts_mm"].items()),
        }
    if entry["cpu_seconds"] is not None:
        rows["took"] = f"{entry['cpu_seconds']:.2f} s of processor, {entry['peak_mb']:.0f} MB"
    return "\n".join(f"{name:<11} {value}" for name, value in rows.items())
