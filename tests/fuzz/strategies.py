"""Notes as people, editors, sync services and accidents write them, for Hypothesis."""

from hypothesis import strategies as st

__all__ = ["BODIES", "BODY_LINES", "BYTES", "HEADERS", "MUTATED", "NOTES", "TEXTS", "encoded"]

WORDS = st.sampled_from(
    ["a", "word", "wörd", "東京", "é", "e\u0301", "🙂", "\u202e", "\u2028", "\x85", "\u00a0", "\u200b", "\ufeff",
     "ß", "İ", "\x00", "\x0c", "\x1c", "x" * 50, "𝄞", "٣", "²"]
)  # fmt: skip
PLAIN = st.sampled_from(
    ["6", "6.5", "0x1F", "0o17", "1e3", ".5", "-.inf", ".nan", "22:30", "2026-03-05", "2026-02-30",
     "2026-03-05T22:30", "2026-03-05 22:30:00 +01:00", "true", "True", "yes", "no", "null", "~", "", "good",
     "two words", "a#b", "a # b", "a: b", "[[goals/walk|Walk]]", "#tag", "- x", "? x", "*alias", "&anchor x",
     "!tag x", "@x", "`x`", "%x", "{{date}}", "9999999999999999999", "wörd", "東京", "\U0001f642", "a\tb", "walk: 20",
     "1_000", "+12", "a,b", "a 'b'", 'a "b"']
)  # fmt: skip
QUOTED = st.sampled_from(
    ['""', "''", '"a: b"', "'it''s'", '"\\u00e9"', '"\\ud800"', '"\\x00"', '"\\n"', '"22:30"', "'6'", '"[[x]]"',
     '"a\n  b"', "'a\n\n  b'", '"unclosed', "'unclosed", '"a" b', '"a" # c', "'#'", '"- x"', '"true"']
)  # fmt: skip
FLOW = st.sampled_from(
    ["[]", "[a, b]", "[a,b,]", "[ a , b ] # c", "[a, [b, c]]", "{}", "{a: 1}", "{a: {b: 1}, c: [x]}", "[{a: 1}, b]",
     "[a,\n  b\n]", "[\na\n]", "{\n a: 1,\n b: 2 }", "[a, b", "{a: 1", "['a', \"b\"]", "[ ]", "[~]", "[a: 1]",
     "[[x]]", '["[[walk]]"]', "[a # c\n, b]"]
)  # fmt: skip
BLOCK = st.sampled_from(
    ["\n- a\n- b", "\n  - a\n  - b", "\n  - a # c\n  # d\n  - b", "\n    - a: 1\n      b: 2\n    - c",
     "\n- - a\n  - b", "\n  - [a]\n  - {b: 1}", "\n  a: 1\n  b: 2", "\n  a:\n    b:\n      - c", " |\n  a\n\n  b",
     " >-\n  a\n  b", " |+\n  a\n\n", " |2-\n    a", "\n  - |\n    a\n  - b", " a\n  b\n  c", "\n\t- a",
     "\n  -\n  - b", "\n- a\n\n- b\n", "\n  # none", "\n  - \"a\n    b\"\n  - c", "\n-", "\n  - a\n  -",
     "\n  - walk: 20\n  - read"]
)  # fmt: skip
KEYS = st.sampled_from(
    ["date", "time", "mood", "emotions", "goals", "sleep", "tags", "title", "type", "private", "status", "Private",
     "weather", "wörd", '"goals"', "'status'", "content", "handler", "1", "2026-03-05", "null", "<<", "a b", "x-y",
     "? goals\n", "GOALS", "", '"a\\tb"', "private ", "pri-vate", "- a", "status", "goals", "goals"]
)  # fmt: skip
COLONS = st.sampled_from([": ", ":", " : ", ":  ", ":\t", " :"])
BEHIND = st.sampled_from(["", "", "", " # c", "  ", "\t# c", " #"])
VALUES = st.one_of(PLAIN, PLAIN, QUOTED, FLOW, BLOCK)
KNOWN_LINES = st.sampled_from(
    ["goals: [walk]", "goals:\n  - walk\n  - read", "goals:\n- walk # c", "goals: []", "goals:", "goals: ~",
     "goals: x", "status: active", "status: 'active' # c", 'status: "a"', "status:", "status: # c", "status: |\n  a",
     "status: [a]", "date: 2026-03-05", "mood: 6", "emotions: [calm]", "private: true", "private: false",
     "private: yes", "tags: a, b"]
)  # fmt: skip
ODD_LINES = st.sampled_from(
    ["# comment", "", "  ", "\t", "...", "--- ", "---", "%YAML 1.1", "<<<<<<< HEAD", "=======", ">>>>>>> theirs",
     "||||||| base", "prose without a colon", "&a x: 1", "? x\n: y", "- item", "}", "]", "mood: [", "\ufeffmood: 5",
     "  indented: 1", "\x00", "a: b: c", "{a: 1}", "key", "\x85x: 1", "x: 1\u2028y: 2"]
)  # fmt: skip
COMPOSED = st.builds(lambda *parts: "".join(parts), KEYS, COLONS, VALUES, BEHIND)
HEADER_LINES = st.one_of(KNOWN_LINES, KNOWN_LINES, COMPOSED, COMPOSED, ODD_LINES)
OPENINGS = st.sampled_from(
    ["---\n", "---\n", "---\n", "---\n", "--- \n", "---\t\n", "----\n", "\n---\n", " ---\n", "+++\n", "—\n",
     "\ufeff---\n", "# Title\n---\n", "--- # c\n", "---x\n", "***\n", "", "<<<<<<< HEAD\n---\n", "\u200b---\n", "{\n"]
)  # fmt: skip
CLOSINGS = st.sampled_from(["---\n", "---\n", "---\n", "---", "--- \n", "...\n", "", "----\n", "+++\n", " ---\n"])
RANDOM_HEADERS = st.builds(
    lambda opening, lines, closing: opening + "".join(f"{line}\n" for line in lines) + closing,
    OPENINGS,
    st.lists(HEADER_LINES, max_size=6),
    CLOSINGS,
)
# Most of the lists above break something; these are headers that a reader takes, so that what lies behind is reached.
GOOD_LINES = st.one_of(
    KNOWN_LINES,
    st.builds(lambda key, value, behind: f"{key}: {value}{behind}",
              st.sampled_from(["weather", "title", "x-y", '"a b"', "wörd", "sleep"]),
              st.one_of(PLAIN, QUOTED, FLOW), BEHIND),
    st.builds(lambda key, value: f"{key}:{value}", st.sampled_from(["k", "emotions", "tags"]), BLOCK),
    st.sampled_from(["# comment", "", "  # c"]),
)  # fmt: skip
GOOD_HEADERS = st.builds(
    lambda lines, closing: "---\n" + "".join(f"{line}\n" for line in lines) + closing,
    st.lists(GOOD_LINES, max_size=5, unique_by=lambda line: line.split(":")[0]),
    st.sampled_from(["---\n", "---\n", "---"]),
)
HEADERS = st.one_of(st.just(""), GOOD_HEADERS, GOOD_HEADERS, RANDOM_HEADERS)

BODY_LINES = st.sampled_from(
    ["", "", "text", "# Title", "## Private", "## Later", "### Private ###", "Private", "---", "===", "-", "***",
     "- 08:00 (mood:: 4) up", "- 8:05 (mood:: low) (emotions:: tense, tired) x", "* 25:00 (mood:: 99) x",
     "  - 09:00 (mood:: 5) [emotions:: calm]", "> - 10:00 (mood:: 3)", "1. (mood:: 7) y", "- (mood:: ) none",
     "- 14:30 (mood:: 4) (emotions:: tense) before the meeting", "\t- 11:00 (mood:: 2)",
     "- [ ] task #session", "- [x] did ✅ 2026-03-05 #win", "- [-] not", "- [ ] x 📅 2026-02-30 [due:: 2026-03-06]",
     "said no #win", "ask #session #work/late", "#tag #1 #a/b", "#session", "%%", "%% hidden %%", "x %% y", "<!--",
     "-->", "<!-- hidden -->", "> [!private] x", "> hidden", ">", "> > [!private]-", "- > [!private]", "lazy",
     "```", "````", "~~~", "``` py", "    ```", "> ```", "- ```", "  ```", "```x`", "`", "`%%`", "``` %%", "<div>",
     "<pre>",
     "</pre>", "<script>", "| a | b |", "|---|---|", "[x]: y", "[^1]: z", "\\`", "    code", "\tcode",
     "![[image.png]]",
     "<<<<<<< HEAD", "=======", ">>>>>>> b", "🙂 東京 é", "\u2028", "\x85", "\x0c", "\x00", "\u202e", "ends. ^block-id",
     "- item", "-", "1.", "  continued", "[[walk|Walk]] #win", "private: true", "mood: 5", "x" * 300, " \t "]
)  # fmt: skip
BODIES = st.lists(BODY_LINES, max_size=10).map("\n".join)
TEXTS = st.builds(lambda header, body, end: header + body + end, HEADERS, BODIES, st.sampled_from(["", "\n", "\n\n"]))


def encoded(text: str, newline: str, *, mark: bool) -> bytes:
    """Return a text as a file's bytes with its line ends so written, and with a byte-order mark or none."""
    data = text.replace("\n", newline).encode("utf-8", "surrogatepass")
    return b"\xef\xbb\xbf" + data if mark else data


@st.composite
def _mixed(draw: st.DrawFn) -> bytes:
    """A note in which each line ends as it likes, as after an edit by two programs."""
    lines = draw(TEXTS).split("\n")
    ends = draw(st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=len(lines) - 1, max_size=len(lines) - 1))
    return "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True)).encode("utf-8", "surrogatepass")


NOTES = st.one_of(
    st.builds(lambda text, end, mark: encoded(text, end, mark=mark),
              TEXTS, st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]), st.sampled_from([False, False, False, True])),
    _mixed(),
)  # fmt: skip
BYTES = st.binary(max_size=400)
SNIPPETS = st.one_of(
    st.binary(max_size=4),
    st.sampled_from(
        [b"---", b"\n", b"\r", b"\r\n", b"\xef\xbb\xbf", b"\x00", b"\xff", b"%%", b"```", b"<!--", b"-->", b": ", b"- ",
         b"[", b"]", b"{", b"}", b'"', b"'", b"#", b"private", b"\xe2\x80", b"\t", b"&a", b"*a"]
    ),
    WORDS.map(lambda word: word.encode()),
)  # fmt: skip


@st.composite
def _mutated(draw: st.DrawFn) -> bytes:
    """A realistic note with some stretches of its bytes lost, replaced or doubled."""
    data = draw(NOTES)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(start + 6, len(data))))
        middle = draw(st.one_of(SNIPPETS, st.just(data[start:end] * 2), st.just(data[:20])))
        data = data[:start] + middle + data[end:]
    return data


MUTATED = _mutated()
