"""Opens one uploaded picture in a process of its own and re-encodes it without metadata.

Started as a script by ``lesions.images``, kept warm by ``lesions.fork_server`` and forked for every picture;
knows Pillow and the standard library, not Django. A file made to crash or to exhaust the decoder takes its
own process down and nothing else: memory and time are limited.

In: one JSON line ``{"kind", "max_pixels"}``, then the bytes of the file.
Out: one JSON line, then the JPEG renditions in the order and with the lengths which that line names.
"""

from __future__ import annotations

import io
import json
import os
import resource
import socket
import struct
import sys
import threading
import warnings
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING, Any

if __name__ == "__main__":  # started with -S (no site scan, faster): where everything lies comes as arguments
    sys.path.extend(sys.argv[1:-1])

from PIL import Image, ImageFile

from lesions import display_p3, fast_jpeg
from lesions.fork_server import serve
from lesions.renditions import RENDITIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

# 50 megapixels are 200 MB decoded, twice that while turning, once more for colour; libheif has its own.
MEMORY_BYTES = 1400 * 1024 * 1024
CPU_SECONDS = 40
FILE_BYTES = 100 * 1024 * 1024  # of one rendition, which is encoded into memory that counts as a file
MIN_SIDE_PX = 32
MAX_SIDE_PX = 32_000  # JPEG ends at 65,535; nothing a phone makes is longer than a panorama of 16,000
MAX_ICC_BYTES = 1024 * 1024

UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

ORIENTATION, EXIF_IFD = 0x0112, 0x8769
TAKEN, DIGITISED, OFFSET_TAKEN, OFFSET_DIGITISED = 0x9003, 0x9004, 0x9011, 0x9012
FOCAL_LENGTH, FOCAL_LENGTH_35 = 0x920A, 0xA405


class Refused(Exception):
    """The picture is not taken; ``code`` and ``values`` become a sentence in the server."""

    def __init__(self, code: str, **values: int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def limit_resources() -> None:
    """Bound memory, CPU time and file writing of this process, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


# -- opening


def open_picture(data: bytes, kind: str, max_pixels: int) -> Image.Image:
    """Read the header only, as ``kind`` and nothing else, and check the pixel count before decoding.

    Raises:
        Refused: unreadable, too_many_pixels, too_small.
    """
    if kind == "HEIF":
        import pi_heif  # loaded once by main(); the server process, which imports this module, does without

        pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=2)
    Image.MAX_IMAGE_PIXELS = max_pixels
    try:
        picture = Image.open(io.BytesIO(data), formats=[kind])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused("too_many_pixels") from error
    except MemoryError:
        raise
    except Exception as error:
        raise Refused("unreadable") from error
    check_size(*picture.size, max_pixels)
    return picture


def check_size(width: int, height: int, max_pixels: int) -> None:
    if width * height > max_pixels or max(width, height) > MAX_SIDE_PX:
        raise Refused("too_many_pixels", width=width, height=height)
    if min(width, height) < MIN_SIDE_PX:
        raise Refused("too_small", width=width, height=height)


def decode(picture: Image.Image, max_pixels: int) -> None:
    """Decode the first frame completely: a moving picture gives its first frame, as a phone shows it.

    Raises:
        Refused: truncated, unreadable, and check_size's for a picture larger than its header said.
    """
    try:
        picture.load()
    except MemoryError:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused("too_many_pixels") from error
    except Exception as error:
        cut_off = isinstance(error, EOFError) or any(
            w in str(error).lower() for w in ("truncat", "end of file")
        )
        raise Refused("truncated" if cut_off else "unreadable") from error
    check_size(*picture.size, max_pixels)


# -- what the camera noted


def read_camera(picture: Image.Image) -> tuple[int, dict[str, Any]]:
    """EXIF orientation (1 to 8) and the facts kept as fields; anything implausible or broken is left out."""
    try:
        exif = picture.getexif()
        details: Mapping[int, Any] = exif.get_ifd(EXIF_IFD)
    except Exception:  # noqa: BLE001  # EXIF is the sender's free text: broken notes must not cost the photo
        return 1, {}
    orientation = exif.get(ORIENTATION)
    facts = {
        "taken_local": local_time(details.get(TAKEN)) or local_time(details.get(DIGITISED)),
        "utc_offset_min": offset_min(details.get(OFFSET_TAKEN))
        if details.get(TAKEN)
        else offset_min(details.get(OFFSET_DIGITISED)),
        "focal_length_mm": in_range(details.get(FOCAL_LENGTH), 0.5, 2000),
        "focal_length_35mm": in_range(details.get(FOCAL_LENGTH_35), 5, 2000),
    }
    return (orientation if orientation in UPRIGHT else 1), facts


def local_time(value: object) -> str | None:
    """``2024:05:17 10:21:33`` as ISO text; None when it is no day between 1995 and two days from now."""
    if not isinstance(value, str):
        return None
    try:
        taken = datetime.strptime(value.strip("\0 ")[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  # the camera's own clock
    except ValueError:
        return None
    latest = datetime.now() + timedelta(days=2)  # noqa: DTZ005  # two days cover any zone and a clock a little fast
    return taken.isoformat() if datetime(1995, 1, 1) <= taken <= latest else None  # noqa: DTZ001


def offset_min(value: object) -> int | None:
    """``+02:00`` in minutes; None beyond the zones that exist (-12:00 to +14:00)."""
    if not isinstance(value, str):
        return None
    text = value.strip("\0 ")
    if len(text) != 6 or text[0] not in "+-" or text[3] != ":" or not (text[1:3] + text[4:]).isdecimal():
        return None
    minutes = int(text[1:3]) * 60 + int(text[4:])
    signed = -minutes if text[0] == "-" else minutes
    return signed if -720 <= signed <= 840 and int(text[4:]) < 60 else None


def in_range(value: object, low: float, high: float) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]  # EXIF rationals and whatever else stands there
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return round(number, 3) if low <= number <= high else None


# -- colour and orientation


def to_srgb(picture: Image.Image) -> Image.Image:
    """An RGB picture in sRGB: embedded profile applied (phones write Display P3), alpha on white."""
    profile = picture.info.get("icc_profile")
    if picture.mode in ("I;16", "I;16B", "I;16L", "I", "F"):
        picture = sixteen_bit_to_grey(picture)
    if picture.mode == "P" or (picture.mode in ("L", "RGB", "1") and "transparency" in picture.info):
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    if picture.mode in ("LA", "La", "PA", "RGBa"):
        picture = picture.convert("RGBA")
    if isinstance(profile, bytes) and 128 < len(profile) <= MAX_ICC_BYTES:
        picture = apply_profile(picture, profile)
    if picture.mode == "RGBA":
        flat = Image.new("RGB", picture.size, "white")
        flat.paste(picture, mask=picture.getchannel("A"))
        return flat
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def sixteen_bit_to_grey(picture: Image.Image) -> Image.Image:
    """Pillow's own conversion cuts 16 bit off at 255 instead of scaling."""
    return picture.convert("F").point(lambda value: value * (1 / 257)).convert("L")


def is_srgb(profile: object) -> bool:
    """No profile, or one that names itself sRGB: the pixels are taken as they are."""
    if not isinstance(profile, bytes) or not 128 < len(profile) <= MAX_ICC_BYTES:
        return True  # as in to_srgb: such a profile is not applied
    return b"sRGB" in profile[128:600] or b"s\0R\0G\0B" in profile[128:600]


def apply_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture converted by its colour profile; as it is when that is sRGB already, or nonsense."""
    if is_srgb(profile):
        return picture
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        out = picture.mode if picture.mode in ("RGB", "RGBA") else "RGB"
        changed = ImageCms.profileToProfile(
            picture, source, target, outputMode=out, inPlace=out == picture.mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    return picture if changed is None else changed


def turn_upright(picture: Image.Image, orientation: int) -> Image.Image:
    turn = UPRIGHT.get(orientation)
    return picture if turn is None else picture.transpose(turn)


# -- renditions


def shrink(picture: Image.Image, longest_px: int) -> Image.Image:
    """At most ``longest_px`` on the longer side; never larger than it was.

    A whole divisor that ends within a tenth below the wish (4032 -> 2016) is taken: averaging whole pixels is
    five times faster than resampling and no less sharp.
    """
    longest = max(picture.size)
    if longest <= longest_px:
        # Saving notes its quality in the object, and the full size is saved at the same moment.
        return picture.copy()
    factor = -(-longest // longest_px)
    if -(-longest // factor) >= longest_px * 0.9:
        return picture.reduce(factor)
    size = tuple(max(1, round(side * longest_px / longest)) for side in picture.size)
    return picture.resize((size[0], size[1]), Image.Resampling.HAMMING, reducing_gap=2.0)


def encode(picture: Image.Image, quality: int) -> bytes:
    """JPEG without EXIF, profile, comment or thumbnail.

    Written through a file descriptor: there Pillow's encoder lets go of the GIL.
    """
    picture.info = {}  # Pillow would write a comment or profile it finds here
    with os.fdopen(os.memfd_create("rendition"), "w+b") as out:
        picture.save(out, "JPEG", quality=quality)
        out.seek(0)
        return out.read()


def render(picture: Image.Image, orientation: int) -> dict[str, bytes]:
    """All renditions, upright, each from the next larger one.

    The full size is turned and encoded in a thread beside the others, turned once they are small.
    """
    name, _, quality = RENDITIONS[0]
    done: dict[str, bytes] = {}
    failed: list[BaseException] = []

    def full_size() -> None:
        try:
            done[name] = encode(turn_upright(picture, orientation), quality)
        except BaseException as error:  # noqa: BLE001  # carried over to the main thread below
            failed.append(error)

    thread = threading.Thread(target=full_size)
    thread.start()
    smaller = smaller_ones(picture, orientation)
    thread.join()
    if failed:
        raise failed[0]
    return done | smaller


def smaller_ones(picture: Image.Image, orientation: int) -> dict[str, bytes]:
    done = {}
    turned = False
    for name, longest_px, quality in RENDITIONS[1:]:
        smaller = shrink(picture, longest_px)
        if not turned:
            smaller, turned = turn_upright(smaller, orientation), True
        done[name] = encode(smaller, quality)
        picture = smaller
    return done


def short_way(data: bytes, profile: object) -> fast_jpeg.Pixels | None:
    """The pixels in sRGB as they lie; None when the colours or the file are not the usual ones."""
    if is_srgb(profile):
        return fast_jpeg.decode(data)
    if not isinstance(profile, bytes) or not display_p3.is_display_p3(profile):
        return None
    pixels = fast_jpeg.decode(data)
    if pixels is not None:
        display_p3.convert(pixels)
    return pixels


def process(data: bytes, kind: str, max_pixels: int) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The header for the answer and the renditions.

    Raises:
        Refused: with a code of ``lesions.image_checks.SENTENCES``.
    """
    picture = open_picture(data, kind, max_pixels)
    if kind == "JPEG" and picture.mode == "RGB":
        pixels = short_way(data, picture.info.get("icc_profile"))
        if pixels is not None and pixels.shape[1::-1] == picture.size:
            orientation, camera = read_camera(picture)
            height_px, width_px = pixels.shape[:2] if orientation < 5 else pixels.shape[1::-1]
            header = {"width_px": width_px, "height_px": height_px, **camera}
            return header, fast_jpeg.render(pixels, orientation, RENDITIONS)
    decode(picture, max_pixels)
    orientation, camera = read_camera(picture)
    width_px, height_px = picture.size if orientation < 5 else picture.size[::-1]
    picture = to_srgb(picture)
    return {"width_px": width_px, "height_px": height_px, **camera}, render(picture, orientation)


def answer(out: IO[bytes], header: dict[str, Any], parts: dict[str, bytes]) -> None:
    header["parts"] = [[name, len(part)] for name, part in parts.items()]
    out.write(json.dumps(header).encode() + b"\n")
    for part in parts.values():
        out.write(part)
    out.flush()


def work(given: int, out: int) -> None:
    """One job in its own process: limits first, then the answer to what came in."""
    limit_resources()
    with os.fdopen(given, "rb") as stream:
        ask = json.loads(stream.readline(1000))
        data = stream.read()
    try:
        header, parts = process(data, ask["kind"], int(ask["max_pixels"]))
    except Refused as refusal:
        header, parts = {"refused": refusal.code, "values": refusal.values}, {}
    except MemoryError:
        header, parts = {"refused": "unreadable", "values": {}}, {}
    except (OSError, ValueError, SyntaxError, struct.error, IndexError, KeyError, TypeError):
        header, parts = {"refused": "unreadable", "values": {}}, {}
    with os.fdopen(out, "wb") as stream_out:
        answer(stream_out, header, parts)


def main() -> None:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    # once here, not in every fork
    import pi_heif  # noqa: F401

    Image.preinit()
    serve(socket.socket(fileno=int(sys.argv[-1])), work)


if __name__ == "__main__":
    main()
