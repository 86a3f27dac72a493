"""The brief that goes with a share: from what was chosen it tells all, from anything else nothing."""

from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj
from tj.cli.brief import words_of
from tj.insight.instruments import parse_instrument
from tj.share.crypto import new_identity, recipient_of
from tj.share.keys import identity_file
from tj.templating import shipped

SCORE = "---\ntype: assessment\ndate: {}\nname: phq-9\nscore: {}\nmax: 27\nband: {}\n---\n# PHQ-9\n\n{} of 27, {}.\n"
NOTES: dict[str, str | bytes] = {
    "journal/2026-05-08.md": "---\nmood: 5\ngoals: [walk]\n---\nAn open day.\n\n- ask about June #session\n",
    "journal/2026-05-09.md": "---\nmood: 2\nprivate: true\n---\nnobodysbusiness\n",
    "journal/2026-05-10.md": "---\nmood: 7\n---\nThe newest.\n",
    "journal/2026-04-20.md": "---\nmood: 9\n---\nThe time before.\n",
    "goals/walk.md": "---\ntype: goal\ntarget: daily\nstart: 2026-05-01\nwhy: nobodysreason\n---\nIf it rains.\n",
    "goals/secret-swim.md": "---\ntype: goal\ntarget: daily\nstart: 2026-05-01\n---\nAnother.\n",
    "sessions/2026-05-07.md": "---\ntype: session\ndate: 2026-05-07\n---\n- [x] breathe\n- [ ] write\n",
    "assessments/2026-05-01-phq-9.md": SCORE.format("2026-05-01", 16, "moderately severe", 16, "moderately severe"),
    "assessments/2026-05-09-phq-9.md": SCORE.format("2026-05-09", 8, "mild", 8, "mild"),
}
SINCE = ("--since", "2026-05-01")


@pytest.fixture
def root(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> Path:
    identity = new_identity()
    (tmp_path / "key.txt").write_bytes(identity_file(identity))
    assert tj("therapist", "add", "Anneke", recipient_of(identity), "--verified", "in session").code == 0
    return make_vault(NOTES, config='writer = "Hedda"\n')


def shared(tj: Tj, root: Path, tmp_path: Path, *more: str) -> str:
    """Return the report that the therapist finds in a bundle."""
    done = tj("share", "Anneke", *SINCE, *more, "--yes", vault=root)
    assert done.code == 0, done.err
    [bundle] = (tj.home / "outbox").glob("*.age")
    assert tj("open", bundle, "--identity", tmp_path / "key.txt", "--to", tmp_path / "saved").code == 0
    return (tmp_path / "saved" / "report.html").read_text("utf-8")


def test_the_preview_says_that_a_name_goes_along(tj: Tj, root: Path) -> None:
    assert "The report is headed “Journal of Hedda”." in tj("share", "Anneke", *SINCE, "--preview", vault=root).out
    (root / ".tj/config.toml").write_text("")
    assert "headed" not in tj("share", "Anneke", *SINCE, "--preview", vault=root).out


def test_what_was_chosen_is_told_and_nothing_else(tj: Tj, root: Path, tmp_path: Path) -> None:
    page = shared(tj, root, tmp_path)
    assert "<h1>Journal of Hedda</h1>" in page
    assert "2 entries on 2 of 3 days." in page or "2 entries on 2 of 10 days." in page
    assert "<strong>walk</strong> 1 day</p>" in page
    for words in ("daily", "PHQ-9", "breathe", "period before", "nobodys", "secret-swim", "The time before"):
        assert words not in page, words


def test_goals_homework_and_results_go_where_they_are_chosen(tj: Tj, root: Path, tmp_path: Path) -> None:
    page = shared(tj, root, tmp_path, "--with", "goals,sessions,assessments")
    assert "<strong>walk</strong> daily: 1 of 10 days" in page
    assert "1 of 2 done, since the session on" in page
    assert "8 of 27, mild, on Sat 9 May 2026." in page
    assert "Changed by −8 points since Fri 1 May 2026 (16)." in page
    assert page.count('<svg class="chart') == 4
    for words in ("nobodys", "secret-swim", "The time before"):
        assert words not in page, words


def test_figures_only_have_results_and_no_text(tj: Tj, root: Path, tmp_path: Path) -> None:
    page = shared(tj, root, tmp_path, "--with", "goals,sessions,assessments", "--summary-only")
    assert "8 of 27, mild, on Sat 9 May 2026." in page
    for words in ("breathe", "An open day", "If it rains", "# PHQ-9"):
        assert words not in page, words


def test_a_band_that_the_page_names_by_itself_is_no_leak(tj: Tj, root: Path, tmp_path: Path) -> None:
    """The chart names every band, one that the writer took out of the text among them."""
    text = SCORE.format("2026-05-01", 16, "moderately severe", 16, "mild").replace("mild.", "of which I say no more.")
    (root / "assessments/2026-05-01-phq-9.md").write_text(text)
    (root / "assessments/2026-05-02-phq-9.md").write_text(SCORE.format("2026-05-02", 9, "mild", 9, "mild"))
    page = shared(tj, root, tmp_path, "--with", "assessments")
    assert "moderately" in page


def test_a_form_that_cannot_be_read_stops_no_share(tj: Tj, root: Path, tmp_path: Path) -> None:
    (root / ".tj/instruments").mkdir()
    (root / ".tj/instruments/own.toml").write_text("title = ")
    done = tj("share", "Anneke", *SINCE, "--with", "assessments", "--preview", vault=root)
    assert done.code == 0
    assert "own.toml" in done.err


def test_all_words_of_a_form_are_known_as_the_pages_own() -> None:
    words = words_of([parse_instrument("phq-9", shipped("instruments/phq-9.toml"), "phq-9")])
    assert {"PHQ-9", "moderately severe", "Kroenke et al. 2001", "Löwe et al. 2004, Medical Care 42:1194–1201"} <= set(
        words
    )
