"""Checks one rendition in a process of its own, with bounded memory and time.

Started as a script by ``lesions.coach_services``; the first argument is the folder of the project, the
others are where the libraries lie. In (stdin): one JSON line, ``point`` ([x, y] or null) and
``focal_35mm`` (mm or null), then a JPEG. Out: a JSON list of ``[criterion, verdict, value]``.
"""

from __future__ import annotations

import json
import resource
import sys

if __name__ == "__main__":  # started with -S (no site scan, faster)
    sys.path.extend(sys.argv[1:])

import cv2
import numpy as np

from lesions.coach.check import check

MEMORY_BYTES = 1400 * 1024 * 1024
CPU_SECONDS = 20


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    cv2.setNumThreads(1)  # the web server's other requests want the other cores
    ask = json.loads(sys.stdin.buffer.readline(1000))
    pixels = cv2.imdecode(np.frombuffer(sys.stdin.buffer.read(), dtype=np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise SystemExit(1)
    point = None if ask["point"] is None else (float(ask["point"][0]), float(ask["point"][1]))
    picture = np.ascontiguousarray(pixels[..., ::-1], dtype=np.uint8)
    findings = check(picture, point, ask.get("focal_35mm"))
    sys.stdout.write(json.dumps([[finding.key, finding.verdict, finding.value] for finding in findings]))


if __name__ == "__main__":
    main()
