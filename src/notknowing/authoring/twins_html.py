"""A twin as one accessible HTML file: nothing to load, no script, headings in order, every picture beside its numbers.

It is drawn with the notebook page's own style sheet, so that both look alike. Fields can be filled in and printed; the
page says that nothing is sent or saved.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from notknowing.activities.nodes import Node
from notknowing.activities.widget import STATIC
from notknowing.authoring.twins import READING_COPY, Part, Pictures, Twin

HERE = Path(__file__).parent / "static"

NOTHING_SENT = (
    "You can write in the boxes and print the page with what you wrote. Nothing is sent, and nothing is saved when you "
    "close the page. To keep and hand in your words, use the notebook or the Word copy of this page."
)
MIRROR = (
    "In the notebook, the mirror names what your words do at this place. A document cannot read. Look for yourself: "
    "underline where your words advise, reassure, explain, give a label, ask, or speak of you. No mark depends on it."
)
ANSWERED = "Open when you have answered"


def style() -> str:
    """The style sheet of every document: the activities' own, then what a whole page needs."""
    sheets = (STATIC / "activity.css", HERE / "document.css")
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def document(
    title: str, main: str, *, header: str = "", footer: str = "", scripts: Sequence[str] = (), sheet: str = ""
) -> str:
    """One whole HTML page around its main part.

    Args:
        title: the page's title, in the window and as the one first heading.
        main: HTML of the main part, below the first heading.
        header: HTML above it, such as a navigation.
        footer: HTML below it.
        scripts: addresses of scripts, in their order.
        sheet: the address of the style sheet; written into the page when empty.
    """
    styled = f'<link rel="stylesheet" href="{escape(sheet)}">' if sheet else f"<style>\n{style()}\n</style>"
    last = "\n".join(f'<script src="{escape(script)}" defer></script>' for script in scripts)
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
{styled}
{last}
</head>
<body>
<a class="nk-skip" href="#main">Go to the text</a>
<div class="nk">
{f"<header>{header}</header>" if header else ""}
<main id="main" tabindex="-1">
<h1>{escape(title)}</h1>
{main}
</main>
{f"<footer>{footer}</footer>" if footer else ""}
</div>
</body>
</html>
"""


def html_of(twin: Twin, *, header: str = "", footer: str = "", sheet: str = "") -> str:
    """The whole twin as one HTML file."""
    return document(twin.name, main_of(twin), header=header, footer=footer or _foot(twin), sheet=sheet)


def main_of(twin: Twin) -> str:
    """The main part: what this copy is, a list of what is in it, the opening, and every activity."""
    page = twin.page
    contents = "".join(
        f'<li><a href="#activity-{escape(part.id)}">{escape(part.id)}. {escape(part.title)}</a> ({_minutes(part)})</li>'
        for part in twin.parts
    )
    pieces = [
        f"<p>{escape(page.summary)}</p>",
        f'<div class="nk-group nk-notice"><p>{escape(READING_COPY)}</p><p>{escape(NOTHING_SENT)}</p></div>',
        _section(twin.opening, twin.pictures, "opening", "Before you begin", 2),
        f'<nav aria-label="Activities on this page"><h2>Activities</h2><ol class="nk-contents">{contents}</ol></nav>',
    ]
    pieces += [
        _section(part, twin.pictures, f"activity-{part.id}", f"{part.id}. {part.title}", 2) for part in twin.parts
    ]
    return "\n".join(pieces)


def activities_in(html: str) -> set[str]:
    """Ids of the activities that an HTML twin has."""
    return set(re.findall(r'<section id="activity-([^"]+)" data-activity', html))


def _foot(twin: Twin) -> str:
    module = twin.course.module
    return f"<p>{escape(module.pilot)}</p><p>{escape(module.texts)}</p><p>{escape(module.attribution)}</p>"


def _minutes(part: Part) -> str:
    return f"about {part.minutes} minutes" if part.minutes != 1 else "about 1 minute"


def _section(part: Part, pictures: Pictures, anchor: str, title: str, level: int) -> str:
    drawing = _Drawing(pictures, level)
    time = f'<p class="nk-quiet">{_minutes(part).capitalize()}.</p>' if part.minutes else ""
    marked = f' data-activity="{escape(part.id)}"' if anchor.startswith("activity-") else ""
    body = drawing.all(part.nodes)
    name = f"{anchor}-title"
    return (
        f'<section id="{escape(anchor)}"{marked} aria-labelledby="{escape(name)}">'
        f'<h{level} id="{escape(name)}">{escape(title)}</h{level}>{time}{body}</section>'
    )


class _Drawing:
    """Turns the nodes of one activity into HTML. Remembers the last heading, so that no level is left out."""

    def __init__(self, pictures: Pictures, level: int):
        self.pictures, self.level, self.top = pictures, level, level

    def all(self, nodes: list[Node]) -> str:
        """Several nodes."""
        return "\n".join(self.one(node) for node in nodes)

    def one(self, node: Node) -> str:
        """One node; nothing for a kind that documents do not have."""
        draw = getattr(self, f"_{node['t']}", None)
        return draw(node) if draw else ""

    # -- text

    def _heading(self, node: Node) -> str:
        self.level = min(max(node["level"], self.top + 1), self.level + 1)
        return f"<h{self.level}>{escape(node['text'])}</h{self.level}>"

    def _para(self, node: Node) -> str:
        style = f' class="nk-{node["style"]}"' if node.get("style") else ""
        return f"<p{style}>{runs(node)}</p>"

    def _status(self, node: Node) -> str:
        return f"<p>{escape(node['text'])}</p>"

    def _marked(self, node: Node) -> str:
        return f'<p class="nk-marked">{escape(node["text"])}</p>'

    def _mirror(self, node: Node) -> str:
        return f'<div class="nk-group nk-card"><p>{escape(MIRROR)}</p></div>'

    def _words(self, node: Node) -> str:
        parts = re.split(r"(\[[^\]]*\])", node["text"])
        said = "".join(f"<em>{escape(one)}</em>" if one.startswith("[") else escape(one) for one in parts)
        return f'<figure class="nk-words"><figcaption>{escape(node["who"])}</figcaption><blockquote>{said}</blockquote></figure>'

    def _timer(self, node: Node) -> str:
        seconds = node["seconds"]
        wait = f"{seconds // 60} minutes" if seconds % 60 == 0 and seconds > 60 else f"{seconds} seconds"
        return f"<p>In the notebook a clock runs for {wait} here. Use a watch, or go on when you are ready.</p>"

    def _listing(self, node: Node) -> str:
        tag = "ol" if node["ordered"] else "ul"
        items = "".join(
            f"<li>{runs(one) if 'runs' in one else self.all(one['children'])}</li>" for one in node["items"]
        )
        return f"<{tag}>{items}</{tag}>"

    # -- parts

    def _row(self, node: Node) -> str:
        return f'<div class="nk-row">{self.all(node["children"])}</div>'

    def _group(self, node: Node) -> str:
        style = f" nk-{node['style']}" if node.get("style") else ""
        label = f' role="group" aria-label="{escape(node["label"])}"' if node.get("label") else ""
        seen = f"<p><strong>{escape(node['label'])}</strong></p>" if node.get("label") else ""
        return f'<div class="nk-group{style}"{label}>{seen}{self.all(node["children"])}</div>'

    def _details(self, node: Node) -> str:
        return self._opening(node["summary"], node["children"], is_open=node.get("open", False))

    def _reveal(self, node: Node) -> str:
        inner = node["children"]
        label = f"{ANSWERED}: {node['label']}" if node.get("label") else ANSWERED
        if len(inner) == 1 and inner[0]["t"] == "group" and inner[0].get("label"):
            label, inner = f"{ANSWERED}, or if you want help: {inner[0]['label']}", inner[0]["children"]
        return self._opening(label, inner)

    def _opening(self, summary: str, children: list[Node], *, is_open: bool = False) -> str:
        before = self.level  # what is inside may be closed, so headings outside do not count on those inside
        inner = self.all(children)
        self.level = before
        return f'<details{" open" if is_open else ""}><summary>{escape(summary)}</summary><div class="nk-inside">{inner}</div></details>'

    def _when(self, node: Node) -> str:
        return (
            f'<div class="nk-when"><p><strong>{escape(node["label"])}:</strong></p>{self.all(node["children"])}</div>'
        )

    def _cases(self, node: Node) -> str:
        items = "".join(
            f"<li><p><strong>{escape(case['label'])}:</strong></p>{self.one(case['node'])}</li>"
            for case in node["cases"]
        )
        return f'<ul class="nk-cases">{items}</ul>'

    def _table(self, node: Node) -> str:
        head = "".join(f'<th scope="col">{escape(text)}</th>' if text.strip() else "<td></td>" for text in node["head"])
        rows = []
        for line in node["rows"]:
            cells = []
            for c, cell in enumerate(line):
                tag = "th" if c == 0 and node.get("row_headers") else "td"
                scope = ' scope="row"' if tag == "th" else ""
                cells.append(f"<{tag}{scope}>{escape(cell) if isinstance(cell, str) else self.one(cell)}</{tag}>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
        top = f"<thead><tr>{head}</tr></thead>" if any(text.strip() for text in node["head"]) else ""
        return (
            f'<div class="nk-table" tabindex="0" role="group" aria-label="{escape(node["caption"] or "Table")}">'
            f"<table><caption>{escape(node['caption'])}</caption>{top}<tbody>{''.join(rows)}</tbody></table></div>"
        )

    def _picture(self, node: Node) -> str:
        shown = [self._image(node)]
        if node.get("later"):
            shown += [self._image(later) for later in node["later"]]
        return "\n".join(shown)

    def _image(self, node: Node) -> str:
        data = base64.b64encode(self.pictures.svg(node["src"])).decode("ascii")
        image = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(node["alt"])}">'
        caption = f"<figcaption>{escape(node['caption'])}</figcaption>"
        return f'<figure class="nk-picture"><div class="nk-canvas">{image}</div>{caption}</figure>{self.all(node["children"])}'

    # -- places to answer

    def _textbox(self, node: Node) -> str:
        name, hint = anchor(node["k"]), self._hint(node)
        return (
            f'<div class="nk-field"><label for="{name}">{escape(node["label"])}</label>{hint}'
            f'<textarea id="{name}" name="{escape(node["k"])}" rows="{node["rows"]}"{self._described(node)}></textarea></div>'
        )

    def _hint(self, node: Node) -> str:
        hint = node.get("hint") or ""
        return f'<p class="nk-hint" id="{anchor(node["k"])}-hint">{escape(hint)}</p>' if hint else ""

    def _described(self, node: Node) -> str:
        return f' aria-describedby="{anchor(node["k"])}-hint"' if node.get("hint") else ""

    def _number(self, node: Node, hint: str = "") -> str:
        node = {**node, "hint": hint}
        name = anchor(node["k"])
        return (
            f'<div class="nk-field nk-number"><label for="{name}">{escape(node["label"])}</label>'
            f'<input id="{name}" name="{escape(node["k"])}" type="text" inputmode="decimal" autocomplete="off"{self._described(node)}>'
            f"{self._hint(node)}</div>"
        )

    def _scale(self, node: Node) -> str:
        return self._number(node, f"From 0 to 100. 0: {node['low']}. 100: {node['high']}.")

    def _slider(self, node: Node) -> str:
        unit = f" {node['unit']}" if node.get("unit") else ""
        return self._number(node, f"From {node['low']:g} to {node['high']:g}{unit}.".replace("-", "−"))

    def _choice(self, node: Node, kind: str = "radio") -> str:
        name = escape(node["k"])
        held = node.get("value") or ()
        labels = "".join(
            f'<label><input type="{kind}" name="{name}" value="{escape(one["v"])}"{" checked" if one["v"] == held or (kind == "checkbox" and one["v"] in held) else ""}><span>{escape(one["label"])}</span></label>'
            for one in node["options"]
        )
        inline = " nk-inline" if node.get("inline") else ""
        return f'<fieldset class="nk-choice{inline}"><legend>{escape(node["legend"])}</legend>{labels}</fieldset>'

    def _checks(self, node: Node) -> str:
        return self._choice(node, "checkbox")

    def _select(self, node: Node) -> str:
        name = anchor(node["k"])
        options = "".join(
            f'<option value="{escape(one["v"])}">{escape(one["label"])}</option>' for one in node["options"]
        )
        bare = " nk-bare" if node.get("hide_label") else ""
        return (
            f'<div class="nk-field{bare}"><label for="{name}">{escape(node["label"])}</label>'
            f'<select id="{name}" name="{escape(node["k"])}"><option value="">Choose</option>{options}</select></div>'
        )


def runs(node: Node) -> str:
    """Running text with its emphasis."""
    return "".join(f"<{style}>{escape(text)}</{style}>" if style else escape(text) for style, text in node["runs"])


def anchor(key: str) -> str:
    """An entry key as the id of an element."""
    return "k-" + re.sub(r"[^A-Za-z0-9_-]", "_", key)
