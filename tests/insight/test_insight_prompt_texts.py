"""Every shipped prompt, read as a stranger on a bad day would read it; and the form in which people write their own."""

import re
from collections import Counter

import pytest

from tj.entry.model import Problem
from tj.insight.prompt_text import LENGTHS, TONES, Library, Prompt, PromptFile, collect, read_prompts
from tj.templating import shipped_prompts

SHIPPED = collect([read_prompts(path, text) for path, text in shipped_prompts().items()], [])
THEMES = {
    "stress", "achievements", "intentions", "emotions", "body", "thoughts", "relationships", "boundaries",
    "self-compassion", "joy", "rest", "creativity", "movement", "mindfulness", "support", "resources",
    "before-session", "after-session",
}  # fmt: skip
# What presses, cheers, digs, advises or counts on thanks: none of it is for a low day.
NOT_ON_LOW_DAYS = re.compile(
    r"\b(grate\w*|thank\w*|appreciat\w*|bless\w*|happ\w*|smil\w*|laugh\w*|joy\w*|positive\w*|bright side|proud\w*|win|"
    r"wins|success\w*|should|must|ought|have to be strong|need to|try|trying|remember to|make sure|trauma\w*|abus\w*|"
    r"childhood|worst|die|dead|death|kill\w*|hurt yourself|over with|great|wonderful|amazing|well done)\b",
    re.IGNORECASE,
)
JARGON = re.compile(
    r"\b(symptom\w*|disorder\w*|depress\w*|anxiety|cognitive\w*|distortion\w*|trigger\w*|coping|regulat\w*|dissociat\w*|"
    r"rumination|validat\w*|self-care|mindset|boundaries|process your|toxic)\b",
    re.IGNORECASE,
)


def low() -> list[Prompt]:
    return [prompt for prompt in SHIPPED.prompts if prompt.is_gentle]


def test_there_are_enough_and_every_theme_is_there() -> None:
    assert len(SHIPPED.prompts) >= 130
    assert not SHIPPED.problems
    assert set(SHIPPED.themes) == THEMES
    assert min(Counter(prompt.theme for prompt in SHIPPED.prompts).values()) >= 7
    assert all(theme.title != theme.name and theme.about != theme.title for theme in SHIPPED.themes.values())


def test_no_id_and_no_text_stands_twice_in_any_file() -> None:
    files = [read_prompts(path, text) for path, text in shipped_prompts().items()]
    every = [prompt for file in files for prompt in file.prompts]
    assert len(every) == len(SHIPPED.prompts)
    assert len({prompt.text.casefold() for prompt in every}) == len(every)
    # An id that is written is the same for ever; one that was made from the words would change with them.
    assert all(re.fullmatch(rf"{prompt.theme}-\d{{1,2}}", prompt.id) for prompt in every)


def test_every_item_of_the_files_was_read() -> None:
    lines = [line for text in shipped_prompts().values() for line in text.splitlines() if line.startswith("- ")]
    assert len(lines) == len(SHIPPED.prompts)
    assert all("(tone:: " in line and "(length:: " in line for line in lines)


def test_each_has_its_tone_and_length_and_each_theme_something_for_every_day() -> None:
    for theme in THEMES:
        prompts = [prompt for prompt in SHIPPED.prompts if prompt.theme == theme]
        assert sum(prompt.is_gentle for prompt in prompts) >= 2, theme
        for tone in TONES:
            assert any(tone in prompt.tones for prompt in prompts), (theme, tone)
    assert {prompt.length for prompt in SHIPPED.prompts} == set(LENGTHS)
    assert all(prompt.length == "short" for prompt in low())


@pytest.mark.parametrize("prompt", SHIPPED.prompts, ids=lambda prompt: prompt.id)
def test_each_is_short_plain_and_without_a_why(prompt: Prompt) -> None:
    assert 20 <= len(prompt.text) <= 240
    assert "!" not in prompt.text
    assert not re.search(r"\bwhy\b", prompt.text, re.IGNORECASE)
    assert len(re.findall(r"[.?](?: |$)", prompt.text)) <= 3
    assert prompt.text[0].isupper()
    assert prompt.text.endswith((".", "?"))
    assert not JARGON.search(prompt.text)


@pytest.mark.parametrize("prompt", low(), ids=lambda prompt: prompt.id)
def test_what_is_for_low_days_asks_little_and_cheers_nobody_up(prompt: Prompt) -> None:
    assert not NOT_ON_LOW_DAYS.search(prompt.text)
    assert "good" not in prompt.tones
    assert len(prompt.text) <= 130


def test_openings_differ() -> None:
    for theme in THEMES:
        openings = Counter(" ".join(p.text.split()[:2]) for p in SHIPPED.prompts if p.theme == theme)
        assert max(openings.values()) <= 2, openings


def read(text: str, path: str = ".tj/prompts/rest.md") -> PromptFile:
    return read_prompts(path, text)


def test_words_alone_make_a_prompt() -> None:
    [prompt] = read("# Mine\n\n- What does the bench say?\n").prompts
    assert prompt == Prompt(
        "rest-" + prompt.id[-6:], "rest", "What does the bench say?", ("middling", "good"), "medium"
    )
    assert not prompt.is_gentle
    assert read("- What does the bench say?").prompts[0].id == prompt.id


def test_all_that_can_be_said_of_a_prompt_is_read() -> None:
    file = read(
        "---\ntitle: Ease\nabout: ease\n---\n"
        "* [ ] Where do you\n  lean? [tone:: Low , good] (length:: SHORT) (mood:: 3) #session ^lean-1\n"
        "  - a note below it\n\n> - quoted\n\n```\n- in code\n```\n%% - hidden %%\n\n1. numbered\n"
    )
    assert file.theme is not None
    assert (file.theme.title, file.theme.about) == ("Ease", "ease")
    assert file.prompts == (Prompt("lean-1", "rest", "Where do you lean?", ("low", "good"), "short"),)
    assert not file.problems


def test_no_prompt_can_hide_or_mark_a_part_of_the_entry_that_answers_it() -> None:
    [prompt] = read("- One --> and #session or #win #prompt here (mood:: 3)\n").prompts
    assert prompt.text == "One and or here"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- fine\n- wrong (tone:: sad)\n", 2),
        ("---\ntitle: x\n---\n\n- wrong (length:: epic)\n", 5),
        ("- (tone:: low)\n", 1),
        (f"- {'x' * 501}\n", 1),
        ("- wrong ^not_an_id!\n", 1),
        ("- (tone:: never) no id\n", 1),
        ("- one ^a-1\n- two ^a-1\n", 2),
        ("---\ntitle: x\ntitle: y\n---\n- lost\n", 3),
        ("- fine\n%% - wrong\n- wrong\n", 2),
        ("%%\nx\n%%\n\n- wrong (tone:: )\n", 5),
    ],
)
def test_what_is_malformed_is_told_with_its_line_and_without_its_words(text: str, line: int) -> None:
    file = read(text)
    assert [(p.path, p.line, p.severity) for p in file.problems] == [(".tj/prompts/rest.md", line, "warning")]
    assert not any(word in file.problems[0].message for word in ("sad", "epic", "xxx", "not_an_id"))
    assert "wrong" not in " ".join(prompt.text for prompt in file.prompts)


def test_a_file_whose_name_is_no_theme_is_left_out() -> None:
    file = read("- x\n", ".tj/prompts/!.md")
    assert file == PromptFile(problems=(Problem(".tj/prompts/!.md", 0, "warning", file.problems[0].message),))


def library(*own: tuple[str, str]) -> Library:
    shipped = [
        read("---\ntitle: Rest\nabout: rest\n---\n- Old? (tone:: low) ^rest-1\n- Two? ^rest-2\n", "prompts/rest.md")
    ]
    return collect(shipped, [read(text, f".tj/prompts/{name}.md") for name, text in own])


def test_own_prompts_add_to_replace_and_turn_off_the_shipped_ones() -> None:
    found = library(("rest", "- New? ^rest-1\n- (tone:: never) ^rest-2\n"), ("My  shed", "- Tools?\n"))
    assert [(prompt.theme, prompt.text) for prompt in found.prompts] == [("rest", "New?"), ("my-shed", "Tools?")]
    assert not found.prompts[0].is_gentle
    assert (found.themes["rest"].title, found.themes["rest"].about) == ("Rest", "rest")
    assert found.themes["my-shed"].about == "my-shed"


def test_of_two_own_prompts_with_one_id_the_first_is_kept() -> None:
    found = library(("a", "- First? ^rest-1\n"), ("b", "- Second? ^rest-1\n"))
    assert [prompt.text for prompt in found.prompts if prompt.id == "rest-1"] == ["First?"]
