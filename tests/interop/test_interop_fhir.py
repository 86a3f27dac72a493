"""A clinic's form as a questionnaire of tj's: what is scored, what is left out, and what is refused by its linkId."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.errors import TjError
from tj.insight.assessments import score
from tj.insight.instruments import Instrument, parse_instrument
from tj.interop.fhir import Form, read_questionnaire

HL7 = "http://hl7.org/fhir/StructureDefinition/"
ORDINAL = f"{HL7}ordinalValue"
Item = dict[str, Any]


def option(number: float, word: str, url: str = ORDINAL, key: str = "valueDecimal") -> Item:
    return {"valueCoding": {"code": f"c{number}", "display": word}, "extension": [{"url": url, key: number}]}


FREQUENCY = [option(0, "never"), option(1, "at times"), option(2, "often")]


def question(link: str, **more: Any) -> Item:
    return {"linkId": link, "type": "choice", "text": f"About {link}", "answerOption": FREQUENCY, **more}


def form(*items: Item, **more: Any) -> str:
    return json.dumps({"resourceType": "Questionnaire", "title": "Clinic form", "item": list(items), **more})


def read(text: str, *without: str) -> tuple[Form, Instrument]:
    made = read_questionnaire(text, "form.json", "my-form", without)
    return made, parse_instrument("my-form", made.text, "form.json")


def test_a_form_becomes_a_questionnaire() -> None:
    group = {
        "linkId": "g", "type": "group", "text": "In the last week:",
        "item": [{"linkId": "h", "type": "display", "text": "Tick one."}, question("1", prefix="1."), question("2")],
    }  # fmt: skip
    made, found = read(form(group, question("3"), copyright="© the clinic", publisher="Clinic", version="2"))
    assert (made.items, made.left_out, made.flagged) == (3, (), 0)
    assert (found.title, found.notice, found.source, found.validated) == (
        "Clinic form",
        "© the clinic",
        "Clinic 2",
        None,
    )
    assert [item.topic for item in found.items] == ["1. About 1", "About 2", "About 3"]
    assert [item.heading for item in found.items] == ["In the last week: · Tick one.", "", ""]
    assert found.items[0].answers == {0: "never", 1: "at times", 2: "often"}
    assert score(found, [2, 1, 0]).score == 3
    assert (found.lowest, found.highest, found.bands) == (0, 6, ())


@pytest.mark.parametrize("name", ["ordinalValue", "itemWeight", "questionnaire-ordinalValue", "iso21090-CO-value"])
def test_scores_are_found_under_each_of_their_names(name: str) -> None:
    options = [option(0, "no", HL7 + name), option(4, "yes", HL7 + name, "valueInteger")]
    assert read(form(question("1", answerOption=options)))[1].items[0].answers == {0: "no", 4: "yes"}


def test_a_score_may_stand_on_the_coding() -> None:
    coding = {"code": "x", "extension": [{"url": ORDINAL, "valueDecimal": 3.0}]}
    options = [{"valueCoding": coding}, {"valueString": "no", "extension": [{"url": ORDINAL, "valueDecimal": 0}]}]
    assert read(form(question("1", answerOption=options)))[1].items[0].answers == {0: "no", 3: "x"}


def test_answers_with_one_score_share_it() -> None:
    options = [option(0, "no"), option(1, "a little"), option(1, "somewhat")]
    assert read(form(question("1", answerOption=options)))[1].items[0].answers == {0: "no", 1: "a little / somewhat"}


def test_whole_numbers_are_scored_by_list_or_range() -> None:
    listed = question("1", type="integer", answerOption=[{"valueInteger": 0}, {"valueInteger": 5}])
    ends = [{"url": f"{HL7}minValue", "valueInteger": 1}, {"url": f"{HL7}maxValue", "valueInteger": 10}]
    ranged = {"linkId": "2", "type": "integer", "extension": ends}
    found = read(form(listed, ranged))[1]
    assert found.items[0].answers == {0: "", 5: ""}
    assert (found.items[1].topic, found.items[1].lowest, found.items[1].highest) == ("2", 1, 10)


@pytest.mark.parametrize("place", ["compose", "expansion"])
def test_answers_may_lie_in_a_contained_value_set(place: str) -> None:
    concepts = [
        {"code": "a", "display": "no", "extension": [{"url": f"{HL7}valueset-ordinalValue", "valueDecimal": 0}]},
        {"code": "b", "display": "yes", "extension": [{"url": ORDINAL, "valueDecimal": 2}]},
    ]
    inner = {"include": [{"concept": concepts}]} if place == "compose" else {"contains": concepts}
    item = {"linkId": "1", "type": "choice", "answerValueSet": "#vs"}
    text = form(item, contained=[{"resourceType": "ValueSet", "id": "vs", place: inner}])
    assert read(text)[1].items[0].answers == {0: "no", 2: "yes"}


def test_what_is_not_asked_is_left_out_and_told() -> None:
    hidden = question("h", extension=[{"url": f"{HL7}questionnaire-hidden", "valueBoolean": True}])
    calculated = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
    total = {"linkId": "t", "type": "decimal", "extension": [{"url": calculated, "valueExpression": {}}]}
    made, found = read(form(question("1"), hidden, total, {"linkId": "r", "type": "string", "readOnly": True}))
    assert (made.items, made.left_out) == (1, ("h", "t", "r"))
    assert len(found.items) == 1


def test_an_item_or_a_group_may_be_left_out_by_name() -> None:
    words = {"linkId": "w", "type": "text", "text": "Anything else?"}
    group = {"linkId": "g", "type": "group", "item": [question("inner")]}
    made, _ = read(form(question("1"), words, group), "w", "g")
    assert (made.items, made.left_out) == (1, ("w", "g"))
    with pytest.raises(TjError, match="no item 'x' to leave out"):
        read(form(question("1")), "x")


def test_the_question_on_self_harm_is_flagged_by_its_code() -> None:
    made, found = read(form(question("1"), question("9", code=[{"system": "http://loinc.org", "code": "44260-8"}])))
    assert made.flagged == 1
    assert [item.flagged_from for item in found.items] == [None, 1]
    assert not score(found, [2, 0]).flagged
    assert score(found, [0, 1]).flagged


def test_a_question_below_a_question_is_asked_too() -> None:
    assert read(form(question("1", item=[question("1.1")])))[0].items == 2


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({"linkId": "q7", "type": "text", "text": "Tell us"}, "no score"),
        ({"linkId": "q7", "type": "boolean", "text": "Yes?"}, "no score"),
        ({"linkId": "q7", "text": "Untyped"}, "no score"),
        (question("q7", type="open-choice"), "no score"),
        (question("q7", answerOption=[{"valueCoding": {"code": word}} for word in "12"]), "without a score"),
        (question("q7", answerOption=[option(0, "a"), {"valueString": "b"}]), "without a score"),
        (question("q7", answerOption=[option(0, "a"), option(0.5, "b")]), "whole number"),
        (question("q7", answerOption=[option(0, "a"), option(float("inf"), "b")]), "whole number"),
        (question("q7", answerOption=[option(0, "a"), option(float("nan"), "b")]), "whole number"),
        (question("q7", answerOption=[option(0, "a"), option(10**9, "b")]), "whole number"),
        (question("q7", answerOption=[option(0, "a"), option(True, "b")]), "without a score"),
        (question("q7", answerOption=[option(0, "a")]), "fewer than two"),
        (question("q7", answerOption=[]), "no answers"),
        (question("q7", answerOption=[option(n, "a") for n in range(200)]), "no answers, or more than"),
        (question("q7", answerOption="many"), "no answers"),
        ({"linkId": "q7", "type": "choice", "answerValueSet": "http://example.org/vs"}, "does not list"),
        ({"linkId": "q7", "type": "choice", "answerValueSet": "#gone"}, "not in the file"),
        ({"linkId": "q7", "type": "integer"}, "from where to where"),
        ({"linkId": "q7", "type": "integer", "extension": [{"url": f"{HL7}minValue", "valueInteger": 5},
          {"url": f"{HL7}maxValue", "valueInteger": 5}]}, "a range without numbers"),
        (question("q7", enableWhen=[{"question": "1"}]), "only sometimes"),
        (question("q7", repeats=True), "more than once"),
        (question("q7", modifierExtension=[{"url": "x"}]), "changes its meaning"),
        (question("q7", text="x" * 5000), "letters or more"),
        (question("q7", text=["x"]), "something else in place of its text"),
        ({"linkId": "q7", "type": "group", "repeats": True, "item": [question("q8")]}, "more than once"),
    ],
)  # fmt: skip
def test_what_cannot_be_scored_is_refused_by_its_link_id(item: Item, said: str) -> None:
    with pytest.raises(TjError) as caught:
        read(form(question("1"), item))
    assert caught.value.message.startswith("form.json: the item q7 ")
    assert said in caught.value.message
    assert "`--without q7`" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a FHIR Questionnaire"),
        ('{"resourceType": "Bundle"}', "not a FHIR Questionnaire"),
        (form(), "no question"),
        (form(question("1"), modifierExtension=[{}]), "changes its meaning"),
        (form({"type": "choice"}), "without a linkId"),
        (form(question("1"), question("1")), "linkId of its own"),
        ('{"resourceType": "Questionnaire", "item": {}}', "no list"),
        ('{"resourceType": "Questionnaire", "item": ["x"]}', "without a linkId"),
        (form(*[question(str(n)) for n in range(201)]), "more than 200 questions"),
    ],
)
def test_what_is_no_form_is_told(text: str, said: str) -> None:
    with pytest.raises(TjError) as caught:
        read(text)
    assert said in caught.value.message
    assert caught.value.hint


def test_a_form_nested_too_deep_is_refused() -> None:
    item = question("1")
    for depth in range(40):
        item = {"linkId": f"g{depth}", "type": "group", "item": [item]}
    with pytest.raises(TjError, match="nested too deep"):
        read(form(item))


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.text(max_size=40), st.integers(-999, 999)), min_size=2, max_size=5, unique_by=lambda o: o[1]),
)
def test_whatever_a_form_says_becomes_plain_toml(words: str, answers: list[tuple[str, int]]) -> None:
    item = question("1", text=words, answerOption=[option(number, word) for word, number in answers])
    text = form(item, title=words, copyright=words)
    made, found = read(text)
    assert sorted(found.items[0].answers) == sorted(number for _, number in answers)
    assert all(line.isprintable() for line in made.text.splitlines())
    assert made.text.encode()


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["url", "code", "item"]), inner),
    max_leaves=5,
)


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place within a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


@given(st.data())
def test_a_form_that_is_broken_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    code = [{"system": "http://loinc.org", "code": "44260-8"}]
    item = question(
        "1", prefix="1", code=code, extension=[{"url": f"{HL7}questionnaire-hidden", "valueBoolean": False}]
    )
    concepts = [{"code": "a", "extension": [{"url": ORDINAL, "valueDecimal": n}]} for n in (0, 1)]
    contained = {"resourceType": "ValueSet", "id": "v", "compose": {"include": [{"concept": concepts}]}}
    other = {"linkId": "2", "type": "choice", "answerValueSet": "#v"}
    whole = json.loads(form({"linkId": "g", "type": "group", "item": [item, other]}, contained=[contained]))
    place = data.draw(st.sampled_from(places(whole)[1:]))
    target = whole
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = data.draw(JUNK)
    try:
        made, _ = read(json.dumps(whole))
    except TjError:
        return
    assert made.items in (1, 2)
