"""Row `share`: a year with fifty photos, encrypted, against reading, resizing and age by themselves; and its memory."""

import random
import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from PIL import Image

from tests.bench import plain_share
from tests.bench.grounds import PYTHON, Ground, Grounds
from tests.bench.guests import Unavailable, by_name
from tests.bench.measure import Broken, Goal, Line, Spread, ratios, run
from tests.bench.pairs import absent
from tj.share.crypto import new_identity, recipient_of

__all__ = ["share"]

_DAYS, _PHOTOS = 365, 50
_FIRST = date(2025, 1, 1)
_WORDS = (
    "walk",
    "rain",
    "sleep",
    "work",
    "mother",
    "friend",
    "garden",
    "anxious",
    "hopeful",
    "train",
    "quiet",
    "storm",
)


def share(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return how long `tj share` takes over the plain work for the same bytes, and its peak memory in MB."""
    try:
        age, version = by_name("age", "the package is called age")
    except Unavailable as why:
        return absent(Line("share", "`tj share` / reading, resizing and age", Goal(1.5), {}, "", "age"), why)
    ground = Ground(grounds.folder / "sharing", _DAYS)
    recipient = _prepare(ground)
    ours, theirs, alone, megabytes = [], [], [], []
    for _ in range(rounds):
        bundle = ground.home / "share.age"
        bundle.unlink(missing_ok=True)
        ran = ground.tj("share", "anneke", "--since", str(_FIRST), "--attachments", "--yes", "--output", str(bundle))
        size = str(bundle.stat().st_size)
        ours.append(ran.seconds)
        theirs.append(_plain(ground, [str(age), recipient, size]))
        alone.append(_alone(ground, age, recipient, bundle))
        megabytes.append(ran.megabytes)
    return [
        Line("share", "`tj share` / reading, resizing and age", Goal(1.5), {_DAYS: Spread.of(ratios(ours, theirs))}),
        Line("share", "MB at most", Goal(400), {_DAYS: Spread.of(megabytes)}),
        Line(
            "share",
            "age encrypts as many bytes / `tj share`, which also reads, checks, resizes, signs and reads back",
            None,
            {_DAYS: Spread.of(ratios(alone, ours))},
            peer=f"age {version}",
        ),
    ]


def _alone(ground: Ground, age: Path, recipient: str, bundle: Path) -> float:
    target = ground.home / "alone.age"
    target.unlink(missing_ok=True)
    return run([age, "-r", recipient, "-o", target, bundle], ground.environment(), ground.home).seconds


def _plain(ground: Ground, arguments: Sequence[str]) -> float:
    ran = run([PYTHON, Path(plain_share.__file__), ground.root, *arguments], ground.environment(), ground.home)
    if ran.out.strip() != str(_PHOTOS):
        raise Broken("the plain way found other photos")
    return ran.seconds


def _prepare(ground: Ground) -> str:
    """Make the vault, its keys and its index, unless they are there; return the recipient."""
    kept = ground.home / "recipient"
    if not kept.exists():
        shutil.rmtree(ground.home, ignore_errors=True)
        _make_vault(ground.root)
        recipient = recipient_of(new_identity())
        ground.tj("therapist", "add", "anneke", recipient, "--verified", "in person")
        ground.tj("index")
        kept.write_text(recipient)
    return kept.read_text()


def _make_vault(root: Path) -> None:
    (root / ".tj").mkdir(parents=True)
    (root / ".tj" / "config.toml").touch()
    (root / "attachments").mkdir()
    for number in range(_PHOTOS):
        _photo(number).save(root / "attachments" / f"photo {number}.jpg", quality=90)
    words = random.Random(1)  # noqa: S311 - the same vault each time, and no secret
    for number in range(_DAYS):
        day = _FIRST + timedelta(days=number)
        folder = root / "journal" / str(day.year)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{day}.md").write_text(_entry(day, number, words), encoding="utf-8")


def _photo(number: int) -> Image.Image:
    size = (4000, 3000)
    rough = Image.effect_noise((size[0] // 4, size[1] // 4), 60).resize(size)
    fine = Image.effect_noise(size, 17)
    slope = Image.linear_gradient("L").rotate(90 * (number % 4)).resize(size)
    return Image.blend(Image.merge("RGB", (rough, slope, fine)), Image.merge("RGB", (fine, fine, rough)), 0.5)


def _entry(day: date, number: int, words: random.Random) -> str:
    parts = [f"---\ndate: {day}\nmood: {words.randint(2, 9)}\nemotions: [calm]\nplace: at home {number}\n---\n"]
    for _ in range(6):
        parts.append(" ".join(words.choices(_WORDS, k=60)) + f". [[{day - timedelta(1)}]] %% aside {words.random()} %%")
    if number % 7 == 0 and number // 7 < _PHOTOS:
        parts.append(f"![[photo {number // 7}.jpg]]")
    return "\n\n".join(parts) + "\n"
