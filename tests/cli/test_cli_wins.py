"""`tj wins`: what is shown by default, by selectors, by the settings, and where there is nothing."""

import json

from tests.conftest import MakeVault, Tj

FILES = {
    "journal/2026-03-01.md": "- long ago #win\n",
    "journal/2026-05-01.md": "---\ntags: [work]\ngoals: [walk]\n---\n- said no #win\n",
    "journal/2026-05-10.md": "---\nprivate: true\n---\n- [x] rang \x1b[31mmy brother #win\n",
    "goals/walk.md": "---\ntype: goal\ntarget: 1/week\n---\n",
    "assessments/a.md": "---\ntype: assessment\ndate: 2026-04-20\nname: phq-9\nscore: 14\nmax: 27\n---\n",
    "assessments/b.md": "---\ntype: assessment\ndate: 2026-05-06\nname: phq-9\nscore: 9\nmax: 27\nband: mild\n---\n",
}


def test_wins_of_the_last_thirty_days(tj: Tj, make_vault: MakeVault) -> None:
    result = tj("wins", vault=make_vault(FILES))
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "From 2026-04-11 to 2026-05-10:\n\n"
        "2026-05-10  rang �[31mmy brother\n"
        "2026-05-10  you wrote again on Sunday\n"
        "2026-05-06  PHQ-9: 9 of 27, mild; 5 points lower than on 2026-04-20 (14); a change counts from 5 points on"
        " (Löwe et al. 2004, Medical Care 42:1194–1201): reached\n"
        "2026-05-01  said no\n"
        "2026-05-01  walk: 1 of 1 day in the week of 2026-04-27\n"
        "2026-05-01  you wrote again on Friday\n"
    )


def test_as_json_and_by_time(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault(FILES)
    found = json.loads(tj("wins", "--since", "2026-03-01", "--until", "2026-05-02", "--json", vault=root).out)
    assert found[0] == {
        "date": "2026-05-01", "kind": "lines", "text": "said no", "path": "journal/2026-05-01.md"
    }  # fmt: skip
    assert [one["kind"] for one in found] == ["lines", "goals", "returns", "lines"]


def test_other_selectors_show_the_lines_of_those_entries(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault(FILES)
    assert tj("wins", "--tag", "work", vault=root).out.splitlines()[2:] == ["2026-05-01  said no"]
    assert tj("wins", "--type", "goal", vault=root).code == 0


def test_the_writer_chooses_what_to_see(tj: Tj, make_vault: MakeVault) -> None:
    config = '[wins]\nshow = ["returns", "medals"]\n'
    root = make_vault(FILES, config=config)
    result = tj("wins", vault=root)
    assert result.code == 0
    assert result.err.startswith("note: .tj/config.toml: `wins.show`: 'medals' is not known; it may hold lines, ")
    assert result.out.splitlines()[2:] == [
        "2026-05-10  you wrote again on Sunday", "2026-05-01  you wrote again on Friday"
    ]  # fmt: skip
    checked = tj("check", "--json", vault=root)
    assert (checked.code, [one["path"] for one in json.loads(checked.out)]) == (3, [".tj/config.toml"])


def test_nothing_to_show_is_no_fault(tj: Tj, make_vault: MakeVault) -> None:
    result = tj("wins", vault=make_vault())
    assert (result.code, result.err) == (0, "")
    assert result.out.endswith("none is noted. A line with #win in an entry would stand here.\n")
    assert json.loads(tj("wins", "--json", vault=make_vault(name="other")).out) == []


def test_of_yes_and_no_none_is_a_best(tj: Tj, make_vault: MakeVault) -> None:
    days = {f"journal/2026-05-0{n}.md": f"---\npill: {'true' if n > 6 else 'false'}\n---\n" for n in range(1, 10)}
    root = make_vault(days, config='[trackers]\npill = "yes/no"\n[wins]\nshow = ["bests"]\ntrackers = ["pill"]\n')
    result = tj("wins", vault=root)
    assert result.code == 0
    assert "most so far" not in result.out
    assert "`wins.trackers`: 'pill' is not known; it may hold no tracker yet" in result.err
