"""Pictures made anew from their pixels, so that nothing else of the file goes along: the only owner of Pillow."""

import io
import warnings

__all__ = ["rebuild"]

_MOST_PIXELS = 60_000_000
_LONGEST = 2000
_KINDS = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"), "WEBP": ("png", "image/png"),
          "GIF": ("png", "image/png")}  # fmt: skip


def rebuild(data: bytes) -> tuple[str, str, bytes] | None:
    """Return a picture's file ending, MIME type and new bytes, or None where it is none that can be made anew.

    Only pixels are taken over, turned as the camera said, of the first frame, at most 2,000 on the longer side. Text,
    place, comments and whatever stands behind the picture's end stay behind.
    """
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=list(_KINDS)) as source:
                kind = str(source.format)
                if source.width * source.height > _MOST_PIXELS:
                    return None
                ending, mime = _KINDS[kind]
                mode = "RGB" if ending == "jpg" else "RGBA"
                pixels = ImageOps.exif_transpose(source).convert(mode)
                pixels.thumbnail((_LONGEST, _LONGEST))
    except Exception:  # noqa: BLE001 - Pillow raises whatever a damaged file makes it raise
        return None
    clean = Image.frombytes(mode, pixels.size, pixels.tobytes())
    target = io.BytesIO()
    if ending == "jpg":
        clean.save(target, "JPEG", quality=85, optimize=True)
    else:
        clean.save(target, "PNG", optimize=True)
    return ending, mime, target.getvalue()
