"""The sizes in which a photo is kept; each is a JPEG. And how large it may be to be taken."""

MAX_PIXELS = 50_000_000

#: name, longest side in px (0: as it is), JPEG quality; largest first
RENDITIONS = (("full", 0, 90), ("large", 2048, 86), ("medium", 1080, 84), ("small", 320, 80))
