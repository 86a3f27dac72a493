"""Someone who keeps a journal, for tests of what a single edit does to the summaries."""

import random
from collections.abc import Mapping
from datetime import date, timedelta

from tests.fuzz.test_fuzz_watch import Watched

__all__ = ["Diarist"]


class Diarist:
    """Someone who keeps a journal over a turn of the year and changes it in one place at a time, by a seed."""

    def __init__(self, world: Watched, seed: int) -> None:
        self.world = world
        self.chance = random.Random(seed)  # noqa: S311 - chance that can be repeated

    def some(self, folder: str) -> str | None:
        found = sorted((self.world.vault.root / folder).glob("*.md"))
        return f"{folder}/{self.chance.choice(found).name}" if found else None

    def write(self, path: str, header: Mapping[str, str], body: str) -> None:
        lines = "".join(f"{key}: {value}\n" for key, value in header.items() if value)
        self.world.write(path, f"---\n{lines}---\n{body}")

    def day(self) -> str:
        return str(date(2025, 11, 20) + timedelta(days=self.chance.choice([self.chance.randrange(130)] * 6 + [400])))

    def lines(self) -> str:
        lines = (
            "words\n", "more words\n", "- [ ] ask #session\n", "- [x] asked #session\n", "won #win\n",
            "- 08:00 (mood:: 3) up\n", "- [x] out [[walk]]\n", "- [x] pages #goal/read ✅ 2026-01-03\n",
            "- [ ] [[walk]]\n",
            "- [x] told [[Anna]]\n",
        )  # fmt: skip
        return "".join(self.chance.sample(lines, k=self.chance.randrange(4)))

    def entry(self, path: str | None = None) -> None:
        """Write an entry, new or in the place of one."""
        pick = self.chance.choice
        header = {
            "mood": pick(["", "2", "5.5", "9"]), "emotions": pick(["", "[calm]", "[calm, sad]"]),
            "tags": pick(["", "[a/b]"]),
            "goals": pick(["", "", "[walk]", "['walk: 20', read]", "[swim, 'Walk: 3.5']"]),
            "private": pick(["", "", "true"]), "sleep": pick(["", "6", "8"]),
            "date": pick(["", "", "", self.day()]), "title": pick(["", "", "A title"]),
            "broken": pick([*[""] * 12, "["]),
        }  # fmt: skip
        self.write(path or f"journal/{self.day()}{pick(['', '', '-2230'])}.md", header, self.lines())

    def again(self) -> None:
        self.entry(self.some("journal"))

    def private(self) -> None:
        self.world.private(self.chance.randrange(99))

    def remove(self) -> None:
        if path := self.some(
            self.chance.choice(["journal", "journal", "sessions", "goals", "assessments", "assessments"])
        ):
            (self.world.vault.root / path).unlink()

    def newest(self) -> None:
        """Remove the newest entry by its name."""
        if found := sorted((self.world.vault.root / "journal").glob("*.md")):
            found[-1].unlink()

    def session(self) -> None:
        tasks = [
            "- [ ] breathe 📅 2026-02-01\n", "- [x] breathe ✅ 2026-01-20\n", "talked\n",
            "- [ ] sleep early\n",
            "- [x] [[swim|lengths]] [completion:: 2026-01-20]\n", "- [x] [[walk]]\n",
        ]  # fmt: skip
        day = self.day()
        self.write(
            f"sessions/{day}.md",
            {"type": "session", "date": day, "therapist": self.chance.choice(["", "Dr. *A*"])},
            "".join(self.chance.sample(tasks, k=2)),
        )

    def assessment(self) -> None:
        """Keep a result, new or in the place of one; some of them cannot be compared."""
        pick = self.chance.choice
        day, name = self.day(), pick(["phq-9", "phq-9", "gad-7", "unknown", "wellbeing-check"])
        header = {
            "type": pick(["assessment"] * 8 + ["note"]), "date": pick([day] * 8 + [""]), "name": name,
            "score": pick([*map(str, range(0, 28, 3)), "", "many", "99"]), "max": pick(["27", "27", "21", ""]),
            "band": pick(["", "mild"]), "time": pick(["", "'07:00'"]),
        }  # fmt: skip
        again = self.some("assessments") if self.chance.random() < 0.3 else None
        self.write(again or f"assessments/{day}-{name}{pick(['', '-0700'])}.md", header, "")

    def goal(self) -> None:
        pick = self.chance.choice
        header = {
            "type": "goal", "target": pick(["", "daily", "3/week", "once", "once by 2026-02-01", "2/month"]),
            "status": pick(["", "active", "paused", "done", "dropped"]), "start": pick(["", self.day()]),
            "title": pick(["", "A goal"]), "amount": pick(["", "", "5"]), "due": pick(["", "", self.day()]),
            "paused": pick(["", "", "[2026-01-05/2026-01-20]", "[2026-01-05/]"]), "ended": pick(["", "", self.day()]),
        }  # fmt: skip
        self.write(f"goals/{pick(['walk', 'read', 'swim'])}.md", header, "")

    def guidance(self) -> None:
        header = {"type": self.chance.choice(["guidance", "guidance", "session", "entry"]), "date": self.day()}
        self.write("guidance/g.md", header, self.lines())
