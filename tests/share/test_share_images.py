"""Pictures go along as pixels alone; what cannot be made anew does not go."""

import io

import pytest
from PIL import Image, PngImagePlugin

from tj.share import images
from tj.share.images import rebuild

SECRET = b"SECRET-at-home"


def picture(kind: str, size: tuple[int, int] = (8, 6), mode: str = "RGB", **options: object) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, 1 if mode == "P" else "red" if mode.startswith("RGB") else 3).save(target, kind, **options)
    return target.getvalue()


def exif() -> bytes:
    made = Image.Exif()
    made[0x010E] = SECRET.decode()
    made[0x0112] = 6
    made.get_ifd(0x8825)[29] = SECRET.decode()
    return made.tobytes()


def text_chunks() -> PngImagePlugin.PngInfo:
    made = PngImagePlugin.PngInfo()
    made.add_text("Comment", SECRET.decode())
    made.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return made


@pytest.mark.parametrize(
    ("data", "ending", "mime"),
    [
        (picture("JPEG", exif=exif(), comment=SECRET), "jpg", "image/jpeg"),
        (picture("JPEG", icc_profile=SECRET * 20), "jpg", "image/jpeg"),
        (picture("PNG", pnginfo=text_chunks(), exif=exif()), "png", "image/png"),
        (picture("WEBP", exif=exif(), xmp=SECRET), "png", "image/png"),
        (picture("GIF", comment=SECRET, mode="P"), "png", "image/png"),
        (picture("PNG") + SECRET, "png", "image/png"),
        (picture("JPEG") + SECRET, "jpg", "image/jpeg"),
    ],
)
def test_nothing_but_pixels_goes_along(data: bytes, ending: str, mime: str) -> None:
    assert SECRET in data
    made = rebuild(data)
    assert made is not None
    assert (made.ending, made.mime) == (ending, mime)
    assert SECRET not in made.data + made.small
    with Image.open(io.BytesIO(made.data)) as found:
        assert not found.getexif()
        assert not set(found.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert rebuild(made.data) is not None


def test_a_picture_is_turned_as_the_camera_said() -> None:
    made = rebuild(picture("JPEG", (8, 6), exif=exif()))
    assert made is not None
    with Image.open(io.BytesIO(made.data)) as found:
        assert found.size == (6, 8)
        assert found.getpixel((0, 0)) == pytest.approx((254, 0, 0), abs=3)


def test_a_large_picture_becomes_smaller() -> None:
    made = rebuild(picture("PNG", (2600, 13)))
    assert made is not None
    with Image.open(io.BytesIO(made.data)) as found:
        assert found.size == (2000, 10)


def test_only_the_first_frame_of_an_animation_goes() -> None:
    target = io.BytesIO()
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue", "green")]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    made = rebuild(target.getvalue())
    assert made is not None
    with Image.open(io.BytesIO(made.data)) as found:
        assert getattr(found, "n_frames", 1) == 1
        assert found.convert("RGB").getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_every_kind_of_jpeg_is_made_anew(mode: str) -> None:
    made = rebuild(picture("JPEG", mode=mode))
    assert made is not None
    assert made.ending == "jpg"


def test_transparency_stays_and_what_is_under_it_does_not() -> None:
    target = io.BytesIO()
    image = Image.new("RGBA", (2, 2), (1, 2, 3, 0))
    image.putpixel((1, 1), (1, 2, 3, 7))
    image.save(target, "PNG")
    made = rebuild(target.getvalue())
    assert made is not None
    with Image.open(io.BytesIO(made.data)) as found:
        assert found.getpixel((0, 0)) == (0, 0, 0, 0)  # a colour that nobody can see may say something
        assert found.getpixel((1, 1)) == (1, 2, 3, 7)


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b'<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>', b"%PDF-1.7\n", picture("BMP"),
     picture("TIFF"), picture("PNG")[:40], picture("JPEG")[:200], b"GIF89a" + b"\xff" * 20],
)  # fmt: skip
def test_what_is_no_picture_of_a_known_kind_stays_out(data: bytes) -> None:
    assert rebuild(data) is None


def test_a_picture_of_too_many_pixels_stays_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_MOST_PIXELS", 47)
    assert rebuild(picture("PNG", (8, 6))) is None
    assert rebuild(picture("PNG", (8, 5))) is not None
    assert rebuild(picture("PNG", (9000, 9000), mode="1")) is None
