"""The same activity drawn with stock ipywidgets, for a browser in which the course's own script cannot load."""

from __future__ import annotations

import html
from typing import Any

import ipywidgets as w

from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node
from notknowing.activities.widget import answer, drawn, unexpected

WIDE = w.Layout(width="100%", max_width="44rem")


def plain(activity: Activity) -> w.VBox:
    """The activity's present view as labelled boxes, lists and buttons. Redrawn after each press."""
    box = w.VBox(layout=WIDE)
    said = w.HTML()

    def take(event: dict[str, Any], redraw: bool) -> None:
        reply = answer(activity, event)
        tell(reply["message"], f"Saved at {reply['when']}" if reply["when"] else "")
        if redraw:
            try:
                draw()
            except Exception as failure:  # the page stays as it was, and says so
                tell(unexpected(failure))

    def tell(trouble: str, fine: str = "") -> None:
        said.value = f"<p role='alert'>{html.escape(trouble)}</p>" if trouble else f"<p>{fine}</p>"

    def draw() -> None:
        note = w.HTML(
            "<p>The page's own controls could not load, so these plain ones stand in. Your words are saved in the same place.</p>"
        )
        box.children = [note, *_drawn(drawn(activity), take), said]

    draw()
    return box


def _text(node: Node) -> str:
    return "".join(html.escape(text) for _, text in node.get("runs", ())) or html.escape(str(node.get("text", "")))


def _drawn(nodes: list[Node], take: Any) -> list[w.Widget]:
    shown: list[w.Widget] = []
    for node in nodes:
        maker = _MAKERS.get(node["t"])
        if maker:
            shown += maker(node, take)
    return shown


def _changes(control: w.Widget, node: Node, take: Any, redraw: bool) -> w.Widget:
    control.observe(
        lambda change: take({"kind": "change", "key": node["k"], "value": _plain_value(change["new"])}, redraw), "value"
    )
    return control


def _plain_value(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _label(text: str) -> w.HTML:
    return w.HTML(f"<p><b>{html.escape(text)}</b></p>")


def _textbox(node: Node, take: Any) -> list[w.Widget]:
    # The label stands above as text and is also the box's own description, which is what a screen reader says.
    area = w.Textarea(
        value=node["value"],
        description=node["label"],
        disabled=node["disabled"],
        rows=node["rows"],
        layout=w.Layout(width="100%"),
        style={"description_width": "initial"},
        continuous_update=True,
    )
    hint = [w.HTML(f"<p>{html.escape(node['hint'])}</p>")] if node["hint"] else []
    return [_label(node["label"]), *hint, _changes(area, node, take, redraw=False)]


def _number(node: Node, take: Any) -> list[w.Widget]:
    box = w.Text(
        value=str(node["value"]),
        description=node["label"],
        style={"description_width": "initial"},
        continuous_update=False,
    )
    ends = {
        "scale": f"0: {node['low']}. 100: {node['high']}.",
        "slider": f"From {node['low']:g} to {node['high']:g}." if node["t"] == "slider" else "",
    }.get(node["t"], "")
    hint = [w.HTML(f"<p>{html.escape(ends)}</p>")] if ends else []
    error = [w.HTML(f"<p role='alert'>{html.escape(node['error'])}</p>")] if node["error"] else []
    return [*hint, _changes(box, node, take, redraw=True), *error]


def _one_of(node: Node, take: Any) -> list[w.Widget]:
    label = node.get("legend") or node["label"]
    options = [("Choose", ""), *((one["label"], one["v"]) for one in node["options"] if one["v"])]
    value = node["value"] if node["value"] in {v for _, v in options} else ""
    box = w.Dropdown(
        options=options, value=value, description=label, style={"description_width": "initial"}, layout=WIDE
    )
    return [_changes(box, node, take, redraw=True)]


def _any_of(node: Node, take: Any) -> list[w.Widget]:
    chosen = set(node["value"])
    boxes = [
        w.Checkbox(value=one["v"] in chosen, description=one["label"], indent=False, layout=WIDE)
        for one in node["options"]
    ]

    def tell(_change: Any) -> None:
        picked = [one["v"] for one, box in zip(node["options"], boxes, strict=True) if box.value]
        take({"kind": "change", "key": node["k"], "value": picked}, redraw=False)

    for box in boxes:
        box.observe(tell, "value")
    return [_label(node["legend"]), *boxes]


def _button(node: Node, take: Any) -> list[w.Widget]:
    described = f": {node['describe']}" if node.get("describe") else ""
    press = w.Button(description=f"{node['label']}{described}", layout=w.Layout(width="auto", height="auto"))
    press.on_click(lambda _: take({"kind": "press", "key": node["k"]}, redraw=True))
    return [press]


def _timer(node: Node, take: Any) -> list[w.Widget]:
    return _button({**node, "label": node["skip"]}, take)


def _inside(node: Node, take: Any) -> list[w.Widget]:
    return _drawn(node["children"], take)


def _details(node: Node, take: Any) -> list[w.Widget]:
    return [_label(node["summary"]), *_inside(node, take)]


def _listing(node: Node, take: Any) -> list[w.Widget]:
    shown: list[w.Widget] = []
    for item in node["items"]:
        shown += [w.HTML(f"<p>• {_text(item)}</p>")] if "runs" in item else _drawn(item["children"], take)
    return shown


def _table(node: Node, take: Any) -> list[w.Widget]:
    shown: list[w.Widget] = [_label(node["caption"])]
    for line in node["rows"]:
        said = "; ".join(cell for cell in line if isinstance(cell, str))
        shown.append(w.HTML(f"<p>{html.escape(said)}</p>"))
        shown += _drawn([cell for cell in line if not isinstance(cell, str)], take)
    return shown


def _picture(node: Node, take: Any) -> list[w.Widget]:
    # Where scripts cannot load the picture still can; its finding is said in words and its numbers stand below.
    image = f"<img src='{html.escape(node['src'], quote=True)}' alt='{html.escape(node['alt'], quote=True)}' style='max-width:44rem;width:100%'>"
    shown = [w.HTML(f"{image}<p>{html.escape(node['caption'])}</p>")]
    return [*shown, *_drawn(node["children"], take)]


_MAKERS: dict[str, Any] = {
    "heading": lambda node, take: [w.HTML(f"<h{node['level']}>{_text(node)}</h{node['level']}>")],
    "para": lambda node, take: [w.HTML(f"<p>{_text(node)}</p>")],
    "status": lambda node, take: [w.HTML(f"<p role='status'>{_text(node)}</p>")] if node["text"] else [],
    "marked": lambda node, take: [w.HTML(f"<p>{_text(node)}</p>")],
    "words": lambda node, take: [w.HTML(f"<p>{html.escape(node['who'])}</p><blockquote>{_text(node)}</blockquote>")],
    "textbox": _textbox,
    "number": _number,
    "scale": _number,
    "slider": _number,
    "picture": _picture,
    "choice": _one_of,
    "select": _one_of,
    "checks": _any_of,
    "button": _button,
    "timer": _timer,
    "row": _inside,
    "group": _inside,
    "details": _details,
    "listing": _listing,
    "table": _table,
}
