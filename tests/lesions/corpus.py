"""Pictures for the ingest tests: good ones with known corners, and files made to do harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import ExifTags, Image, ImageCms, ImageDraw, PngImagePlugin

HEIC = Path(__file__).parent / "data" / "phone.heic"

CORNERS = {"red": (214, 40, 40), "green": (40, 170, 60), "blue": (40, 70, 200), "white": (250, 250, 250)}


def corner_picture(width: int = 640, height: int = 420) -> Image.Image:
    """Red, green over blue, white: no turn and no mirror image looks like another."""
    picture = Image.new("RGB", (width, height), (190, 150, 130))
    draw = ImageDraw.Draw(picture)
    w, h = width // 2, height // 2
    draw.rectangle((0, 0, w, h), fill=CORNERS["red"])
    draw.rectangle((w, 0, width, h), fill=CORNERS["green"])
    draw.rectangle((0, h, w, height), fill=CORNERS["blue"])
    draw.rectangle((w, h, width, height), fill=CORNERS["white"])
    return picture


def corner_names(jpeg: bytes) -> tuple[str, str, str, str]:
    """Colours found at upper left, upper right, lower left, lower right."""
    picture = Image.open(io.BytesIO(jpeg)).convert("RGB")
    w, h = picture.size
    return (
        _nearest(picture, w // 8, h // 8),
        _nearest(picture, w - w // 8, h // 8),
        _nearest(picture, w // 8, h - h // 8),
        _nearest(picture, w - w // 8, h - h // 8),
    )


def _nearest(picture: Image.Image, x: int, y: int) -> str:
    pixel = picture.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return min(CORNERS, key=lambda name: sum(abs(a - b) for a, b in zip(pixel, CORNERS[name], strict=True)))


def saved(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def jpeg(**options: object) -> bytes:
    return saved(corner_picture(), "JPEG", **options)


def png(**options: object) -> bytes:
    return saved(corner_picture(), "PNG", **options)


UNTURN = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def turned_exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return exif


def turned(orientation: int, kind: str = "JPEG") -> bytes:
    """Stored lying as a phone stores it, with the EXIF orientation that puts it upright again."""
    picture = corner_picture()
    turn = UNTURN[orientation]
    lying = picture if turn is None else picture.transpose(turn)
    return saved(lying, kind, exif=turned_exif(orientation))


def camera_exif(taken: str = "2025:11:03 08:15:30", offset: str | None = "+01:00") -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SecretPhone"
    exif[ExifTags.Base.Artist] = "Secret Person"
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = taken
    if offset is not None:
        details[ExifTags.Base.OffsetTimeOriginal] = offset
    details[ExifTags.Base.FocalLength] = 5.7
    details[ExifTags.Base.FocalLengthIn35mmFilm] = 26
    details[ExifTags.Base.MakerNote] = b"SECRET MAKER NOTE" * 20
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (48.0, 12.0, 30.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (16.0, 22.0, 10.0)
    return exif


def talkative_jpeg() -> bytes:
    """GPS, maker note, thumbnail, XMP, IPTC, comment and a profile: all that phones and editors write."""
    exif = camera_exif().tobytes() + b"\xff\xd8\xff\xe0SECRET THUMBNAIL\xff\xd9"
    data = jpeg(
        exif=exif,
        comment=b"SECRET COMMENT",
        icc_profile=srgb_profile(),
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRET XMP</x:xmpmeta>",
    )
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x10SECRET IPTC TEXT"
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + data[2:]


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """A valid matrix profile whose red and green are exchanged: whether it was applied shows at once."""
    data = bytearray(srgb_profile())
    for name in (b"sRGB", b"s\0R\0G\0B"):
        while (at := data.find(name, 128)) >= 0:
            data[at : at + len(name)] = b"x" * len(name)
    red, green = data.find(b"rXYZ", 128), data.find(b"gXYZ", 128)
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(data)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_header(width: int, height: int, bit_depth: int = 8, colour: int = 2) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunk(
        b"IHDR", struct.pack(">IIBBBBB", width, height, bit_depth, colour, 0, 0, 0)
    )


def png_claiming(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of any size."""
    return png_header(width, height) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def png_bomb(width: int = 20_000, height: int = 20_000) -> bytes:
    """400 megapixels of one colour in some 50 kB, honest in its header and complete."""
    packer = zlib.compressobj(9)
    row = b"\0" + bytes(width // 8)
    body = b"".join(packer.compress(row * 500) for _ in range(height // 500)) + packer.flush()
    return png_header(width, height, 1, 0) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def lying_png() -> bytes:
    """Says 64 x 64 and carries the rows of a picture ten thousand times that size."""
    return png_header(64, 64) + chunk(b"IDAT", zlib.compress(bytes(120_000_000), 9)) + chunk(b"IEND", b"")


def lying_jpeg(width: int = 65_000, height: int = 65_000) -> bytes:
    """A small JPEG whose frame header says 4,225 megapixels."""
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def text_bomb() -> bytes:
    """A PNG with a compressed text of 200 MB."""
    data = png()
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9))
    return data[:33] + bomb + data[33:]


def profile_bomb() -> bytes:
    """A PNG whose colour profile unpacks to 200 MB."""
    data = png()
    bomb = chunk(b"iCCP", b"icc\0\0" + zlib.compress(bytes(200_000_000), 9))
    return data[:33] + bomb + data[33:]


def animated(kind: str) -> bytes:
    second = Image.new("RGB", (640, 420), "black")
    return saved(corner_picture(), kind, save_all=True, append_images=[second], duration=200)


def text_png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "SECRET AUTHOR")
    info.add_itxt("XML:com.adobe.xmp", "SECRET XMP", zip=True)
    return png(pnginfo=info, exif=camera_exif())


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../evil.py", "print('SECRET')")
    return out.getvalue()


def turned_heic() -> bytes:
    """The phone's picture with a quarter turn in its container: its ``pixi`` property becomes ``irot``."""
    data = bytearray(HEIC.read_bytes())
    at = data.index(b"pixi")
    data[at : at + 5] = b"irot\x01"
    return bytes(data)


#: name under which it is sent, bytes, word that must stand in the refusal
NOT_PHOTOS = [
    ("photo.jpg", b"<!DOCTYPE html><script>alert(1)</script>", "web page"),
    ("photo.jpg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "drawing"),
    ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "drawing"),
    ("photo.jpg", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj", "PDF"),
    ("photo.png", zipped(), "packed"),
    ("photo.jpg", b"MZ\x90\0\x03\0\0\0" + bytes(200), "program"),
    ("photo.jpg", b"\x7fELF\x02\x01\x01" + bytes(200), "program"),
    ("photo.gif", saved(corner_picture(), "GIF"), "GIF"),
    ("photo.tif", saved(corner_picture(), "TIFF"), "TIFF"),
    ("photo.bmp", saved(corner_picture(), "BMP"), "BMP"),
    ("photo.heic", b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(200), "video"),
    ("photo.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(200), "video"),
    ("photo.jpg", b"just some words", "what kind of file"),
]

#: files that look like a photo and are none, or not wholly
BROKEN = {
    "JPEG cut in half": jpeg()[: len(jpeg()) // 2],
    "JPEG of three bytes": b"\xff\xd8\xff",
    "PNG cut in half": png()[: len(png()) // 2],
    "PNG header alone": png_header(100, 100),
    "PNG with a wrong checksum": png()[:29] + b"\0\0\0\0" + png()[33:],
    "HEIC cut in half": HEIC.read_bytes()[: HEIC.stat().st_size // 2],
    "WebP cut in half": saved(corner_picture(), "WEBP")[:300],
    "AVIF cut in half": saved(corner_picture(), "AVIF")[:400],
    "AVIF that is called HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500),
}
