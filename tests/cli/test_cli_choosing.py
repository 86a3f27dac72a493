"""Which notes a share holds: the selectors together, those named beside them, and never what is private."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj
from tj.share.crypto import new_identity, recipient_of

NOTES: dict[str, str | bytes] = {
    "journal/2026-03-01.md": "---\nmood: 3\ntags: [work]\nemotions: [tense]\nweather: rain\n---\none\n",
    "journal/2026-05-02.md": "---\nmood: 3\ntags: [work]\n---\ntwo\n",
    "journal/2026-05-03.md": "---\nmood: 8\ntags: [work/office]\nemotions: [calm]\nweather: rain\n---\nthree\n",
    "journal/2026-05-04.md": "---\nmood: 8\n---\nfour\n",
    "journal/2026-05-05.md": "---\nmood: 8\ntags: [work]\nprivate: true\n---\nfive\n",
    "journal/2026-05-06.md": "---\nmood: [\ntags: [work]\n---\nsix\n",
    "sessions/2026-05-07.md": "---\ntype: session\n---\nseven\n",
    "goals/read.md": "---\ntype: goal\n---\neight\n",
    "goals/rest.md": "---\ntype: goal\nprivate: true\n---\nnine\n",
}


@dataclass
class Shares:
    """Previews and shares of one vault."""

    tj: Tj
    root: Path

    def look(self, *words: str) -> tuple[str, dict[str, str]]:
        """Return the first words of what would be sent, in order, and what would not with its reason."""
        said = self.tj("share", "anneke", *words, "--preview", vault=self.root)
        assert said.code == 0, said.err
        lines = said.out.splitlines()
        known = [str(text).rsplit("---\n", 1)[-1].strip() for text in NOTES.values()] + ["late", "new"]
        document = json.loads(self.tj("share", "anneke", *words, "--preview", "--json", vault=self.root).out)
        sent = " ".join(line for line in lines if line in known)
        assert len(sent.split()) == document["entries"]
        return sent, {Path(row["path"]).stem: row["reason"] for row in document["withheld"]}

    def send(self, *words: str) -> None:
        result = self.tj("share", "anneke", *words, "--yes", vault=self.root)
        assert result.code == 0, result.err


@pytest.fixture
def shares(tj: Tj, make_vault: MakeVault) -> Shares:
    tj("therapist", "add", "anneke", recipient_of(new_identity()), "--verified", "in session")
    return Shares(tj, make_vault(NOTES))


UNSURE = {"2026-05-06": "unreadable, so it cannot be told whether it matches"}
PRIVATE = {"2026-05-05": "private"}


@pytest.mark.parametrize(
    ("words", "sent", "withheld"),
    [
        ("--since 2026-05-01", "two three four", PRIVATE | {"2026-05-06": "unreadable"}),
        ("--since 2026-05-01 --until 2026-05-03", "two three", {}),
        ("--last 9d", "three four", PRIVATE | {"2026-05-06": "unreadable"}),
        ("--tag work", "one two three", PRIVATE | UNSURE),
        ("--tag work --since 2026-05-01", "two three", PRIVATE | UNSURE),
        ("--tag work --mood <4", "one two", UNSURE),
        ("--emotion calm", "three", UNSURE),
        ("--where weather=rain --until 2026-04-30", "one", {}),
        ("--where weather=rain --mood >=7", "three", UNSURE),
    ],
)
def test_selectors_hold_together(shares: Shares, words: str, sent: str, withheld: dict[str, str]) -> None:
    assert shares.look(*words.split()) == (sent, withheld)


@pytest.mark.parametrize(
    ("words", "sent", "withheld"),
    [
        ("--entry journal/2026-03-01.md", "one", {}),
        ("--entry journal/2026-05-04.md --entry journal/2026-03-01.md", "one four", {}),
        ("--entry journal/2026-03-01.md --since 2026-05-04 --until 2026-05-04", "one four", {}),
        ("--entry journal/2026-05-04.md --since 2026-05-04 --until 2026-05-04", "four", {}),
        ("--entry journal/2026-05-04.md --emotion tense", "one four", UNSURE),
        ("--entry journal/2026-05-05.md --entry journal/2026-03-01.md", "one", PRIVATE),
        ("--entry journal/2026-05-06.md --entry journal/2026-03-01.md", "one", {"2026-05-06": "unreadable"}),
        ("--entry sessions/2026-05-07.md", "seven", {}),
    ],
)
def test_named_notes_go_beside_what_is_selected(
    shares: Shares, words: str, sent: str, withheld: dict[str, str]
) -> None:
    assert shares.look(*words.split()) == (sent, withheld)


def test_a_named_note_that_is_not_there_is_said(shares: Shares) -> None:
    result = shares.tj("share", "anneke", "--last", "9d", "--entry", "journal/none.md", "--yes", vault=shares.root)
    assert result.code == 1
    assert "there is no note 'journal/none.md'" in result.err
    assert list((shares.tj.home / "outbox").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "sent", "withheld"),
    [
        ("--since 2026-05-04 --until 2026-05-04 --with goals", "eight four", {"rest": "private"}),
        ("--since 2026-05-04 --until 2026-05-04 --with sessions", "four", {}),
        ("--since 2026-05-07 --with sessions", "seven", {}),
        ("--tag work --until 2026-04-30 --with goals", "one", {}),
    ],
)
def test_other_notes_go_along_by_the_same_selectors(
    shares: Shares, words: str, sent: str, withheld: dict[str, str]
) -> None:
    assert shares.look(*words.split()) == (sent, withheld)


def test_what_goes_along_needs_more_than_a_named_note(shares: Shares) -> None:
    words = ("--entry", "journal/2026-03-01.md", "--with", "sessions", "--preview")
    result = shares.tj("share", "anneke", *words, vault=shares.root)
    assert result.code == 2
    assert "--entry alone says no time" in result.err


def test_what_is_new_since_the_last_and_what_is_named_beside_it(shares: Shares) -> None:
    shares.send("--since", "2026-05-02", "--until", "2026-05-04")
    late = {"2026-05-01": "late", "2026-03-01": "late"}
    (shares.root / "journal/2026-05-09.md").write_text("new\n")
    (shares.root / "journal/2026-05-01.md").write_text("late\n")
    sent, withheld = shares.look("--since-last")
    assert sent == "new"
    assert {name: reason.split(":")[0] for name, reason in withheld.items()} == {
        **late, **PRIVATE, "2026-05-06": "unreadable",
        "2026-05-02": "sent before", "2026-05-03": "sent before", "2026-05-04": "sent before",
    }  # fmt: skip
    beside = (
        "--entry",
        "journal/2026-05-01.md",
        "--entry",
        "journal/2026-05-04.md",
        "--entry",
        "journal/2026-05-05.md",
    )
    sent, withheld = shares.look("--since-last", *beside)
    assert sent == "late four new"
    assert withheld["2026-05-05"] == "private"
    shares.send("--since-last", "--entry", "journal/2026-05-01.md")
    result = shares.tj("share", "anneke", "--since-last", "--yes", vault=shares.root)
    assert result.code == 1
    assert "not sent: journal/2026-05-05.md (private)" in result.err


def test_a_note_that_changed_since_it_was_sent_is_named_with_the_way_to_send_it(shares: Shares) -> None:
    shares.send("--since", "2026-05-02", "--until", "2026-05-04")
    path = shares.root / "journal/2026-05-04.md"
    path.write_text(str(NOTES["journal/2026-05-04.md"]).replace("four", "late\n\n- 22:00 (mood:: 2)"))
    result = shares.tj("share", "anneke", "--since-last", "--yes", vault=shares.root)
    assert result.code == 1
    assert "not sent: journal/2026-05-04.md (changed since it was sent: --entry" in result.err
    assert "nothing new to send since the share of 2026-05-11, but 1 note was changed since then" in result.err
    assert "hint: --entry journal/2026-05-04.md sends it again as it is now" in result.err
    (shares.root / "journal/2026-05-09.md").write_text("new\n")
    sent, withheld = shares.look("--since-last")
    assert (sent, withheld["2026-05-04"]) == ("new", "changed since it was sent")
    shares.send("--since-last", "--entry", "journal/2026-05-04.md")
    (shares.root / "journal/2026-05-10.md").write_text("new\n")
    sent, withheld = shares.look("--since-last")
    assert (sent, withheld["2026-05-04"]) == ("new", "sent before")


def test_a_path_with_a_space_is_given_as_a_shell_takes_it(shares: Shares) -> None:
    path = shares.root / "journal/2026-05-04 four.md"
    (shares.root / "journal/2026-05-04.md").rename(path)
    shares.send("--since", "2026-05-02")
    path.write_text("more\n")
    result = shares.tj("share", "anneke", "--since-last", "--yes", vault=shares.root)
    assert "hint: --entry 'journal/2026-05-04 four.md' sends it again" in result.err


def test_where_nothing_is_new_that_is_said_without_alarm(shares: Shares) -> None:
    shares.send("--since", "2026-05-02")
    result = shares.tj("share", "anneke", "--since-last", "--yes", vault=shares.root)
    assert result.code == 1
    assert "error: nothing new to send since the share of 2026-05-11\n" in result.err
    assert "sent before" not in result.err
    assert "withheld" not in result.err


def test_a_new_key_of_a_therapist_has_nothing_yet_and_the_last_share_is_told(shares: Shares) -> None:
    shares.send("--since", "2026-05-02")
    shares.tj("therapist", "remove", "anneke")
    shares.tj("therapist", "add", "Anneke", recipient_of(new_identity()), "--verified", "in session")
    result = shares.tj("share", "anneke", "--since-last", "--yes", vault=shares.root)
    assert result.code == 2
    assert "nothing was shared with this key of Anneke yet; the last share to Anneke was on 2026-05-11" in result.err
    assert "--since 2026-05-11" in result.err
    result = shares.tj("share", "anneke", "--passphrase", "--since-last", "--yes", vault=shares.root)
    assert "nothing was shared in this way with Anneke yet; the last share" in result.err


def test_another_therapist_s_bundles_do_not_count(shares: Shares) -> None:
    shares.send("--since", "2026-05-02")
    shares.tj("therapist", "add", "bo", recipient_of(new_identity()), "--verified", "in session")
    result = shares.tj("share", "bo", "--since-last", "--yes", vault=shares.root)
    assert result.code == 2
    assert "nothing was shared with bo yet" in result.err
