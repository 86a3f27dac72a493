"""The questionnaires that `tj assess` knows: the shipped ones, and those in the vault's own `.tj/instruments/`."""

import re
from difflib import get_close_matches
from pathlib import Path

from tj import templating
from tj.cli import say
from tj.errors import Refused, TjError, UsageProblem
from tj.insight.instruments import Instrument, is_instrument_name, parse_instrument
from tj.interop.fhir import read_questionnaire
from tj.vault.files import create_file, read_file, read_to_change, replace_file
from tj.vault.layout import Vault
from tj.words import assess as words

__all__ = ["all_forms", "find_form", "import_form"]

_FOLDER = ".tj/instruments"
_SHIPPED = "instruments"
_ENDING = ".toml"
_LARGEST_OWN = 256 * 1024
_LARGEST_FILE = 1024 * 1024


def all_forms(vault: Vault) -> tuple[list[Instrument], list[str]]:
    """Return every questionnaire by name, an own one in place of a shipped one, and what cannot be read, in words."""
    forms: list[Instrument] = []
    problems: list[str] = []
    for name in sorted({*_shipped(), *_own(vault)}):
        try:
            forms.append(_read(vault, name))
        except TjError as problem:
            problems.append(problem.message)
    return forms, problems


def find_form(vault: Vault, given: str) -> Instrument:
    """Return the questionnaire of this name, in whatever case.

    Raises `UsageProblem` where there is none, `TjError` where it cannot be read.
    """
    names = sorted({*_shipped(), *_own(vault)})
    name = given.strip().casefold()
    if name not in names:
        near = get_close_matches(name, names, n=2, cutoff=0.5)
        raise UsageProblem(*words.no_such_form(given, near))
    return _read(vault, name)


def import_form(vault: Vault, source: Path, name: str | None, without: tuple[str, ...], *, replace: bool) -> None:
    """Take a FHIR Questionnaire into the vault as a questionnaire of its own, and say what became of it.

    Arguments: `name`, what it will be called, by default after its file; `without`, linkIds to leave out; `replace`,
    whether an own one of that name may be replaced.
    Raises `TjError` where it cannot be scored, `Refused` where there is one of that name already.
    """
    given = (name or re.sub(r"[^a-z0-9]+", "-", source.name.partition(".")[0].casefold())).strip("-")
    if not is_instrument_name(given):
        raise UsageProblem(*words.name_not_usable(given))
    path = f"{_FOLDER}/{given}{_ENDING}"
    full = vault.locate(path)
    if full.exists() and not replace:
        raise Refused(*words.form_there(path))
    form = read_questionnaire(_text(source, _LARGEST_FILE, source.name), source.name, given, without)
    parse_instrument(given, form.text, source.name)
    if full.exists():
        replace_file(full, read_to_change(full), form.text.encode())
    else:
        create_file(full, form.text.encode())
    say.say(words.form_taken_in(path, form.items, given))
    if form.left_out:
        say.say(say.shown(words.not_asked(form.left_out)))
    say.say(words.NO_BANDS)
    if not form.flagged:
        say.say(words.NO_FLAG)


def _shipped() -> list[str]:
    return [name.removesuffix(_ENDING) for name in templating.shipped_names(_SHIPPED) if name.endswith(_ENDING)]


def _own(vault: Vault) -> list[str]:
    folder = vault.root / _FOLDER
    found = folder.glob(f"*{_ENDING}") if folder.is_dir() else ()
    return [path.stem for path in found if is_instrument_name(path.stem)]


def _read(vault: Vault, name: str) -> Instrument:
    path = f"{_FOLDER}/{name}{_ENDING}"
    own = vault.locate(path)
    if own.exists():
        return parse_instrument(name, _text(own, _LARGEST_OWN, path), path)
    file = f"{_SHIPPED}/{name}{_ENDING}"
    return parse_instrument(name, templating.shipped(file), file)


def _text(path: Path, largest: int, where: str) -> str:
    try:
        size = path.stat().st_size
    except OSError:
        raise TjError(*words.form_not_there(where)) from None
    if size > largest:
        raise TjError(*words.form_too_large(where, largest // 1024))
    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TjError(*words.form_not_utf8(where)) from None
