"""`tj show --on-this-day`: entries of earlier days are listed with mood and path, and none is shown unasked."""

import json

from tests.conftest import MakeVault, Tj

FILES = {
    "journal/2025-05-11.md": "---\nmood: 2\nprivate: true\n---\n# A hard day\n\nsecret words\n",
    "journal/2025-05-11-2230.md": "---\nmood: 4\ntime: '22:30'\n---\nlater\n",
    "journal/2026-04-11.md": "---\ntags: [work]\n---\nwords\n",
    "journal/2026-05-04.md": "---\nmood: 7\n---\nwords\n",
    "journal/2026-05-11.md": "---\nmood: 7\n---\nwords\n",
}


def test_earlier_entries_are_listed_and_none_is_shown(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault(FILES)
    result = tj("show", "--on-this-day", vault=root)
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "a week ago:\n"
        "  Mon 2026-05-04        7.0  2026-05-04  journal/2026-05-04.md\n"
        "a month ago:\n"
        "  Sat 2026-04-11          –  2026-04-11  journal/2026-04-11.md\n"
        "a year ago:\n"
        "  Sun 2025-05-11        2.0  A hard day (private)  journal/2025-05-11.md\n"
        "  Sun 2025-05-11 22:30  4.0  2025-05-11-2230  journal/2025-05-11-2230.md\n"
        "\n`tj show PATH` shows one, if you want to read it.\n"
    )
    assert tj("show", "journal/2025-05-11.md", vault=root).out.endswith("secret words\n\n")


def test_of_another_day_as_json_and_with_selectors(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault(FILES)
    found = json.loads(tj("show", "--on-this-day", "2027-05-11", "--json", vault=root).out)
    assert [(one["path"], one["ago"]) for one in found] == [
        ("journal/2026-05-11.md", "a year ago"),
        ("journal/2025-05-11.md", "2 years ago"),
        ("journal/2025-05-11-2230.md", "2 years ago"),
    ]
    assert "text" not in found[0]
    tagged = json.loads(tj("show", "--on-this-day", "--tag", "work", "--json", vault=root).out)
    assert [one["path"] for one in tagged] == ["journal/2026-04-11.md"]


def test_nothing_of_the_day_is_a_kind_word_and_no_day_a_clear_one(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault(FILES)
    none = tj("show", "--on-this-day", "2026-01-01", vault=root)
    assert (none.code, none.out) == (
        0, "There is no entry of an earlier 1 January, nor of a week or a month before.\n"
    )  # fmt: skip
    assert tj("show", "--on-this-day", "some day", vault=root).code == 2
    assert tj("show", "--on-this-day", "--last", "4w", vault=root).code == 2
