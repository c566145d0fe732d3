"""Small real photo files, each different from the other, since the same photo sent twice is kept once."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw


def save_photo(path: Path, *, seed: int) -> Path:
    """A skin-coloured JPEG with a pale lump; ``seed`` moves the lump."""
    picture = Image.new("RGB", (800, 600), (205, 160, 135))
    left = 150 + 60 * seed
    ImageDraw.Draw(picture).ellipse((left, 200, left + 160, 340), fill=(240, 228, 205))
    picture.save(path, "JPEG", quality=88)
    return path
