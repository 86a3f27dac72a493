"""The least that a share could be: everything read, every photo made smaller, and as many bytes encrypted with age.

Knows nothing of tj. Run as `python plain_share.py VAULT AGE RECIPIENT BYTES`, it prints how many photos there were.
"""

import io
import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageOps

__all__: list[str] = []

_LONGEST = 2000


def _main(root: str, age: str, recipient: str, size: str) -> None:
    for path in Path(root).rglob("*.md"):
        path.read_bytes()
    photos = sorted(Path(root).rglob("*.jpg"))
    for path in photos:
        photo = ImageOps.exif_transpose(Image.open(io.BytesIO(path.read_bytes())))
        photo.thumbnail((_LONGEST, _LONGEST))
        photo.save(io.BytesIO(), "JPEG", quality=85)
    subprocess.run([age, "-r", recipient], input=bytes(int(size)), stdout=subprocess.DEVNULL, check=True)
    sys.stdout.write(f"{len(photos)}\n")


if __name__ == "__main__":
    _main(*sys.argv[1:])
