"""Pictures made anew from their pixels, so that nothing else of the file goes along: the only owner of Pillow."""

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

__all__ = ["LONGEST", "Picture", "longest_side", "rebuild"]

LONGEST = 2000
_SHORTEST = 800
_LONGEST_IN_REPORT = 1000
_MOST_PIXELS = 60_000_000
# A photograph takes some 0.3 bytes a pixel, and all of a bundle's must leave room for the rest of it.
_ALL_PHOTOS = 24 * 1024 * 1024
_BYTES_A_PIXEL = 0.3
# What has more colours is a photograph, which a PNG makes ten times as large as a JPEG does.
_DRAWN_COLOURS = 32_768
_JPEG, _PNG, _WEBP, _GIF = "JPEG", "PNG", "WEBP", "GIF"
_KINDS = (_JPEG, _PNG, _WEBP, _GIF)
# A camera may put several pictures into one JPEG.
_JPEGS = (_JPEG, "MPO")
_ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A picture made anew: its file `ending`, its MIME type, its bytes, and those of a smaller one for the report.

    `moved` is True where the original was an animation, of which only the first frame is left.
    """

    ending: str
    mime: str
    data: bytes
    small: bytes
    moved: bool


def longest_side(count: int) -> int:
    """Return to how many pixels the longer side of `count` pictures is brought down, for a bundle to hold them all."""
    area = _ALL_PHOTOS / max(count, 1) / _BYTES_A_PIXEL
    return int(min(max((area * 4 / 3) ** 0.5, _SHORTEST), LONGEST))


def rebuild(data: bytes, longest: int = LONGEST) -> Picture | None:
    """Return a picture made anew, or None where it is none that can be.

    Only pixels are taken over, turned as the camera said, of the first frame, at most `longest` on the longer side.
    Text, place, comments, colours that cannot be seen and whatever stands behind the picture's end stay behind.
    """
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=_KINDS) as source:
                if source.width * source.height > _MOST_PIXELS:
                    return None
                moved = source.format not in _JPEGS and getattr(source, "n_frames", 1) > 1
                drawn = source.format not in _JPEGS
                source.draft("RGB", (longest, longest))  # a JPEG is read in half the size for nothing
                if source.getexif().get(_ORIENTATION, 1) != 1:
                    ImageOps.exif_transpose(source, in_place=True)
                pixels = source.convert("RGBA" if drawn else "RGB")
    except Exception:  # noqa: BLE001 - Pillow raises whatever a damaged file makes it raise
        return None
    pixels.thumbnail((longest, longest))
    clean = _clean(pixels)
    ending = "png" if drawn and (clean.mode == "RGBA" or clean.getcolors(_DRAWN_COLOURS)) else "jpg"
    small = clean
    if max(clean.size) > min(longest, _LONGEST_IN_REPORT):
        small = clean.copy()
        small.thumbnail((_LONGEST_IN_REPORT, _LONGEST_IN_REPORT))
    whole = _written(clean, ending, 85)
    less = whole if small is clean else _written(small, ending, 75)
    return Picture(ending, "image/jpeg" if ending == "jpg" else "image/png", whole, less, moved)


def _clean(pixels: "Pixels") -> "Pixels":
    """Return a picture of these pixels and nothing else; what is wholly see-through has no colour then."""
    from PIL import Image

    if pixels.mode == "RGBA":
        opacity = pixels.getchannel("A")
        least, _ = opacity.getextrema()
        if least == 255:
            pixels = pixels.convert("RGB")
        elif least == 0:
            seen = opacity.point(lambda level: 255 if level else 0)
            pixels = Image.composite(pixels, Image.new("RGBA", pixels.size), seen)
    return Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())


def _written(pixels: "Pixels", ending: str, quality: int) -> bytes:
    target = io.BytesIO()
    if ending == "jpg":
        pixels.save(target, _JPEG, quality=quality)
    else:
        pixels.save(target, _PNG)
    return target.getvalue()
