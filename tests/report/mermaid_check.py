"""Asks Mermaid itself whether it takes the charts that tj writes, and keeps what it said.

Run as `python -m tests.report.mermaid_check`. Mermaid is 13 MB from npm, too much for the suite: so this is run by hand
where charts come to be written differently, in Chromium, with an old, a middle and a new version, since Obsidian brings
one of its own. A test holds what was said to the charts of today, so that it cannot grow old unseen.
"""

import hashlib
import json
import random
import subprocess
import tarfile
import tempfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from tests.conftest import program
from tj.config import MoodScale
from tj.report.mermaid import day_labels, mermaid_moods

__all__ = ["VERDICT", "VERSIONS", "charts", "digest"]

VERDICT = Path(__file__).with_name("mermaid_verdict.json")
VERSIONS = ("10.9.3", "11.4.1", "11.17.2")
# What must be refused, so that a page which refuses nothing is noticed.
WRONG = ("xychart-beta\n    line [4, null]", 'xychart-beta\n    x-axis ["a"b"]\n    line [1, 2]')
_SCALES = (MoodScale(), MoodScale(0, 10), MoodScale(-3, 3), MoodScale(1, 5), MoodScale(0, 1), MoodScale(0.5, 99.25))
_ASK = """async (texts) => {
  const said = [];
  mermaid.initialize({ startOnLoad: false });
  for (const [index, text] of texts.entries()) {
    try {
      await mermaid.parse(text);
      if (index % 20 === 0) await mermaid.render("c" + index, text);
      said.push("");
    } catch (error) { said.push(String(error).slice(0, 200)); }
  }
  return said;
}"""


def charts() -> list[str]:
    """Return charts of all kinds and lengths, without their fence: the same ones each time."""
    chance = random.Random(2026)  # noqa: S311 - for examples, not for secrets
    found: list[str] = []
    day = date(2023, 12, 1)
    for number in range(600):
        scale = _SCALES[number % len(_SCALES)]
        length = chance.randint(2, 31)
        days = [day + timedelta(days=n) for n in sorted(chance.sample(range(31), length))]
        kinds = (
            day_labels(days),
            list(dict.fromkeys(f"{one:%G-W%V}" for one in days)),
            [f"{2000 + n // 12}-{n % 12 + 1:02}" for n in range(length)],
        )
        labels = kinds[number % 3]
        points = [(label, _level(chance, scale)) for label in labels]
        text = mermaid_moods(points, scale)
        if text:
            found.append(text.removeprefix("```mermaid\n").removesuffix("\n```"))
        day += timedelta(days=7)
    return found


def _level(chance: random.Random, scale: MoodScale) -> float:
    return chance.choice([scale.lowest, scale.highest, chance.uniform(scale.lowest, scale.highest)])


def digest(texts: list[str]) -> str:
    """Return what stands for the charts that were looked at."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def ask(version: str, texts: list[str]) -> list[str]:
    """Return what Mermaid says of each chart, an empty text where it takes it."""
    from playwright.sync_api import sync_playwright

    browser_program = program("chromium", "chromium-browser", "google-chrome")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        subprocess.run([program("npm"), "pack", "--silent", f"mermaid@{version}"], cwd=folder, check=True)
        with tarfile.open(next(folder.glob("*.tgz"))) as packed:
            packed.extract("package/dist/mermaid.min.js", folder, filter="data")
        browser = playwright.chromium.launch(executable_path=browser_program)
        page = browser.new_page()
        page.goto("about:blank")
        page.add_script_tag(path=folder / "package/dist/mermaid.min.js")
        said: list[str] = page.evaluate(_ASK, texts)
        browser.close()
    return said


def main() -> None:
    """Ask each version, and write down what it said."""
    texts = charts()
    assert len(texts) > 500
    assert any(a != b for a, b in pairwise(texts))
    refused = {}
    for version in VERSIONS:
        said = ask(version, [*texts, *WRONG])
        assert len(said) == len(texts) + len(WRONG)
        assert all(said[-len(WRONG) :]), "what is wrong was taken"
        refused[version] = [f"{texts[n]}\n{words}" for n, words in enumerate(said[: len(texts)]) if words]
    verdict = {"charts": len(texts), "sha256": digest(texts), "refused": refused}
    VERDICT.write_text(json.dumps(verdict, indent=2) + "\n")


if __name__ == "__main__":
    main()
