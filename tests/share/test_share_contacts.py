"""The address book as a file that a person may edit: what they write stays, and each fault is said with its line."""

import tomllib

import pytest

from tj.errors import EXIT_FAILED, TjError, UsageProblem
from tj.share.contacts import (
    Therapist,
    checked_email,
    checked_name,
    folded,
    parse_contacts,
    render_contacts,
    words_of,
)
from tj.share.crypto import new_identity, recipient_of

ANNEKE, OTHER = recipient_of(new_identity()), recipient_of(new_identity())
EDITED = f"""# my people
theme = "dark"

[[therapist]]
name = "Anneke"      # on Tuesdays
key = "{ANNEKE}"
telephone = "+31 20 555 01 23"
verified_on = "2026-05-11"
how = "in session"

[[therapist]]
name = 'Bo "the listener"'
[therapist.practice]
street = "Long 1"
"""


def test_what_was_written_is_read() -> None:
    people = [
        Therapist("Anneke", ANNEKE, "words read", "2026-05-11", "anneke@example.org", "2026-05-12"),
        Therapist('Bo "the listener" \\ Ωmega'.replace("Ω", "O"), added="2026-05-11"),
        Therapist("Ирина", OTHER, "", "2026-05-11"),
    ]
    data = render_contacts(b"", people)
    assert parse_contacts(data, "book") == people
    rows = tomllib.loads(data.decode())["therapist"]
    assert list(rows[0]) == ["name", "key", "words", "verified_on", "how", "email", "added"]
    assert rows[0]["words"] == words_of(people[0])
    assert len(rows[0]["words"].split()) == 6
    assert render_contacts(data, people) == data


def test_comments_and_unknown_keys_survive_every_change() -> None:
    anneke, bo = parse_contacts(EDITED.encode(), "book")
    assert (anneke.recipient, anneke.verified_on, bo.name) == (ANNEKE, "2026-05-11", 'Bo "the listener"')
    new = Therapist("Carla", OTHER, added="2026-06-01")
    after = render_contacts(EDITED.encode(), [new, bo, anneke]).decode()
    kept = [line for line in EDITED.splitlines() if line not in ("", "[[therapist]]") and "verified_on" not in line]
    assert [line for line in after.splitlines() if line in kept] == kept
    table = tomllib.loads(after)
    assert table["theme"] == "dark"
    assert [row["name"] for row in table["therapist"]] == ["Anneke", 'Bo "the listener"', "Carla"]
    assert table["therapist"][0]["telephone"] == "+31 20 555 01 23"
    assert table["therapist"][1]["practice"] == {"street": "Long 1"}
    without = render_contacts(after.encode(), [bo, new]).decode()
    assert ANNEKE not in without
    assert "telephone" not in without
    assert "# my people" in without
    assert "practice" in without


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_change_touches_only_its_lines(line_end: str) -> None:
    before = EDITED.replace("\n", line_end).encode()
    anneke, bo = parse_contacts(before, "book")
    changed = Therapist(anneke.name, anneke.recipient, "by telephone", "", "", anneke.verified_on)
    after = render_contacts(before, [changed, bo])
    gone = set(before.split(b"\n")) - set(after.split(b"\n"))
    assert {line.split(b" ")[0] for line in gone} == {b"how", b"verified_on"}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[[therapist]]\nname = \n", 2, "not TOML"),
        ("a = 1\n\n[[therapist]\n", 3, "not TOML"),
        ('[[therapist]]\nname = "unclosed', 2, "not TOML"),
        ("[[therapist", 1, "not TOML"),
        ("# fine\n# \udcff\n", 2, "not UTF-8"),
        ("therapist = 1\n", 1, "[[therapist]]"),
        ("therapist = [1]\n", 1, "[[therapist]]"),
        ("\n[[therapist]]\nkey = ''\n", 2, "name"),
        ("[[therapist]]\nname = 1\n", 1, "name should be a text"),
        ('[[therapist]]\nname = "a"\n\n[[therapist]]\nname = "b"\nkey = "age1abc"\n', 4, "key should be an age key"),
        ('[[therapist]]\nname = "a"\n[[therapist]]\nname = "A"\n', 3, "twice"),
        ('[[therapist]]\nname = "a"\nverified_on = "soon"\n', 1, "verified_on should be a day"),
        ('[[therapist]]\nname = "a"\nadded = 2026-05-11T10:00:00\n', 1, "added should be a day"),
        ('[[therapist]]\nname = "a"\nemail = "a@b.org\\nBcc: x@y.org"\n', 1, "e-mail"),
        ('[[therapist]]\nname = "a\\u001b[31m"\n', 1, "name"),
        ('[[therapist]]\nname = "a"\nhow = "x\\ny"\n', 1, "how"),
        ("[[therapist]]\nname = 'a'\nx = " + "[" * 3000 + "\n", 3, "not TOML"),
    ],
)
def test_what_cannot_be_read_is_said_with_file_and_line(text: str, line: int, said: str) -> None:
    with pytest.raises(TjError) as caught:
        parse_contacts(text.encode("utf-8", "surrogateescape"), "/data/therapists.toml")
    assert caught.value.exit_code == EXIT_FAILED
    assert caught.value.message.startswith(f"/data/therapists.toml:{line}: ")
    assert said in caught.value.message
    assert caught.value.hint


def test_a_date_may_stand_with_or_without_quotes() -> None:
    for written in ("2026-05-11", '"2026-05-11"'):
        (one,) = parse_contacts(f'[[therapist]]\nname = "a"\nadded = {written}\n'.encode(), "book")
        assert one.added == "2026-05-11"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Anneke", "aNNEKE"), ("José", "Jose\u0301"), ("Anneke de Vries", " anneke  DE vries"), ("Ａnneke", "anneke"),
     ("STRASSE", "straße"), ("ﬁona", "Fiona")],
)  # fmt: skip
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize("name", ["\u0410nneke", "Ann\u0435ke", "Bo \u0391nna"])
def test_a_name_that_imitates_another_is_refused(name: str) -> None:
    with pytest.raises(UsageProblem, match="two alphabets"):
        checked_name(name)


@pytest.mark.parametrize("name", ["Анна", "Ирина (Irina)", "安 娜", "かな カナ 漢字", "O'Brien-Ó", "Σοφία", "dr. 2"])
def test_names_of_all_countries_are_names(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize("address", ["anneke@example.org", "a.b+c@sub.example.co.uk", "x@localhost", " a@b.org "])
def test_plain_addresses_are_taken(address: str) -> None:
    assert checked_email(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    ["", "anneke", "@b.org", "a@", "a@b.org\nBcc: c@d.org", "a@b.org\r", "a@b.org\n", "Anneke <a@b.org>",
     "a@b.org, c@d.org", '"a b"@c.org', "a..b@c.org", ".a@b.org", "a@-b.org", "a@b..org", "ä@b.org", "a@b.org;c@d.org",
     "a b@c.org", "x" * 65 + "@b.org", "a@" + "b." * 126 + "org", "a@b.org\0"],
)  # fmt: skip
def test_anything_but_one_plain_address_is_refused(address: str) -> None:
    with pytest.raises(UsageProblem, match="e-mail address"):
        checked_email(address)
