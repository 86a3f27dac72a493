"""Row `page`: a share of 20 MB, opened by the therapist's page in Chromium, from the key to all that is shown."""

import base64
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.bench.grounds import Grounds
from tests.bench.measure import Goal, Line, Spread
from tests.page.core import bundled
from tj.share.bundle import Manifest, build
from tj.share.crypto import encrypt, new_identity, new_signing_key, recipient_of, signer_of

__all__ = ["page"]

_MEGABYTES = 20


def page(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return the seconds that the page takes to open a share of pictures, a report and 365 entries."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    what = f"seconds to open a share of {_MEGABYTES} MB in Chromium"
    if chromium is None:
        return [Line("page", what, None, {}, "skipped: Chromium is not installed")]
    identity = new_identity()
    share = encrypt(_inside(identity), recipient_of(identity))
    script = bundled(Path(__file__).with_name("opening.ts"), "opening.js", for_node=False)
    seconds = _opened(chromium, script, share, identity, rounds + 1)[1:]  # the first compiles
    return [Line("page", what, Goal(1), {_MEGABYTES: Spread.of(seconds)})]


def _opened(chromium: str, script: Path, share: bytes, identity: str, rounds: int) -> list[float]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.goto(script.as_uri())  # any file: what matters is that it is one
        tab.add_script_tag(path=script)
        given = [base64.b64encode(share).decode(), identity, rounds]
        found: list[float] = tab.evaluate("([share, identity, rounds]) => openings(share, identity, rounds)", given)
        browser.close()
    return found


def _inside(identity: str) -> bytes:
    signing, chance = new_signing_key(), random.Random(1)  # noqa: S311 - the same share each time, and no secret
    pictures = {f"att/{number:04}.jpg": chance.randbytes(1_000_000) for number in range(1, _MEGABYTES - 1)}
    entries = {f"entries/{number:04}.md": b"A walk in the rain, and a quiet hour.\n" * 40 for number in range(1, 366)}
    report = b"<!doctype html><p>" + chance.randbytes(500_000).hex().encode()
    manifest = Manifest(
        id="abcdefgh234567ab",
        serial=1,
        created="2026-05-11",
        recipient=recipient_of(identity),
        signer=signer_of(signing),
        reply_to=recipient_of(new_identity()),
        reply_secret=base64.b64encode(bytes(32)).decode(),
        stripped={},
    )
    return build(manifest, {**pictures, **entries, "report.html": report}, signing)
