"""What `tj init` and `tj demo` say."""

from tj.words.phrases import both, some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ADOPTED", "DEMO_NOT_VERIFIED", "NOTHING_MADE", "demo_bundle", "demo_copied", "demo_folder_taken", "demo_in_vault",
    "demo_indexed", "demo_opened", "demo_sealed", "demo_without_entries", "holds_your_files", "how_to_begin",
    "is_a_file", "lies_in_vault", "make_anyway", "not_read", "tables_made", "vault_already", "vault_made",
]  # fmt: skip

ADOPTED = "This is an Obsidian vault; its daily notes' folder and names are taken over."
DEMO_NOT_VERIFIED = (
    "the demo's own bundle did not verify",
    "nothing was opened; report this line, so that it can be mended",
)


NOTHING_MADE = "Nothing was made."


def is_a_file(place: str) -> tuple[str, str]:
    return f"{place} is a file", "name a folder"


def lies_in_vault(place: str, vault: str) -> tuple[str, str]:
    return (
        f"{place} lies in the vault {vault}, whose commands work here as well",
        "go on with that one; --anyway makes another here, which that one then leaves alone",
    )


def holds_your_files(place: str) -> tuple[str, str]:
    return (
        f"{place} holds all your files, and every note in it with a date would count as an entry",
        "give the journal a folder of its own, as in `tj init ~/journal`; --anyway makes the vault here",
    )


def make_anyway(why: str) -> str:
    return f"{why}. Make a vault here all the same?"


def vault_already(place: str, *, goes_on: bool) -> str:
    """Say that nothing is made; `goes_on` where something else was asked for as well."""
    return f"{place} is a vault already" + ("." if goes_on else "; nothing was changed.")


def vault_made(place: str, settings: str) -> str:
    return f"{place} is a vault now. Its settings are in {settings}."


def how_to_begin(entry: str) -> str:
    return f"Today's entry is {entry}: write it with `tj new`, or a check-in with `tj mood 6`."


def not_read(folders: "Sequence[str]") -> str:
    return f"Not read as entries: {', '.join(folders)}."


def tables_made(names: "Sequence[str]") -> str:
    return f"{both(names)} {'are' if len(names) > 1 else 'is'} for Obsidian, and yours to change."


def demo_folder_taken(folder: str) -> tuple[str, str]:
    return f"{folder} is there and not empty", "name a new folder for the demo"


def demo_in_vault(folder: str, vault: str) -> tuple[str, str]:
    return f"{folder} lies in the vault {vault}", "name a place outside of it for the demo, such as ~/try-tj"


def demo_without_entries(folder: str) -> tuple[str, str]:
    return f"{folder} has no entries any more", "choose another folder for the demo"


def demo_copied(notes: int, folder: str) -> str:
    return f"A journal of {some(notes, 'note')} by an invented writer is in {folder}"


def demo_indexed(summaries: str, written: int) -> str:
    return f"It is indexed; its summaries are in {summaries} ({written} written now)"


def demo_sealed(entries: int, kept: int, parts: int) -> str:
    sent = f"{some(entries, 'entry', 'entries')}, goals and other notes of four weeks are encrypted"
    return f"{sent}; {kept} stayed private, and {some(parts, 'smaller thing was', 'smaller things were')} taken out"


def demo_bundle(bundle: str, key: str) -> str:
    return f"The bundle is {bundle}; age and unzip open it with {key} beside its folder"


def demo_opened(report: str) -> str:
    return f"Opened as the therapist, signature verified: read {report}"
