"""The mirror's reading on the page: the student's own words underlined, the reasons as a list, each open to contest."""

from __future__ import annotations

from notknowing import mirror
from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node
from notknowing.course.models import Client
from notknowing.mirror.reading import Form, Move, Note, Reading

NEVER_MARKS = "The mirror names what words do. It never marks them, and nothing it says counts towards a mark."


def style_of(name: str) -> str:
    """Which underline a form or a move gets: questions dashed, speaking of oneself dotted, everything else solid."""
    if "question" in name or name == "explore":
        return "question"
    return "self" if "self" in name or "disclos" in name else "move"


def named(reading: Reading) -> list[Form | Move | Note]:
    """What the mirror has to say of a reply, in the order of the words: moves, questions, then notes on the whole."""
    found: list[Form | Move | Note] = []
    for sentence in reading.sentences:
        found += sentence.moves
        if "question" in sentence.form.name:
            found.append(sentence.form)
    return [*found, *reading.notes]


def spans(items: list[Form | Move | Note], length: int) -> list[tuple[int, int, str, str]]:
    """The passages to underline, none overlapping.

    Where a question in form also does something else, the words that do it are underlined as that: the two together are
    what there is to see.

    Args:
        items: what was seen.
        length: how many characters the reply has.
    """
    letters: list[tuple[str, str] | None] = [None] * length
    for item in sorted((item for item in items if item.span), key=lambda item: style_of(item.name) != "question"):
        if isinstance(item, Note):
            continue
        for at in range(item.span[0], min(item.span[1], length)):
            letters[at] = (style_of(item.name), label_of(item))
    found: list[tuple[int, int, str, str]] = []
    for at, letter in enumerate(letters):
        if letter is None:
            continue
        if found and found[-1][1] == at and found[-1][2:] == letter:
            found[-1] = (found[-1][0], at + 1, *letter)
        else:
            found.append((at, at + 1, *letter))
    return found


def label_of(item: Form | Move | Note) -> str:
    """The words for what was seen."""
    return getattr(item, "label", "") or item.name


def read_nodes(activity: Activity, client: Client, text: str, *parts: str) -> list[Node]:
    """The whole reading of one reply, for the page.

    Args:
        activity: whose entries hold the contests.
        client: whom the reply is said to.
        text: the reply.
        parts: where the reply is saved; contests are saved beneath it.
    """
    try:
        reading = mirror.read(text, client)
        said = mirror.say(reading, client)
    except Exception:  # nothing on the page hangs on the mirror, so nobody is held up by it
        sorry = "The mirror could not read this reply. Your words are safe, and nothing depends on it. You can go on."
        return [n.para(activity.key(*parts, "no-reading"), sorry)]
    items = list({contest_name(item): item for item in named(reading)}.values())
    shown: list[Node] = [n.marked(activity.key(*parts, "marked"), text, spans(items, len(text)))]
    shown += [n.para(activity.key(*parts, "in-play"), said.in_play)] if said.in_play else []
    if items:
        listed = [_item(activity, item, text, *parts) for item in items]
        shown.append(n.listing(activity.key(*parts, "items"), listed, ordered=True))
    else:
        shown.append(
            n.para(
                activity.key(*parts, "nothing"), "The mirror found nothing it has a name for. That is not a verdict."
            )
        )
    for name, line in (("left", said.may_be_left), ("try", said.one_thing_to_try)):
        shown += [n.para(activity.key(*parts, name), line)] if line else []
    shown.append(
        n.details(
            activity.key(*parts, "cannot"),
            "What the software cannot judge",
            [
                n.para(activity.key(*parts, "cannot.text"), said.cannot_judge),
                n.para(activity.key(*parts, "never"), NEVER_MARKS),
            ],
        )
    )
    return [n.group(activity.key(*parts, "reading"), shown, style="card", label="What your words do")]


def contest_name(item: Form | Move | Note) -> str:
    """Under which name a contest of this is saved: the rule, and where in the reply it fired."""
    return f"{item.rule}-{item.span[0] if item.span else 'all'}"


def _item(activity: Activity, item: Form | Move | Note, text: str, *parts: str) -> list[Node]:
    name = contest_name(item)
    key = activity.key(*parts, "contest", name)
    quote = f" “{text[slice(*item.span)].strip()}”." if item.span else ""
    label = label_of(item)
    shown = [
        n.para(f"{key}|said", f"**{label[:1].upper()}{label[1:]}.**{quote} {item.why} *The mirror is {item.doubt}.*")
    ]
    contested = activity.value(*parts, "contest", name)
    if contested is None:
        shown.append(n.button(f"contest|{key}", "I meant something else", describe=label))
    else:
        shown.append(
            activity.box(
                "What did you mean?",
                *parts,
                "contest",
                name,
                rows=2,
                hint="Your reason is kept beside the reading. It never counts against you.",
            )
        )
        shown.append(n.button(f"uncontest|{key}", "Leave the reading as it is", describe=label))
    return shown


def press_contest(activity: Activity, key: str) -> bool:
    """Answer a press on a contest button; False when the press was something else."""
    if key.startswith("contest|"):
        entry = key.removeprefix("contest|")
        activity.last_saved = activity.store.put(entry, "", private=activity.store.is_private(entry))
        activity.focus = entry
        return True
    if key.startswith("uncontest|"):
        activity.last_saved = activity.store.put(key.removeprefix("uncontest|"), None)
        return True
    return False
