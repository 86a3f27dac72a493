"""The documentation is right: what it shows is run, what it links to is there, and every command stands in it.

The `sh` blocks of a page are run line by line, each in a copy of the example vault. What cannot be run as it stands
is in `docs_examples.toml`, with the reason; a line that is neither run nor excused fails.
"""

import json
import re
import shlex
import shutil
import subprocess
import tomllib
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click
import pytest

from tests.conftest import ROOT, MakeVault, Outcome, Tj, program
from tj.cli.group import COMMANDS, main
from tj.share.crypto import new_identity, recipient_of
from tj.share.keys import identity_file, read_identities

PAGES = ["README.md", "SECURITY.md", *sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md"))]
TABLE = tomllib.loads((ROOT / "tests/docs_examples.toml").read_text())
# Programs that a reader is told to call, beside tj.
OTHERS = {"age", "unzip", "sha256sum", "cat"}


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / page).read_text(), re.DOTALL | re.MULTILINE)


def commands(block: str) -> list[str]:
    """The commands of a block in their order, without remarks."""
    bare = [re.sub(r"(^|\s+)#\s.*$", "", line).strip() for line in block.splitlines()]
    return [part for line in bare for part in line.split(" && ") if part]


def lines(page: str) -> list[str]:
    return [line for block in blocks(page, "sh") for line in commands(block)]


@dataclass
class World:
    """A reader's computer: a home, the example vault in it as the current folder, and files as from elsewhere."""

    tj: Tj
    patch: pytest.MonkeyPatch

    def run(self, line: str, *, check: bool = True) -> None:
        """Run one line as a reader would, and hold it to exit code 0; `check` is that it is a known program's."""
        self.tj.now += timedelta(minutes=1)
        given = self.filled(TABLE["run_as"].get(line, {"as": line})["as"])
        words = shlex.split(given)
        if words[0] == "cd":
            self.go(Path(words[1]))
        elif words[0] == "tj":
            result = self.answered(words[1:], TABLE["input"].get(line, ""))
            assert result.code == 0, f"{line}\n{result.out}\n{result.err}"
        else:
            assert not check or words[0] in OTHERS, f"{line}: neither run nor excused; see docs_examples.toml"
            program(words[0])
            done = subprocess.run(["/bin/sh", "-c", given], capture_output=True, timeout=60, check=False)
            assert done.returncode == 0, f"{line}\n{done.stderr.decode()}"

    def go(self, folder: Path) -> None:
        self.patch.chdir(folder)
        self.tj.start = Path.cwd()

    def filled(self, line: str) -> str:
        """The line with what it leaves open: a key, drives, the home, and the names that tj chose."""
        home = self.tj.home
        line = line.replace("age1…", recipient_of(read_identities(home / "my-key.txt")[0]))
        line = line.replace("my-key.txt", str(home / "my-key.txt")).replace("/media", str(home / "media"))
        line = re.sub(r"(?<=\s)tj-page\.html", f"{home}/outbox/tj-page.html", line)
        for kind in ("share", "reply"):
            made = sorted((home / "outbox").glob(f"{kind}-*.age"), key=lambda path: path.stat().st_mtime_ns)
            line = line.replace(f"{kind}-….age", str(made[-1]) if made else f"no-{kind}-yet")
        return re.sub(r"(?<=\s)~/", f"{home}/", line)

    def answered(self, words: list[str], typed: str) -> Outcome:
        """Call tj with `typed` on its standard input, which is a file and no terminal."""
        path = self.tj.home / "typed"
        path.write_text(typed)
        with path.open() as file:
            self.patch.setattr("sys.stdin", file)
            return self.tj(*words)


@pytest.fixture
def world(tj: Tj, monkeypatch: pytest.MonkeyPatch) -> World:
    for name in ("EDITOR", "VISUAL", "TJ_VAULT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tj.home))
    for name in ("CONFIG", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tj.home / f".{name.lower()}"))
    shutil.copytree(ROOT / "examples/vault", tj.home / "vault")
    for folder in ("media/usb", "media/stick", "MyVault/.obsidian", "old-notes"):
        (tj.home / folder).mkdir(parents=True)
    (tj.home / "my-key.txt").write_bytes(identity_file(new_identity()))
    (tj.home / "old-notes/2025-10-01.md").write_text("By the water.\n")
    from_elsewhere(tj.home / "vault")
    return World(tj, monkeypatch)


def from_elsewhere(folder: Path) -> None:
    """Small journals as other programs write them."""
    (folder / "journal.txt").write_text("[2025-10-02 21:30] Long day.\nCame home late.\n")
    (folder / "moods.csv").write_text("Day,Feeling,Hours\n2025-10-03,6,7.5\n")
    (folder / "daylio_export.csv").write_text(
        "full_date,date,weekday,time,mood,activities,note_title,note\n2025-10-04,Oct 4,Saturday,20:00,good,walk,,Rain\n"
    )
    entry = {"uuid": "A1", "creationDate": "2025-10-05T08:30:00Z", "timeZone": "UTC", "text": "Fog."}
    with zipfile.ZipFile(folder / "Export.zip", "w") as archive:
        archive.writestr("Journal.json", json.dumps({"entries": [entry]}))


def excused(line: str) -> bool:
    return line in TABLE["not_run"]


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "sh")])
def test_the_examples_of_a_page_run(world: World, page: str) -> None:
    shown = lines(page)
    world.go(world.tj.home / "vault")
    world.run("tj key new")
    world.run("tj therapist add anneke age1…")
    if re.search(r"(share|reply)-….age", " ".join(shown)):
        world.run("tj share anneke --since 2026-04-01 --until 2026-04-20 --yes --unverified")
        world.run("tj reply share-….age --identity my-key.txt --guidance 'Go on.' --yes")
    for block in blocks(page, "sh"):
        world.go(world.tj.home / "vault")
        for line in commands(block):
            if before := TABLE["before"].get(line):
                world.run(before["do"], check=False)
            if not excused(line):
                world.run(line)


def test_the_table_excuses_nothing_that_is_not_there() -> None:
    shown = {line for page in PAGES for line in lines(page)}
    assert {line for name in ("not_run", "run_as", "before", "input") for line in TABLE[name]} <= shown
    assert all(len(reason) > 10 for reason in TABLE["not_run"].values())
    assert all(entry.get("why") for name in ("run_as", "before") for entry in TABLE[name].values())


def test_most_of_what_is_shown_is_run() -> None:
    shown = [line for page in PAGES for line in lines(page)]
    assert len(shown) > 100
    assert sum(excused(line) for line in shown) < len(shown) / 5


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "toml")])
def test_settings_that_are_shown_can_be_read(page: str) -> None:
    for block in blocks(page, "toml"):
        tomllib.loads(block)


def test_the_vault_that_the_format_shows_needs_no_look(tj: Tj, make_vault: MakeVault) -> None:
    entry, goal = blocks("docs/format.md", "yaml")
    (settings,) = blocks("docs/format.md", "toml")
    body = "".join(f"{line}\n" for line in re.findall(r"^\| `(- [^`]*)`", (ROOT / "docs/format.md").read_text(), re.M))
    assert "(mood:: 4)" in body
    root = make_vault({"journal/2026/2026-03-05.md": entry + body, "goals/read.md": goal}, config=settings)
    assert tj("check", vault=root).out == "Nothing needs a look.\n"
    (listed,) = json.loads(tj("list", "--json", vault=root).out)
    assert (listed["mood"], listed["emotions"], listed["private"]) == (
        6,
        ["anxious", "hopeful", "tense", "tired"],
        True,
    )
    goals = {goal["name"]: goal for goal in json.loads(tj("goal", "list", "--json", vault=root).out)}
    assert (goals["read"]["target"], goals["read"]["unit"]) == ("3/week", "pages")


def test_the_questionnaire_and_the_prompts_that_are_shown_work(tj: Tj, make_vault: MakeVault) -> None:
    form, _ = blocks("docs/assessments.md", "toml")
    prompts, _ = blocks("docs/prompts.md", "markdown")
    root = make_vault({".tj/instruments/my-week.toml": form, ".tj/prompts/allotment.md": prompts})
    scored = json.loads(tj("assess", "my-week", "--answers", "4,0,0", "--json", vault=root).out)
    assert (scored["score"], scored["band"]) == (8, "lively")
    assert {"bench-1"} < {one["id"] for one in json.loads(tj("prompt", "--list", "--json", vault=root).out)}
    assert tj("check", vault=root).code == 0


def test_the_entry_that_the_readme_shows_is_read_as_it_says(tj: Tj, make_vault: MakeVault) -> None:
    (entry,) = blocks("README.md", "markdown")
    root = make_vault({"journal/2026/2026-03-05.md": entry})
    assert tj("check", vault=root).code == 0
    (task,) = json.loads(tj("session", "prep", "--json", vault=root).out)["agenda"]
    assert "ask about the sleep diary" in str(task)
    assert "said no to the extra shift" in tj("wins", vault=root).out


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = re.sub(r"^```.*?^```$|`[^`\n]*`", "", (ROOT / page).read_text(), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("https://"):
            continue
        file, _, part = target.partition("#")
        path = (ROOT / page).parent / file if file else ROOT / page
        assert path.exists(), target
        if part:
            assert part in anchors(path.read_text()), target


def anchors(text: str) -> set[str]:
    """The places of a page that a link can name, as forges make them from headings."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs/README.md").read_text()
    for page in PAGES:
        if page.startswith("docs/") and page != "docs/README.md":
            assert f"]({page.removeprefix('docs/')})" in index, page


# To look things up in, not to be read through.
LISTS = {"docs/map.md"}


@pytest.mark.parametrize("page", [page for page in PAGES if page not in LISTS])
def test_a_page_is_read_in_ten_minutes(page: str) -> None:
    """At 200 words a minute, which is slow for plain text (Brysbaert 2019 found 238 on average); nobody reads bars."""
    assert len((ROOT / page).read_text().replace("|", " ").split()) < 2_000


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_documentation(name: str) -> None:
    text = "".join((ROOT / page).read_text() for page in PAGES)
    assert re.search(rf"\btj {name}\b", text)


def spoken_of() -> list[tuple[str, str]]:
    """Every call of tj that stands in backticks within a sentence of the documentation or of the program itself."""
    sources = [ROOT / page for page in (*PAGES, "CHANGELOG.md")] + sorted((ROOT / "tj").rglob("*.py"))
    found: list[tuple[str, str]] = []
    for source in sources:
        text = re.sub(r"^```.*?^```$", "", source.read_text(), flags=re.DOTALL | re.MULTILINE)
        found += [(source.relative_to(ROOT).as_posix(), call) for call in re.findall(r"`tj ([a-z][^`\n{]*)`", text)]
    return found


def test_commands_and_options_that_are_spoken_of_are_there() -> None:
    calls = spoken_of()
    assert len(calls) > 200
    assert [(where, call, wrong) for where, call in calls if (wrong := what_is_wrong(call))] == []


@pytest.mark.parametrize(
    ("call", "wrong"), [("goal dnoe read", "dnoe"), ("list --lats 3d", "--lats"), ("share NAME --attachments=all", "")]
)
def test_a_stale_call_would_be_noticed(call: str, wrong: str) -> None:
    assert what_is_wrong(call) == wrong


def what_is_wrong(call: str) -> str:
    """The first word of a call that names a command or an option which there is not, or nothing."""
    command: click.Command = main
    context = click.Context(main)
    for word in call.split():
        if isinstance(command, click.Group) and not word.startswith("-"):
            found = command.get_command(context, word)
            if found is None:
                return word
            command = found
        elif word.startswith("--") and word != "--help":
            options = {option for parameter in command.params for option in parameter.opts}
            if re.split(r"[=…]", word)[0].rstrip(".,") not in options:
                return word
    return ""
