"""Settings are read whole, or refused with the file, the key and what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.config import MoodScale, Settings, parse_settings
from tj.errors import EXIT_FAILED, TjError


def refusal(text: str) -> TjError:
    with pytest.raises(TjError) as caught:
        parse_settings(text, "vault/.tj/config.toml")
    assert caught.value.exit_code == EXIT_FAILED
    assert "vault/.tj/config.toml" in caught.value.message
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize("text", ["", "# only a comment\n", "unknown = 1\n[other]\nkey = 'x'\n", "[mood]\n"])
def test_every_key_is_optional_and_others_are_left_alone(text: str) -> None:
    assert parse_settings(text) == Settings()


def test_all_keys_are_read() -> None:
    text = """
        journal_dir = "diary/days/"
        entry_name = "YYYY/[W]WW/YYYY-MM-DD"
        exclude = ["templates/", "old"]
        [mood]
        lowest = -3
        highest = 3
        [mood.words]
        Flat = -1
        "Über gut" = 3.0
        [trackers]
        sleep = "hours"
        steps = ""
        """
    settings = parse_settings(text)
    assert (settings.journal_dir, settings.entry_name) == ("diary/days", "YYYY/[W]WW/YYYY-MM-DD")
    assert settings.exclude == ("templates", "old")
    assert settings.scale == MoodScale(-3.0, 3.0, {"flat": -1.0, "über gut": 3.0})
    assert settings.trackers == {"sleep": "hours", "steps": ""}


def test_the_words_that_are_given_by_default_belong_to_the_default_scale() -> None:
    assert parse_settings("[mood]\nhighest = 5").scale.words == {}
    assert parse_settings("[mood]\nlowest = 1\nhighest = 10").scale == MoodScale()
    assert parse_settings("[trackers]").trackers == {}


@pytest.mark.parametrize("unit", ["yes/no", "Yes/No", " yes / no "])
def test_a_tracker_may_be_answered_by_yes_or_no(unit: str) -> None:
    settings = parse_settings(f'[trackers]\npill = "{unit}"\nsleep = "hours"')
    assert settings.trackers == {"pill": "yes/no", "sleep": "hours"}
    assert settings.yes_no == {"pill"}


def test_several_words_may_stand_on_one_level() -> None:
    scale = parse_settings("[mood]\nhighest = 5\n[mood.words]\nmeh = 2\nflat = 2\nFlat = 2\n'größer' = 4").scale
    assert scale.words == {"meh": 2.0, "flat": 2.0, "grösser": 4.0}  # ß has no upper case of old
    assert [scale.read(word) for word in ("Meh", "FLAT", "gro\u0308ßer", "GRÖSSER", "okay")] == [2, 2, 4, 4, None]


@pytest.mark.parametrize(
    ("words", "told"),
    [("Good = 7\ngood = 8", "there once"), ("5 = 3", "a word"), ('"-2.5" = 3', "a word"), ('" " = 3', "a word")],
)
def test_a_mood_word_is_a_word_with_one_level(words: str, told: str) -> None:
    assert told in refusal(f"[mood.words]\n{words}").message


@pytest.mark.parametrize(
    ("given", "folder"),
    [
        (".", ""),
        ("", ""),
        ("./journal/", "journal"),
        ("a//b/./c", "a/b/c"),
        ("Tage/Über uns", "Tage/Über uns"),
        ("a..b", "a..b"),
    ],
)
def test_a_folder_is_written_in_one_way(given: str, folder: str) -> None:
    assert parse_settings(f'journal_dir = "{given}"\nexclude = ["{given}"]') == Settings(
        journal_dir=folder, exclude=(folder,) if folder else ()
    )


@pytest.mark.parametrize("key", ["journal_dir", "entry_name"])
@pytest.mark.parametrize(
    "value", ['"/x"', '"../x"', '"a/../../x"', "'a\\b'", '"a\\u0000b"', '"a\\nb"', "1", "true", "['a']"]
)
def test_a_path_stays_inside_the_vault(key: str, value: str) -> None:
    error = refusal(f"{key} = {value}")
    assert f"`{key}`" in error.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("journal_dir = \n", "line 1"),
        ("a = 1\n\nb b\n", "line 3"),
        ("a = 1\na = 2", "cannot be read"),
        ("a = " + "9" * 5_000, "too long"),
        ("a = " + "[" * 100_000, "cannot be read"),
        ('exclude = "templates"', "`exclude`"),
        ("exclude = [1]", "`exclude`"),
        ("mood = 5", "`mood`"),
        ("trackers = ['sleep']", "`trackers`"),
        ("[trackers]\nsleep = 1", "`trackers.sleep`"),
        ("[trackers.sleep]\nunit = 'h'", "`trackers.sleep`"),
        ("[mood]\nlowest = '1'", "`mood.lowest`"),
        ("[mood]\nhighest = true", "`mood.highest`"),
        ("[mood]\nlowest = 10", "`mood.highest` should be greater"),
        ("[mood]\nhighest = inf", "`mood.highest`"),
        ("[mood]\nlowest = nan", "`mood.lowest`"),
        ("[mood]\nhighest = 1" + "0" * 400, "`mood.highest`"),
        ("[mood]\nwords = ['a']", "`mood.words`"),
        ("[mood.words]\nawful = 'x'", "`mood.words.awful`"),
        ("[mood.words]\nawful = 0", "a number from 1 to 10"),
        ("[mood.words]\nawful = 11", "a number from 1 to 10"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(text: str, said: str) -> None:
    assert said in refusal(text).message


@pytest.mark.parametrize(
    ("value", "level"),
    [(5, 5.0), (1, 1.0), (10, 10.0), (5.5, 5.5), ("good", 7.0), (" GOOD ", 7.0), (0, None), (10.1, None),
    ("fine", None),
     (True, None), (None, None), ([5], None), (float("nan"), None),
     (float("inf"), None), (10**400, None), ("5", None)],
)  # fmt: skip
def test_a_mood_is_read_on_the_scale(value: object, level: float | None) -> None:
    assert MoodScale().read(value) == level


PIECES = (
    "journal_dir", "entry_name", "exclude", "trackers", "[mood]", "[mood.words]", "[trackers]", "[[mood]]",
    "lowest", "highest",
    " = ", " = ", " = ", "\n", "\n", "1", "-5", "10", "inf", "nan", "true", '"a"', "'..'", '"/x"', "[]",
    '["x"]', "{}",
    "{ words = { a = 1 } }", "1979-05-27", "#", "words", "sleep", "\0", "\r",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=60))
def test_any_text_gives_settings_or_a_kind_refusal(text: str) -> None:
    try:
        settings = parse_settings(text)
    except TjError as error:
        failed = error
    else:
        assert settings.scale.lowest < settings.scale.highest
        assert not {"", ".", ".."} & set(settings.journal_dir.split("/")[1:])
        return
    assert ".tj/config.toml" in failed.message
    assert failed.hint
