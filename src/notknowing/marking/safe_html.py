"""Text that students and tutors typed, as HTML that cannot act: no scripts, no styles, no requests to anywhere."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

import bleach
import mistune

_TEXT_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "dl", "dt", "em", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "li", "mark", "ol", "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
OUTPUT_TAGS = _TEXT_TAGS | {"details", "div", "figcaption", "figure", "img", "span", "summary"}
_ATTRIBUTES = {
    "a": ["href"],
    "th": ["scope", "colspan", "rowspan"],
    "td": ["colspan", "rowspan"],
    "ol": ["start"],
    "img": ["alt", "src"],
    "details": ["open"],
}
LOWEST = 6


def harmless(text: str) -> str:
    """HTML reduced to tags that only structure it. Pictures must be in the text itself (``data:``)."""
    return bleach.clean(
        text, tags=OUTPUT_TAGS, attributes=_attribute, protocols={"http", "https", "mailto", "data"}, strip=True
    )


def _attribute(tag: str, name: str, value: str) -> bool:
    if tag == "img" and name == "src":
        return value.startswith("data:image/") and "svg" not in value[:24]
    if tag == "a" and name == "href":
        return value.lower().startswith(("http:", "https:", "mailto:"))
    return name in _ATTRIBUTES.get(tag, [])


def from_markdown(text: str, heading: int = 3) -> str:
    """Markdown as safe HTML whose highest heading is of level ``heading`` (1 to 6), so that a page keeps its order.

    HTML in the text is shown, not obeyed. Pictures are left out with their description in their place.
    """
    page = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])(text)
    page = re.sub(r'<img [^>]*alt="([^"]*)"[^>]*>', r"<em>(picture: \1)</em>", page)
    page = re.sub(r"<th[^>]*>\s*</th>", "<td></td>", page)  # a heading without words is read out as nothing
    page = _headings(page, heading)
    return bleach.clean(page, tags=_TEXT_TAGS, attributes=_attribute, protocols={"http", "https", "mailto"}, strip=True)


def _headings(page: str, top: int) -> str:
    """Move headings so that the first level used becomes ``top`` and none skips a level."""
    used = sorted({int(level) for level in re.findall(r"<h([1-6])", page)})
    moved = {level: min(top + place, LOWEST) for place, level in enumerate(used)}
    return re.sub(r"<(/?)h([1-6])", lambda match: f"<{match[1]}h{moved.get(int(match[2]), LOWEST)}", page)


_A_TAG = re.compile(r"(?<!\\)((?:\\\\)*)<(?=[a-zA-Z/!?])")
"""The beginning of a tag, unless a backslash already keeps it from being one."""
_A_LINK = re.compile(r"\]\(\s*<?(?P<to>[^)\s>]*)")
_A_REFERENCE = re.compile(r"^(?P<before>[\s>*+-]*)\[(?=[^\]\n]+\]:\s*<?(?P<to>\S+))", re.MULTILINE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def harmless_markdown(source: str) -> str:
    """Markdown that a program without scruples (formgrader) can draw: tags and links that act are shown as they were typed."""
    source = _A_TAG.sub(r"\1&lt;", source)
    source = _A_LINK.sub(
        lambda link: link[0] if _leads_somewhere(link["to"]) else link[0].replace("](", "]\\(", 1), source
    )
    return _A_REFERENCE.sub(lambda one: one[0] if _leads_somewhere(one["to"]) else f"{one['before']}\\[", source)


def _leads_somewhere(to: str) -> bool:
    """Whether a link goes to a page, an address, an attachment or a place in the same folder."""
    plain = re.sub(r"[\x00-\x20\\]", "", html.unescape(html.unescape(to)))
    scheme = _SCHEME.match(plain)
    return scheme is None or scheme[0].lower() in {"http:", "https:", "mailto:", "attachment:"}


def text(value: object) -> str:
    """Any value as text inside HTML."""
    return html.escape(str(value))


def document(title: str, body: Iterable[str], style: str, script: str = "") -> str:
    """A whole page that asks nothing of anywhere. ``body``: its pieces, already safe; ``title`` is made so here."""
    allowed = "default-src 'none'; style-src 'unsafe-inline'" + ("; script-src 'unsafe-inline'" if script else "")
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{allowed}">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>"
        + (f"\n<script>{script}</script>" if script else "")
        + "\n</body>\n</html>\n"
    )
