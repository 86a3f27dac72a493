"""Markdown from a note → HTML that can do nothing: the only place that knows mistune and nh3."""

import re
from base64 import b64encode
from collections.abc import Mapping
from html import escape

__all__ = ["line_to_html", "markdown_to_html"]

_TAGS = {
    "a", "b", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "li", "mark", "ol", "p", "pre", "s", "section", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr",
    "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt"}, "ol": {"start"}}
_MIME = re.compile(r"image/(?:jpeg|png|webp|gif)")
_HEADING = re.compile(r"<(/?)h([1-6])\b")
# Within an attribute quotes are escaped, so no alternative text can pass for a source.
_FRAME = re.compile(r'<img(?![^>]*\ssrc=")(?:[^>]*\salt="([^"]*)")?[^>]*>')
_MARKED = re.compile(r"[*_`~=\[\\]")
_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)
_CHECKBOX = re.compile(r'<input class="task-list-item-checkbox"[^>]*?( checked)?\s*/?>')


def markdown_to_html(text: str, images: Mapping[str, tuple[str, bytes]] | None = None) -> str:
    """Return a note's body as HTML from a short list of tags.

    Arguments: `text`, redacted Markdown; `images`, MIME type and bytes by the path that the text uses, put in as
    `data:` addresses. Any other image is left out, and links lead to web and mail addresses only. Headings begin at
    level 4, below those of the page, and go down by one level at a time, as screen readers expect.
    """
    import mistune
    import nh3

    render = mistune.create_markdown(
        escape=True, plugins=["table", "strikethrough", "task_lists", "mark", "footnotes", "url"]
    )
    html = str(render(text))
    html = _outlined(html)
    html = _CHECKBOX.sub(lambda found: "☑ " if found[1] else "☐ ", html)
    known = images or {}

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            return _data_address(known[value]) if value in known else None
        if tag == "a" and attribute == "href":
            return value if value.startswith(("https://", "http://", "mailto:")) else None
        return value

    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"https", "http", "mailto", "data"},
        link_rel="noreferrer noopener",
    )
    # An image whose source was taken away leaves an empty frame: only its alternative text stays.
    return _FRAME.sub(r"\1", cleaned)


def line_to_html(text: str) -> str:
    """Return one line of a note as HTML, its emphasis and links as in `markdown_to_html`; what is more than a line of
    text to Markdown, as a list would be, stays as it is written."""
    if not _MARKED.search(text):
        return escape(text)
    found = _PARAGRAPH.fullmatch(markdown_to_html(text).strip())
    return found[1] if found else escape(text)


def _outlined(html: str) -> str:
    """Return HTML with its headings set at the depth they have in the text, whatever number of `#` they were given."""
    above: list[int] = []

    def write(found: re.Match[str]) -> str:
        level = int(found[2])
        if not found[1]:
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        return f"<{found[1]}h{min(3 + len(above), 6)}"

    return _HEADING.sub(write, html)


def _data_address(image: tuple[str, bytes]) -> str | None:
    mime, data = image
    return f"data:{mime};base64,{b64encode(data).decode('ascii')}" if _MIME.fullmatch(mime) else None
