"""Row `page`: a share of 20 MB, opened by the therapist's page: from the press of the button to the report, and its
opening against the decryption alone."""

import base64
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.grounds import Grounds
from tests.bench.measure import Goal, Line, Spread, ratios
from tests.page.browser import built_page
from tests.page.core import bundled
from tests.page.hands import hands
from tj.share.bundle import Manifest, build
from tj.share.crypto import encrypt, new_identity, new_signing_key, recipient_of, signer_of
from tj.share.keys import identity_file

__all__ = ["page"]

_MEGABYTES = 20


# What a therapist waits for: from the press to the report in its frame.
_PRESS = """
const one = (id) => document.getElementById(id);
const until = async (holds) => { while (!holds()) await new Promise((done) => setTimeout(done, 5)); };
await until(() => one("open-chosen").textContent !== "" && one("busy").textContent === "");
const began = performance.now();
one("open-go").click();
await until(() => location.hash === "#share");
await new Promise((done) => requestAnimationFrame(done));
return (performance.now() - began) / 1000;
"""


def page(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return the seconds that the page takes to open a share of pictures, a report and 365 entries, by browser."""
    identity = new_identity()
    share = encrypt(_inside(identity), recipient_of(identity))
    lines = []
    for browser, programs in (("chromium", ("chromium", "google-chrome")), ("firefox", ("firefox-esr", "firefox"))):
        what = f"seconds to open a share of {_MEGABYTES} MB in {browser.title()}"
        if any(map(shutil.which, programs)):
            lines.append(
                Line("page", what, Goal(1), {_MEGABYTES: Spread.of(_pressed(browser, share, identity, rounds))})
            )
        else:
            lines.append(Line("page", what, Goal(1), {}, unmeasured=f"{browser} is not installed"))
    if chromium := shutil.which("chromium") or shutil.which("google-chrome"):
        script = bundled(Path(__file__).with_name("opening.ts"), "opening.js", for_node=False)
        pairs = _opened(chromium, script, share, identity, rounds + 1)[1:]  # the first compiles
        ours, plain = zip(*pairs, strict=True)
        spread = Spread.of(ratios(ours, plain))
        lines.append(Line("page", "its opening / age's decryption alone", None, {_MEGABYTES: spread}))
    return lines


def _pressed(browser: str, share: bytes, identity: str, rounds: int) -> list[float]:
    found: list[float] = []
    with TemporaryDirectory() as folder, hands(browser) as therapist:
        path, key = Path(folder) / "share.age", Path(folder) / "key.txt"
        path.write_bytes(share)
        key.write_bytes(identity_file(identity))
        for _ in range(rounds):
            # A page that was just opened, as it is for whoever opens one share.
            therapist.go("about:blank")
            therapist.go(built_page().as_uri())
            therapist.press("Open a share")
            therapist.give("The key file that you kept", key)
            therapist.give("The file that was sent to you", path)
            found.append(therapist.run(_PRESS, None))
    return found


def _opened(chromium: str, script: Path, share: bytes, identity: str, rounds: int) -> list[tuple[float, float]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.goto(script.as_uri())  # any file: what matters is that it is one
        tab.add_script_tag(path=script)
        given = [base64.b64encode(share).decode(), identity, rounds]
        found: list[tuple[float, float]] = tab.evaluate(
            "([share, identity, rounds]) => openings(share, identity, rounds)", given
        )
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
