"""Uses nearly every command of tj once, as it is installed: `python -m tests.journey FOLDER`.

It needs nothing but tj, so it can be tried on any system with what is handed out. All that it makes lies in FOLDER.
"""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

__all__ = ["calls", "make"]


def calls(home: Path) -> Sequence[Sequence[str]]:
    """Return calls of nearly every command, in an order in which each has what it needs."""
    from tj.share.crypto import new_identity, recipient_of

    (home / "words").write_text("correct horse battery staple\n", encoding="utf-8")
    vault = ("--vault", str(home / "journal"))
    (home / "moods.csv").write_text("Day,Feeling\n2025-10-03,6\n", encoding="utf-8")
    bundle, backup = str(home / "share.age"), str(home / "backup.age")
    return [
        ("init", str(home / "journal")),
        (*vault, "mood", "6"),
        (*vault, "mood", "4", "--at", "08:15", "--emotion", "tense", "--note", "vor der Prüfung"),
        (*vault, "mood", "5"),
        (*vault, "new", "yesterday", "--text", "By the water. #win", "--no-edit"),
        (*vault, "goal", "add", "walk", "--target", "daily"),
        (*vault, "goal", "done", "walk"),
        (*vault, "goal", "list"),
        (*vault, "list"),
        (*vault, "list", "--json"),
        (*vault, "search", "water"),
        (*vault, "show", "yesterday"),
        (*vault, "stats"),
        (*vault, "index", "--rebuild"),
        (*vault, "check"),
        (*vault, "prompt"),
        (*vault, "assess", "phq-9", "--answers", "1,1,1,1,1,1,1,1,0"),
        (*vault, "session", "note", "--text", "Talked about sleep."),
        (*vault, "session", "prep"),
        (*vault, "wins"),
        (*vault, "support"),
        (*vault, "report", "--output", str(home / "report.html")),
        (*vault, "template", "list"),
        (*vault, "import", "csv", str(home / "moods.csv"), "--column", "date=Day", "--column", "mood=Feeling"),
        (*vault, "export", "--format", "json", "--output", str(home / "all.json")),
        ("key", "new"),
        ("key", "show"),
        ("key", "export", str(home / "keys.age"), "--passphrase-file", str(home / "words")),
        ("therapist", "add", "anneke", recipient_of(new_identity())),
        (*vault, "share", "anneke", "--since", "2025-01-01", "--output", bundle, "--yes", "--unverified"),
        (*vault, "shared"),
        (*vault, "backup", "--own-key", "--to", backup, "--no-history"),
        ("restore", backup, str(home / "again")),
        (*vault, "service", "install", "--watch", "--remind", "20:30", "--no-start"),
        (*vault, "service", "status"),
        (*vault, "service", "remove"),
        ("completion", "bash"),
    ]


def make(home: Path) -> int:
    """Make the journey in an empty folder, and return how many of its calls failed; those are told on stderr."""
    from tj.cli.app import App
    from tj.cli.main import run
    from tj.places import Places

    # What starts tj at login is written into this folder too, and not started.
    os.environ |= {"LOCALAPPDATA": str(home / "local"), "XDG_CONFIG_HOME": str(home / "config"), "HOME": str(home)}
    places = Places(home / "cache", home / "data", home / "outbox")
    app = App(places=lambda: places, clock=datetime.now, start=lambda: home)
    failed = 0
    for words in calls(home):
        code = run(list(words), app)
        if code != 0:
            sys.stderr.write(f"{code}: tj {' '.join(words)}\n")
            failed += 1
    return failed


if __name__ == "__main__":
    sys.exit(make(Path(sys.argv[1]).resolve()))
