"""A FHIR R4 Questionnaire (JSON) as tj's own TOML, so that a clinic's form can be scored.

What is scored: `choice` items each of whose answers carries a score (`ordinalValue` or its later name `itemWeight`, on
the answer option or its coding, or on the concepts of a contained ValueSet), and `integer` items with their answers
listed or with `minValue` and `maxValue`. Groups may be nested. Headings (`display`), hidden and calculated items are
not asked. Everything else is refused by its linkId, unless it is named as one to leave out: a sum that silently lacks
an item would be a wrong one.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tj.errors import TjError
from tj.interop.fhir_answers import HL7, LONGEST, Unscored, clean, dicts, extension, has, read_answers
from tj.words import fhir as words

__all__ = ["Form", "read_questionnaire"]

_MOST_ITEMS = 200
_DEEPEST = 20
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
_CALCULATED = f"{_SDC}calculatedExpression"
_ENABLED = f"{_SDC}enableWhenExpression"
_HIDDEN = f"{HL7}questionnaire-hidden"
# PHQ-9's question on death and self-harm, wherever a form carries it.
_FLAGGED = ("http://loinc.org", "44260-8")


@dataclass(frozen=True, slots=True)
class Form:
    """A form as TOML; how many questions it has, and how many of them are flagged; the linkIds of what was left out."""

    text: str
    items: int
    left_out: tuple[str, ...]
    flagged: int


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    heading: str
    answers: Mapping[int, str]
    flagged: bool


def read_questionnaire(text: str, where: str, title: str, without: Sequence[str] = ()) -> Form:
    """Read a Questionnaire.

    Arguments: `text`, the JSON; `where`, the file's name for messages; `title`, what to call a form without one;
    `without`, linkIds of items, or groups, that are to be left out.
    Raises `TjError` with the file, and the linkId where there is one, for what cannot be scored.
    """
    try:
        root = json.loads(text)
    except (ValueError, RecursionError):
        raise TjError(*words.no_json(where)) from None
    if not isinstance(root, dict) or root.get("resourceType") != "Questionnaire":
        raise TjError(*words.no_questionnaire(where))
    if root.get("modifierExtension"):
        raise TjError(*words.form_changes_meaning(where))
    reader = _Reader(root, where, frozenset(without))
    questions = tuple(reader.read(root.get("item"), 0))
    if unknown := sorted(reader.without - set(reader.left_out)):
        raise TjError(*words.no_such_item(where, unknown[0]))
    if not questions:
        raise TjError(*words.nothing_to_score(where))
    return Form(
        _toml(root, title, questions), len(questions), tuple(reader.left_out), sum(q.flagged for q in questions)
    )


class _Reader:
    """Walks through the items of one form."""

    def __init__(self, root: Mapping[str, Any], where: str, without: frozenset[str]) -> None:
        self.where = where
        self.without = without
        self.left_out: list[str] = []
        self._contained = dicts(root.get("contained"))
        self._ids: set[str] = set()
        self._heading: list[str] = []
        self._count = 0

    def read(self, items: object, depth: int) -> Iterator[_Question]:
        if items is None:
            return
        if not isinstance(items, list) or depth > _DEEPEST:
            raise TjError(*words.items_unreadable(self.where))
        for item in items:
            link = item.get("linkId") if isinstance(item, dict) else None
            if not isinstance(link, str) or not link or link in self._ids:
                raise TjError(*words.item_without_link(self.where))
            self._ids.add(link)
            if link in self.without:
                self.left_out.append(link)
            else:
                yield from self._one(item, link, depth)

    def _one(self, item: Mapping[str, Any], link: str, depth: int) -> Iterator[_Question]:
        kind = item.get("type")
        if item.get("readOnly") is True or extension(item, _HIDDEN) is True or has(item, _CALCULATED):
            self.left_out.append(link)
            return
        if item.get("modifierExtension"):
            raise self._refuse(link, words.CHANGES_MEANING)
        if kind == "display":
            self._heading.append(self._text(item, link))
            return
        if item.get("enableWhen") or has(item, _ENABLED):
            raise self._refuse(link, words.ASKED_SOMETIMES)
        if item.get("repeats") is True:
            raise self._refuse(link, words.ANSWERED_MORE_THAN_ONCE)
        if kind == "group":
            self._heading.append(self._text(item, link))
        else:
            yield self._question(item, link)
        yield from self.read(item.get("item"), depth + 1)

    def _question(self, item: Mapping[str, Any], link: str) -> _Question:
        self._count += 1
        if self._count > _MOST_ITEMS:
            raise TjError(*words.too_many_questions(self.where, _MOST_ITEMS))
        try:
            answers = read_answers(item, self._contained)
        except Unscored as problem:
            raise self._refuse(link, problem.reason) from None
        heading, self._heading = " · ".join(text for text in self._heading if text), []
        codes = [(code.get("system"), code.get("code")) for code in dicts(item.get("code"))]
        text = self._text(item, link) or link
        return _Question(text, heading, dict(sorted(answers.items())), _FLAGGED in codes)

    def _text(self, item: Mapping[str, Any], link: str) -> str:
        text = item.get("text")
        if text is not None and not isinstance(text, str):
            raise self._refuse(link, words.TEXT_IS_NO_TEXT)
        prefix = item.get("prefix")
        return self._checked(f"{prefix} {text}" if isinstance(prefix, str) and text else text or "", link)

    def _checked(self, text: str, link: str) -> str:
        if len(text) >= LONGEST:
            raise self._refuse(link, words.text_too_long(LONGEST))
        return clean(text)

    def _refuse(self, link: str, reason: str) -> TjError:
        return TjError(*words.item_refused(self.where, clean(link)[:80], reason))


def _toml(root: Mapping[str, Any], title: str, questions: Sequence[_Question]) -> str:
    def said(key: str) -> str:
        found = root.get(key)
        return clean(found)[:LONGEST] if isinstance(found, str) else ""

    source = " ".join(part for part in (said("publisher"), said("version"), said("url")) if part)
    lines = [f"title = {_quoted(said('title') or title)}"]
    lines += [f"source = {_quoted(source)}"] if source else []
    lines += [f"notice = {_quoted(said('copyright'))}"] if said("copyright") else []
    for question in questions:
        lines += ["", "[[items]]", f"topic = {_quoted(question.text)}"]
        lines += [f"heading = {_quoted(question.heading[:LONGEST])}"] if question.heading else []
        lines += [f"flagged_from = {sorted(question.answers)[1]}"] if question.flagged else []
        lines += ["[items.answers]", *(f"{score} = {_quoted(word)}" for score, word in question.answers.items())]
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # of printable letters, which is a TOML string as well
