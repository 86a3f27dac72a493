"""The contacts in the settings: a slip anywhere hides none of the others."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.insight.support import Contact, contacts_toml, parse_contacts

SAM = '[[support.contacts]]\nname = "Sam"\nhow = "06 1234"\nnote = "evenings"\nchecked = 2026-03-01\n'
READ = Contact("Sam", "06 1234", "evenings", date(2026, 3, 1))


def test_contacts_are_read_as_they_stand() -> None:
    assert parse_contacts(f'[mood]\nlowest = 1\n\n{SAM}\n[[support.contacts]]\nname = "Line"\n') == (
        (READ, Contact("Line")),
        (),
    )
    assert parse_contacts("") == ((), ())


@pytest.mark.parametrize(
    ("line", "contact"),
    [
        ("how = 112", Contact("112")),
        ('name = "Emergency"\nhow = 112', Contact("Emergency", "112")),
        ('name = "A"\nchecked = "2026-03-01"', Contact("A", checked=date(2026, 3, 1))),
        ('name = "A"\nchecked = 2026-03-01T10:00:00', Contact("A", checked=date(2026, 3, 1))),
        ('name = "A"\nchecked = "in spring"', Contact("A")),
        ('name = "A"\nchecked = true', Contact("A")),
        ('name = "A"\nhow = ["x"]', Contact("A")),
        ('name = " A\\n B "', Contact("A B")),
    ],
)
def test_a_contact_is_read_as_far_as_it_can_be(line: str, contact: Contact) -> None:
    assert parse_contacts(f"[[support.contacts]]\n{line}\n") == ((contact,), ())


@pytest.mark.parametrize(
    "slip", ["[mood\n", "x = \n", "[mood]\nlowest = \n", 'name = "open\n', "[mood]\n[mood]\n", "x = 1\nx = 2\n"]
)
def test_a_slip_elsewhere_hides_no_contact(slip: str) -> None:
    for text in (slip + SAM, SAM + f"\n{slip}" if slip.startswith("[") else slip + SAM, f"{slip}{SAM}[trackers]\n"):
        contacts, problems = parse_contacts(text)
        assert contacts == (READ,)
        assert len(problems) == 1
        assert "may not be all" in problems[0]
        assert "(at line " in problems[0] or "end of document" in problems[0]


def test_a_slip_in_one_contact_hides_no_other() -> None:
    contacts, problems = parse_contacts('[[support.contacts]]\nname = "Ann\n' + SAM)
    assert contacts == (READ,)
    assert len(problems) == 2
    contacts, problems = parse_contacts('[[support.contacts]]\nnote = "x"\n' + SAM)
    assert contacts == (READ,)
    assert problems == ("a contact has neither a name nor a way to reach them",)


@pytest.mark.parametrize("text", ["support = 3\n", "[support]\ncontacts = 3\n", '[support]\ncontacts = "Sam"\n'])
def test_contacts_written_otherwise_are_told(text: str) -> None:
    contacts, problems = parse_contacts(text)
    assert contacts == ()
    assert "[[support.contacts]]" in problems[0]


@given(st.lists(st.tuples(st.text(), st.text(), st.text(), st.none() | st.dates()), min_size=1))
def test_what_is_written_is_read_again(given_ones: list[tuple[str, str, str, date | None]]) -> None:
    contacts = [Contact(f"N{name}", how, note, checked) for name, how, note, checked in given_ones]
    found, problems = parse_contacts("[mood]\nlowest = 1\n" + contacts_toml(contacts))
    assert problems == ()
    assert [contact.checked for contact in found] == [contact.checked for contact in contacts]
    assert all(contact.name.startswith("N") for contact in found)


def test_plain_words_are_kept_as_they_are() -> None:
    contact = Contact('Dr "Ö" \\ Grün', "+49 30 1", "mo–fr 🌱", date(2026, 1, 2))
    assert parse_contacts(contacts_toml([contact])) == ((contact,), ())


@given(st.text())
def test_reading_never_raises(text: str) -> None:
    assert parse_contacts(text + "\n[[support.contacts]]\nname = ")[0] == ()
