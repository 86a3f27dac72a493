"""What `tj new`, `tj prompt` and `tj template` say."""

from tj.words.phrases import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "COMMENT_OPEN", "EDITOR_ENDED_OTHERWISE", "FROM_THERAPIST", "HOW_TO_USE_TEMPLATE", "ID_OF_ANOTHER",
    "NEVER_NEEDS_ID", "NO_ID", "NO_PROMPT_IN_THEME", "NO_PROMPT_LISTED", "NO_PROMPT_TO_SHOW", "NO_THEME_IN_NAME",
    "PROMPTS_FOLDER_NOT_READ", "PROMPTS_NOT_READ", "PROMPTS_NOT_UTF8", "SET_EDITOR", "TEMPLATES_OUTSIDE",
    "editor_not_started", "entry_begun", "entry_there", "go_on_with", "no_length", "no_name_of_template",
    "no_shipped_template", "no_such_prompt", "no_such_template", "no_such_theme", "no_text", "no_tone",
    "prompt_left_out", "prompts_left_out", "prompts_too_large", "template_copied", "template_line",
    "template_not_utf8", "templates_left", "templates_read_as_notes", "what_prompt_is_for",
]  # fmt: skip

SET_EDITOR = "Set VISUAL or EDITOR to have it opened in your editor."
EDITOR_ENDED_OTHERWISE = "the editor ended with an error; the entry is there as it was saved."

NO_PROMPT_TO_SHOW = "There is no prompt to show; `tj prompt --list` shows those there are."
NO_PROMPT_LISTED = "There is no prompt to list; your own go into .tj/prompts/."
NO_PROMPT_IN_THEME = ("there is no prompt in this theme now", "`tj prompt --list` shows those there are")
FROM_THERAPIST = "From your therapist"
PROMPTS_FOLDER_NOT_READ = "this folder cannot be read; your own prompts are left out"
PROMPTS_NOT_READ = "this file cannot be read, or leads out of the vault; its prompts are left out"
PROMPTS_NOT_UTF8 = "it is not UTF-8 text; its prompts are left out"

NO_THEME_IN_NAME = "a file's name is the theme of its prompts, in letters, digits and hyphens; this file is left out"
COMMENT_OPEN = "a comment is opened here and never closed; the prompts behind it are left out"
# Why one prompt of a file is left out.
ID_OF_ANOTHER = "the id behind `^` is another prompt's"
NO_ID = "an id is written as in `^rest-2`, in letters, digits and hyphens"
NEVER_NEEDS_ID = "`(tone:: never)` needs the prompt's id"

HOW_TO_USE_TEMPLATE = "`tj new --template NAME` begins an entry with one."
TEMPLATES_OUTSIDE = ("the folder is outside of the vault", "give one within it, such as Templates")


def editor_not_started(command: str) -> tuple[str, str]:
    return f"the editor {command!r} could not be started", "set VISUAL to its command; the entry is there"


def go_on_with(path: str) -> str:
    return f"{path} is there already. Go on with it?"


def entry_there(path: str, free: str) -> tuple[str, str]:
    """Say that an entry of this day and minute is there; `free` is a time that has none yet."""
    return (
        f"{path} is there already",
        f"go on with that one in your editor, or give a time behind `new`: `tj new {free}`",
    )


def entry_begun(path: str, moment: str) -> str:
    return f"{path} is begun, for {moment}."


def what_prompt_is_for(prompt: str, another: int) -> str:
    """Say how to write with a prompt, and how to see the next; `another` prompts were passed by already."""
    return f"`tj new --prompt {prompt}` begins an entry with it, `tj prompt -{'a' * (another + 1)}` shows another."


def no_such_theme(name: str, themes: "Sequence[str]") -> tuple[str, str]:
    return f"{name!r} is no theme of the prompts", f"the themes are {', '.join(themes)}"


def no_such_prompt(wanted: str, hint: str) -> tuple[str, str]:
    """Say that it is no prompt either; `hint` names the themes."""
    return f"{wanted!r} is neither a theme nor the id of a prompt", f"{hint}; a date comes before `--prompt`"


def prompts_too_large(most: int) -> str:
    """Say that a file of prompts is larger than `most` KiB."""
    return f"a file of prompts has up to {most} KiB; this one is left out"


def prompts_left_out(reason: str) -> str:
    return f"{reason}; the prompts in this file are left out"


def prompt_left_out(reason: str) -> str:
    return f"{reason}; this prompt is left out"


def no_tone(known: "Sequence[str]") -> str:
    return f"`tone` is one or more of {', '.join(known)}, parted by commas, or `never`"


def no_length(known: "Sequence[str]") -> str:
    return f"`length` is one of {', '.join(known)}"


def no_text(longest: int) -> str:
    return f"a prompt has 1 to {longest} characters"


def template_line(name: str, width: int, purpose: str, *, own: bool) -> str:
    return f"{name:{width}}  {purpose}{' (yours)' if own else ''}".rstrip()


def no_shipped_template(name: str) -> tuple[str, str]:
    return f"there is no shipped template {name!r}", "`tj template list` lists those there are"


def no_name_of_template(name: str) -> tuple[str, str]:
    return f"{name!r} is not the name of a template", "give its file's name without `.md`"


def no_such_template(name: str, near: "Sequence[str]") -> tuple[str, str]:
    return f"there is no template {name!r}", did_you_mean(near, "`tj template list` lists those there are")


def template_copied(path: str) -> str:
    return f"{path} is yours now."


def templates_left(count: int) -> str:
    return (
        f"{count} was there already and left as it is."
        if count == 1
        else (f"{count} were there already and left as they are.")
    )


def template_not_utf8(path: str) -> str:
    return f"{path} is not in UTF-8, so it was left out"


def templates_read_as_notes(folder: str) -> str:
    return f'{folder} is read as notes; add it to `exclude` in .tj/config.toml, as in exclude = ["{folder}"]'
