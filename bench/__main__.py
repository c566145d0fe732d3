"""Measure the pages of a long record as multiples of a floor: `make bench` or `python -m bench`.

All servers are up at once, targets are visited in shuffled blocks, medians are compared within one run.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import json
import os
import platform
import random
import re
import sys
import tempfile
import uuid
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.client import Failed, Target, fields_of, measure, visit
from bench.servers import ROOT, Server, start_floor, start_site

# At most so many times the floor, at the larger size.
TARGETS = {"lesion page": 6, "overview": 6, "check-in form": 3.5, "saving a check-in": 4, "timeline": 8}
MAX_GROWTH = 1.2  # at the larger size against the smaller one
POST = "saving a check-in"

# In a practice of 500 patients with 400 check-ins each and one with 10,000; see bench/clinic.py.
PRACTICE_TARGETS = {
    "worklist": 6,
    "lesion page, 200 photos": 6,
    "chart of 10,000": 8,
    "PDF of two years": 400,
}
# The page of a deposit with nothing kept: no limit, told beside the others.
DRAWN = "first look after a write"
CHART_BYTES = 20_000  # of the drawing, compressed
SLOW = 3  # visits in a block of what takes a second


def pages(server: Server) -> list[Target]:
    """What is visited on one server of the site."""
    patient, lesion = f"/patients/{server.made['patient']}/", f"/lesions/{server.made['lesion']}/"
    person, doctor = server.made["person"], server.made["doctor"]
    addresses = {
        "lesion page": lesion,
        "overview": patient,
        "home": "/",
        "timeline": f"{patient}timeline/",
        "check-in form": f"{lesion}check-in/",
        "labs list": f"{patient}labs/",
        "lab trend": f"{patient}labs/{server.made['analyte']}/",
    }
    targets = [Target(server.name, page, server.port, path, person) for page, path in addresses.items()]
    targets.append(Target(server.name, "review list", server.port, "/review/", doctor))
    form = next(target for target in targets if target.page == "check-in form")
    saving = Target(server.name, POST, server.port, form.path, person, partial(filled, blank_of(form)))
    targets.append(saving)
    return targets


def blank_of(form: Target) -> dict[str, str]:
    """What the form holds before anybody has touched it."""
    return fields_of(gzip.decompress(visit(form, 0)[1]).decode())


def filled(blank: dict[str, str], number: int) -> dict[str, str]:
    """The form as a person would send it: a size with its method, an anchor and pain.

    Each one is a form of its own: the same one sent again would be answered without being saved.
    """
    size = {"length_mm": str(8 + number % 5), "width_mm": "5", "method": "caliper", "size_confirmed": "on"}
    said = {"anchor": "0", "pain_rest": str(number % 4), "submission": str(uuid.uuid4())}
    return {**blank, **size, **said}


def practice_pages(server: Server) -> list[Target]:
    """What is visited in the practice."""
    made = server.made
    targets = [
        Target(server.name, page, server.port, path, session)
        for page, (session, path) in made["pages"].items()
    ]
    lesion = next(target for target in targets if target.page == "lesion page, 200 photos")
    form = Target(server.name, "form", server.port, f"{lesion.path}check-in/", lesion.session)
    saving = replace(form, fields=partial(filled, blank_of(form)))
    targets.append(Target(server.name, DRAWN, server.port, lesion.path, lesion.session, before=saving))
    session, choose, pdf = made["sheet"]
    chosen = Target(server.name, "sheet", server.port, choose, session)
    blank = blank_of(chosen)
    visit(replace(chosen, fields=lambda _number: blank), 0)
    targets.append(Target(server.name, "PDF of two years", server.port, pdf, session, block=SLOW))
    return targets


def drawing_bytes(chart: Target) -> int:
    """The size of the two drawings, for wide and narrow screens, compressed as the page is."""
    page = gzip.decompress(visit(chart, 0)[1]).decode()
    drawings = re.findall(r'<svg class="chart .*?</svg>', page, re.DOTALL)
    return len(gzip.compress("".join(drawings).encode(), 6))


def practice_report(targets: list[Target], floor_ms: float, chart_bytes: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for target in targets:
        ratio, limit = target.median / floor_ms, PRACTICE_TARGETS.get(target.page)
        rows.append(
            {
                "page": target.page,
                "median_ms": round(target.median, 2),
                "ratio": round(ratio, 2),
                "at_most": limit,
                "bytes": target.bytes,
                "passed": limit is None or ratio <= limit,
            }
        )
    drawing = {"page": "chart, compressed", "bytes": chart_bytes, "at_most_bytes": CHART_BYTES}
    return [*rows, {**drawing, "passed": chart_bytes <= CHART_BYTES}]


def practice_table(rows: list[dict[str, object]]) -> str:
    lines = ["", "A practice of 500 patients with 400 check-ins and one with 10,000:"]
    lines.append(f"{'page':<26}{'ms':>8}{'x floor':>9}{'at most':>9}{'bytes':>8}  verdict")
    for row in rows:
        limit = row.get("at_most") or row.get("at_most_bytes") or "-"
        verdict = "passed" if row["passed"] else "MISSED"
        verdict = verdict if limit != "-" else "no limit"
        ms, ratio = row.get("median_ms", "-"), row.get("ratio", "-")
        lines.append(f"{row['page']:<26}{ms:>8}{ratio:>9}{limit:>9}{row['bytes']:>8}  {verdict}")
    return "\n".join(lines)


def report(targets: list[Target], small: str, large: str) -> list[dict[str, object]]:
    """One row per page: both sizes, the ratio to the floor, and whether both promises are kept."""
    median = {(target.server, target.page): target.median for target in targets}
    size = {(target.server, target.page): target.bytes for target in targets}
    floor = median["floor", "floor"]
    rows: list[dict[str, object]] = []
    for page in dict.fromkeys(target.page for target in targets if target.server == large):
        ratio, growth = median[large, page] / floor, median[large, page] / median[small, page]
        limit = TARGETS.get(page)
        kept = (limit is None or ratio <= limit) and growth <= MAX_GROWTH
        rows.append(
            {
                "page": page,
                "median_ms": round(median[large, page], 2),
                "ratio": round(ratio, 2),
                "at_most": limit,
                "growth": round(growth, 2),
                "growth_at_most": MAX_GROWTH,
                "bytes": size[large, page],
                "passed": kept,
            }
        )
    return rows


def table(rows: list[dict[str, object]], floor_ms: float, small: str, large: str) -> str:
    lines = [
        "",
        f"Floor: {floor_ms:.2f} ms. Ratios at {large}; growth against {small}.",
        f"{'page':<20}{'ms':>8}{'x floor':>9}{'at most':>9}{'growth':>8}{'bytes':>8}  verdict",
    ]
    for row in rows:
        limit = row["at_most"] or "-"
        verdict = "passed" if row["passed"] else "MISSED"
        numbers = f"{row['median_ms']:>8}{row['ratio']:>9}{limit:>9}{row['growth']:>8}{row['bytes']:>8}"
        lines.append(f"{row['page']:<20}{numbers}  {verdict}")
    return "\n".join(lines)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run(lesions: int, sizes: tuple[int, int], seed: int) -> dict[str, object]:
    servers: list[Server] = []
    with tempfile.TemporaryDirectory(prefix="calcitrack-bench-") as name:
        folder = Path(name)
        try:
            servers.append(start_floor(folder))
            for size in sizes:
                say(f"seeding {size:,} check-ins")
                arguments = ("--lesions", str(lesions), "--check-ins", str(size))
                servers.append(start_site(folder, f"{size:,} check-ins", *arguments))
            say("seeding a practice of 500 patients")
            servers.append(start_site(folder, "practice", "--practice"))
            floor, *sites, practice = servers
            targets = [Target("floor", "floor", floor.port, "/", floor.made["person"])]
            targets += [target for site in sites for target in pages(site)]
            seen = practice_pages(practice)
            chart_bytes = drawing_bytes(next(target for target in seen if target.page == "chart of 10,000"))
            measure([*targets, *seen], random.Random(seed), say)  # noqa: S311 (no secret: it should repeat)
        finally:
            for server in servers:
                server.stop()
    small, large = (site.name for site in sites)
    floor_ms = targets[0].median
    rows, more = report(targets, small, large), practice_report(seen, floor_ms, chart_bytes)
    print(table(rows, floor_ms, small, large))
    print(practice_table(more))
    return {
        "measured_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "database": "SQLite",
        "lesions": lesions,
        "check_ins": list(sizes),
        "floor_ms": round(floor_ms, 3),
        "pages": rows,
        "practice": more,
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--lesions", type=int, default=40)
    parser.add_argument("--check-ins", type=int, nargs=2, default=(1000, 10000), metavar=("SMALL", "LARGE"))
    parser.add_argument("--random-seed", type=int, default=1)
    parser.add_argument("--strict", action="store_true", help="end with an error when a promise is missed")
    options = parser.parse_args()
    try:
        result = run(options.lesions, tuple(options.check_ins), options.random_seed)
    except Failed as problem:
        print(f"The benchmark stopped: {problem}.")
        return 1
    file = ROOT / "var" / "bench.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(result, indent=2) + "\n")
    rows = [*result["pages"], *result["practice"]]  # type: ignore[misc]
    missed = [str(row["page"]) for row in rows if not row["passed"]]
    print(f"\nWritten to {file.relative_to(ROOT)}. Missed: {', '.join(missed) or 'none'}.")
    return 1 if missed and options.strict else 0


if __name__ == "__main__":
    sys.exit(main())
