"""How long a photo's ingest takes and how much memory, against Pillow's bare decode of the same file.

    python -m bench.ingest                     about half a minute
    python -m bench.ingest --heic photo.heic   a HEIC as well (nothing here can write one)

Ingest is everything from the bytes of the upload to a full-size master and three smaller pictures, with its
process forked, its limits set and its answer read. Bare decode and ingest take turns; the table has medians.
"First" is the first photo of a server process, which also starts the warm one. Memory is the peak of the
process that worked (ru_maxrss, through the warm one it was forked from) above what that one holds.
"""

from __future__ import annotations

import argparse
import io
import re
import resource
import statistics
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 7
LIMIT_JPEG, LIMIT_HEIC, LIMIT_MIB = 2.5, 1.4, 130
SIZE = (4032, 3024)


#: red, green and blue of Display P3 as XYZ at D50
DISPLAY_P3 = {
    b"rXYZ": (0.51512, 0.24120, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.15710, 0.06657, 0.78407),
}


def display_p3() -> bytes:
    """An iPhone's colour profile, without its name: sRGB's with other primaries."""
    from PIL import ImageCms

    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for name in (b"sRGB", b"s\0R\0G\0B"):
        while (at := data.find(name, 128)) >= 0:
            data[at : at + len(name)] = b"x" * len(name)
    for tag, xyz in DISPLAY_P3.items():
        at = data.index(tag, 128)
        place = int.from_bytes(data[at + 4 : at + 8], "big") + 8
        data[place : place + 12] = struct.pack(">3i", *(round(value * 65_536) for value in xyz))
    return bytes(data)


def photo(*, turned: bool, detailed: bool, profile: bytes | None = None) -> bytes:
    """12 megapixels as a phone writes them: 4 MB with the grain of a sensor, or a smooth one of 1 MB."""
    import numpy as np
    from PIL import Image

    chance = np.random.default_rng(3)
    coarse = Image.fromarray(chance.integers(40, 220, (24, 32, 3), dtype=np.uint8))
    pixels = np.asarray(coarse.resize(SIZE, Image.Resampling.BICUBIC), dtype=np.float32)
    grain = chance.standard_normal((SIZE[1], SIZE[0], 1), dtype=np.float32)
    pixels = pixels + grain * (6.5 if detailed else 1.0)
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    out = io.BytesIO()
    picture = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    picture.save(out, "JPEG", quality=90, exif=exif, icc_profile=profile)
    return out.getvalue()


def measure(data: bytes) -> dict[str, float]:
    """Medians in ms of bare decode, ingest and the first ingest, and MiB above the import."""
    from PIL import Image

    from lesions import images

    if images.kind_of(data) == "HEIF":
        import pi_heif

        pi_heif.register_heif_opener()

    def bare() -> None:
        Image.open(io.BytesIO(data)).load()

    first = _milliseconds(lambda: images.ingest(data))
    held = _resident_kib(images.workers._process.pid)
    times: dict[str, list[float]] = {"bare": [], "ingest": []}
    for _ in range(ROUNDS):
        times["bare"].append(_milliseconds(bare))
        times["ingest"].append(_milliseconds(lambda: images.ingest(data)))
    images.workers.stop()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    medians = {name: statistics.median(values) for name, values in times.items()}
    return {**medians, "first": first, "mib": (peak - held) / 1024, "held": held / 1024}


def _milliseconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def _resident_kib(pid: int) -> int:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) if found else 0


def in_own_process(data: bytes) -> dict[str, float]:
    """Measured in a fresh process, so that no photo sees the memory of another."""
    command = [sys.executable, "-m", "bench.ingest", "--stdin"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    values = done.stdout.decode().split()
    return dict(zip(("bare", "ingest", "first", "mib", "held"), map(float, values), strict=True))


def report(heic: Path | None = None) -> bool:
    """Print the table; True when every promise is kept."""
    photos = {
        "12 MP JPEG": (photo(turned=False, detailed=True), LIMIT_JPEG),
        "the same, turned": (photo(turned=True, detailed=True), LIMIT_JPEG),
        "12 MP JPEG, smooth": (photo(turned=False, detailed=False), LIMIT_JPEG),
        "smooth, turned": (photo(turned=True, detailed=False), LIMIT_JPEG),
        "iPhone's Display P3": (photo(turned=True, detailed=True, profile=display_p3()), LIMIT_JPEG),
    }
    if heic is not None:
        photos["HEIC"] = (heic.read_bytes(), LIMIT_HEIC)
    kept = True
    print(f"{'photo':20} {'MB':>5} {'decode ms':>10} {'ingest ms':>10} {'ratio':>6} {'at most':>8}", end="")
    print(f" {'first ms':>9} {'MiB':>5} {'at most':>8}")
    for name, (data, limit) in photos.items():
        got = in_own_process(data)
        ratio = got["ingest"] / got["bare"]
        kept = kept and ratio <= limit and got["mib"] <= LIMIT_MIB
        print(
            f"{name:20} {len(data) / 1e6:5.1f} {got['bare']:10.0f} {got['ingest']:10.0f} {ratio:6.2f}", end=""
        )
        print(f" {limit:8.1f} {got['first']:9.0f} {got['mib']:5.0f} {LIMIT_MIB:8}")
    return kept


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--heic", type=Path)
    parser.add_argument("--strict", action="store_true", help="end with an error when a promise is missed")
    parser.add_argument("--stdin", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stdin:
        from django.conf import settings

        settings.configure(USE_I18N=False)
        got = measure(sys.stdin.buffer.read())
        print(*(got[name] for name in ("bare", "ingest", "first", "mib", "held")))
        return 0
    return 0 if report(options.heic) or not options.strict else 1


if __name__ == "__main__":
    sys.exit(main())
