"""Takes out of Markdown the paths of files, and addresses that only this computer, or a program on it, understands."""

import re
from collections import Counter

__all__ = ["strip_paths"]

_STOP = r"\s<>()\[\]\"'`,;"
_ROOTS = (
    "home|Users|Volumes|Library|Applications|System|private|root|mnt|media|srv|var|tmp|etc|opt|usr|run|data|storage|"
    "sdcard|nas|net|export|cygdrive|Documents|Desktop|Downloads"
)
_ENDING = r"\.(?:md|txt|pdf|png|jpe?g|webp|gif|svg|heic|docx?|odt|xlsx?|csv|mp3|m4a|mp4|mov|zip|canvas|base)\b"
# A name may go on behind spaces where a folder follows, or a usual ending.
_SPACED = rf"[ ](?!www\.|https?:)(?=[^{_STOP}/\\]++(?:[ ][^{_STOP}/\\]++){{0,2}}+[/\\])"
_TAIL = rf"(?:(?:[ ][^{_STOP}]+){{0,3}}?[ ][^{_STOP}]*{_ENDING})?"
_WORDS = r"[^\s<>\"|?*`\\/]+(?:[ ][^\s<>\"|?*`\\/]+){0,3}"
_PATH = re.compile(
    r"\b(?i:file):/*[^\s<>)\]]+"
    r"|\b(?i:obsidian|vscode|zotero|message|onenote|evernote|things|bear|x-[\w-]{1,30}):(?:/|%3[cC]|https?:)[^\s<>)\]]*"
    r"|\b(?!(?i:https?)://)[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s<>)\]]+"
    # in quotes
    r"|\"(?:~|/[A-Za-z][\w.-]+)/[^\"\n]*\""
    # from a folder that all computers have, with spaces; from another
    rf"|(?<![\w/.@])(?:~|\$\{{?HOME\}}?|%[A-Z]+%|/(?:{_ROOTS}))[\\/](?=[^{_STOP}])(?:[^{_STOP}]|{_SPACED})++{_TAIL}"
    rf"|(?<![\w/.@])/[A-Za-z][\w.-]+[\\/][^{_STOP}]+{_TAIL}"
    rf"|(?<![\w/.@])/[\w.%-]{{1,100}}?{_ENDING}"
    # from here, but not a file of the bundle
    rf"|(?<![\w/.])(?!(?<=\]\()\.\./att/\d{{4}}\.[a-z0-9]{{3,4}}[ )])\.{{1,2}}/[^{_STOP}]+"
    # Windows, and a server's share
    rf"|(?<!\w)[A-Za-z]:[\\/](?=[^\s<>\"|?*`])(?:{_WORDS}[\\/]+)*[^\s<>\"|?*`]*"
    rf"|(?<!\\)\\\\[\w.$-]+\\(?:{_WORDS}\\)*[^\s<>\"|?*`]*"
    r"|(?<![\w:/.])//[\w.-]+/[^\s<>\"|?*`)\]]*"
)


def strip_paths(body: str, stripped: Counter[str], removed: list[str]) -> str:
    """Return Markdown with `a file` in place of each path."""

    def write(found: re.Match[str]) -> str:
        stripped["path"] += 1
        removed.append(found.group())
        return "a file"

    return _PATH.sub(write, body)
