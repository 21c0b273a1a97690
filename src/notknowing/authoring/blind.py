"""``blind``: a set of replies to read without names, from a cohort's own replies and from a system's.

A person's reply is used only where that person agreed to it, and a system's only where it is written down which system
it was, in which version, on which day, what it was asked, who obtained it and by what right. No name, number or address
is copied: only the columns that are needed are read, and a reply in which something could say who somebody is is left
out until a person has changed it. What would give a writer away without reading is made alike: quotation marks, spaces
and line ends. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML, YAMLError

from notknowing.course import Course
from notknowing.course.blind import blind_file
from notknowing.course.models.likeness import BlindSet, Obtained
from notknowing.work import identifiers
from notknowing.work.files import write_whole

PROVENANCE = tuple(Obtained.model_fields)
"""What has to be known of a system's reply."""

NEEDED = ("client", "words", "consent")
"""The columns that are read of the cohort's file. Every other one is passed over, whatever is in it."""

LONGEST = 600
"""Characters of a reply. A longer one is not what somebody says next."""
NOT_GIVEN = {"", "no", "n", "none", "0", "false", "withdrawn"}
APART = 1.6
"""How many times as long one side's replies may be on average before the reader is warned."""

_MARKS = ".,;:?!'\"()[]-"
_CAPITALS = {
    "i", "i'm", "i've", "i'll", "i'd", "ok", "gp", "nhs", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday",
}  # fmt: skip
"""Words with a capital that name nobody."""

HOW = (
    "Replies by people were written by members of a cohort, who agreed to this use. Replies by a system were obtained as "
    "the table below says. They were drawn and shuffled by the number {seed}. Quotation marks, spaces and line ends were "
    "made alike, and nothing else was changed."
)


class BlindError(Exception):
    """No set was written. The text says why and what to do."""


@dataclass(frozen=True)
class Written:
    """One reply as it was found. line: of its file, for the tutor. from_: its entry among those obtained, or None."""

    client: str
    words: str
    line: int
    from_: int | None = None


@dataclass
class Built:
    """A set that was written. lines: sentences for the tutor, among them everything that was left out."""

    path: Path
    seed: int
    persons: int
    models: int
    clients: list[str]
    lines: list[str] = field(default_factory=list)


def build(
    course: Course,
    cohort: Path,
    system: Path,
    *,
    seed: int,
    each: int = 6,
    page: str = "week10",
    activity: str = "10D",
    to: Path | None = None,
    today: dt.date | None = None,
    force: bool = False,
) -> Built:
    """Write one set.

    Args:
        course: the course, for its clients.
        cohort: a CSV file in UTF-8 with at least the columns client, words and consent.
        system: a YAML file, or a CSV file, with a system's replies and where they come from.
        seed: what draws and shuffles. The same files and the same number give the same set.
        each: how many replies by people, and how many by the system.
        page, activity: where the set is for.
        to: the file to write; the place where the page looks when not given.
        today: the day written into the set.
        force: whether a set that is there may be replaced.

    Raises:
        BlindError: nothing was written, and why.
    """
    target = to or course.path / blind_file(page, activity)
    if target.exists() and not force:
        raise BlindError(f"{target} is there already. Nothing was written. To replace it, add --force; students who have answered keep their answers.")  # fmt: skip
    told: list[str] = []
    persons = _usable(course, _cohort(cohort, told), cohort.name, told)
    obtained, found = _system(system)
    models = _usable(course, found, system.name, told)
    clients = sorted({one.client for one in persons} & {one.client for one in models})
    if not clients:
        raise BlindError(f"No client has replies on both sides, so there is nothing to tell apart. Nothing was written. {' '.join(told)}".strip())  # fmt: skip
    drawn = _drawn(persons, models, clients, each, random.Random(seed))
    if drawn is None:
        raise BlindError(f"At least two usable replies by people and two by the system are needed, to the same clients. Nothing was written. {' '.join(told)}".strip())  # fmt: skip
    told += _giveaways(drawn)
    used = sorted({one.from_ for one in drawn if one.from_ is not None})
    made = {
        "made": today or dt.date.today(),
        "page": page,
        "activity": activity,
        "seed": seed,
        "how": HOW.format(seed=seed),
        "obtained": [obtained[i].model_dump() for i in used],
        "replies": [_entry(one, used) for one in drawn],
    }
    checked = BlindSet.model_validate(made)
    _write(target, made)
    count = sum(reply.author == "person" for reply in checked.replies)
    return Built(target, seed, count, len(checked.replies) - count, clients, told)


def _entry(one: Written, used: Sequence[int]) -> dict[str, Any]:
    if one.from_ is None:
        return {"client": one.client, "author": "person", "words": one.words}
    return {"client": one.client, "author": "model", "words": one.words, "from": used.index(one.from_)}


# ---------------------------------------------------------------------------------------------- what is read


def _rows(path: Path, needed: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their lines; only the columns asked for.

    Raises:
        BlindError: it cannot be read, or a column is missing.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            heads = {(head or "").strip().casefold(): head for head in reader.fieldnames or ()}
            missing = [name for name in needed if name not in heads]
            if missing:
                raise BlindError(f"{path.name} has no column called {' or '.join(missing)}. Nothing was written. Add it and run this again.")  # fmt: skip
            return [
                (reader.line_num, {name: str(row.get(heads[name]) or "").strip() for name in needed}) for row in reader
            ]
    except UnicodeDecodeError as odd:
        raise BlindError(f"{path.name} is not saved as UTF-8 text. Nothing was written. In a spreadsheet, choose CSV UTF-8 and save it again.") from odd  # fmt: skip
    except csv.Error as odd:
        raise BlindError(f"{path.name} cannot be read as a table ({odd}). Nothing was written. Save it again as CSV.") from odd  # fmt: skip


def _cohort(path: Path, told: list[str]) -> list[Written]:
    """The replies of people who agreed. Says how many did not."""
    found, without = [], []
    for line, row in _rows(path, NEEDED):
        if row["consent"].casefold() in NOT_GIVEN:
            without.append(line)
        else:
            found.append(Written(row["client"], row["words"], line))
    if without:
        told.append(f"{path.name}: {_lines(without)} left out, because no consent is written there.")
    return found


def _system(path: Path) -> tuple[list[Obtained], list[Written]]:
    """A system's replies, and where they come from.

    Raises:
        BlindError: it cannot be read, or something about where they come from is missing.
    """
    if path.suffix.casefold() == ".csv":
        return _system_rows(path)
    try:
        raw = YAML(typ="safe").load(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as odd:
        raise BlindError(f"{path.name} is not saved as UTF-8 text. Nothing was written. Save it again with encoding UTF-8.") from odd  # fmt: skip
    except YAMLError as odd:
        mark = getattr(odd, "problem_mark", None)
        where = f" near line {mark.line + 1}" if mark else ""
        raise BlindError(f"{path.name} cannot be read{where}. Nothing was written. Compare it with the example in docs/module-leads.md.") from odd  # fmt: skip
    blocks = raw if isinstance(raw, list) else [raw]
    obtained, found = [], []
    for block in blocks:
        replies = block.get("replies") if isinstance(block, Mapping) else None
        if not isinstance(replies, list):
            raise BlindError(f"{path.name} has no list called replies. Nothing was written. Compare it with the example in docs/module-leads.md.")  # fmt: skip
        about = _obtained({name: block.get(name) for name in PROVENANCE}, path.name)
        obtained.append(about)
        for number, reply in enumerate(replies, start=1):
            one = reply if isinstance(reply, Mapping) else {}
            found.append(Written(str(one.get("client") or ""), str(one.get("words") or ""), number, len(obtained) - 1))
    return obtained, found


def _system_rows(path: Path) -> tuple[list[Obtained], list[Written]]:
    obtained: list[Obtained] = []
    found = []
    for line, row in _rows(path, ("client", "words", *PROVENANCE)):
        about = _obtained({name: row[name] for name in PROVENANCE}, f"{path.name}, line {line}")
        if about not in obtained:
            obtained.append(about)
        found.append(Written(row["client"], row["words"], line, obtained.index(about)))
    return obtained, found


def _obtained(fields: Mapping[str, Any], where: str) -> Obtained:
    """Where replies come from.

    Raises:
        BlindError: something is missing, so that nobody could check it later.
    """
    given = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    missing = [name for name, value in given.items() if value in (None, "")]
    if missing:
        raise BlindError(f"{where} does not say {' or '.join(missing)}. Nothing was written: replies of unknown origin are not used. Add it and run this again.")  # fmt: skip
    try:
        return Obtained.model_validate({name: given[name] if name == "date" else str(given[name]) for name in given})
    except ValidationError as odd:
        raise BlindError(f"{where}: the date has to be written as 2027-03-01. Nothing was written.") from odd


# ---------------------------------------------------------------------------------------------- what is used


def alike(words: str) -> str:
    """A reply without what would give its writer away unread: curly quotes, long dashes, bold marks, odd spaces."""
    for marks, plain in (("“”„«»", '"'), ("‘’‚`´", "'"), ("–—―", "-"), ("…", "...")):
        for mark in marks:
            words = words.replace(mark, plain)
    words = words.replace("**", "").replace("__", "")
    words = " ".join(words.split())
    for quote in ('"', "'"):
        if len(words) > 1 and words[0] == words[-1] == quote and quote not in words[1:-1]:
            words = words[1:-1].strip()
    return words


def _usable(course: Course, found: Iterable[Written], name: str, told: list[str]) -> list[Written]:
    """Replies to a client of the course, short enough, said once, in which nothing says who somebody is."""
    kept: list[Written] = []
    seen: set[tuple[str, str]] = set()
    telling: dict[str, list[int]] = {}
    for one in found:
        client = course.clients.get(one.client.casefold())
        words = alike(one.words)
        if client is None:
            telling.setdefault("the course has no such client", []).append(one.line)
        elif not words:
            telling.setdefault("there is no reply", []).append(one.line)
        elif len(words) > LONGEST:
            telling.setdefault(f"longer than {LONGEST} letters", []).append(one.line)
        elif (client.id, words.casefold()) in seen:
            telling.setdefault("the same reply stands there already", []).append(one.line)
        elif hits := identifiers.find(words, [client.name]):
            telling.setdefault(f"it has {hits[0].label} in it", []).append(one.line)
        else:
            seen.add((client.id, words.casefold()))
            kept.append(Written(client.id, words, one.line, one.from_))
    told += [f"{name}: {_lines(lines)} left out: {why}." for why, lines in telling.items()]
    for one in kept if _by_people(kept) else ():
        strangers = _strangers(one.words, course.clients[one.client].words)
        if strangers:
            told.append(f"{name}: look at line {one.line}, which is used: '{strangers[0]}' may be a name.")
    return kept


def _by_people(replies: Sequence[Written]) -> bool:
    """Whether these are people's replies: a system has nobody to give away."""
    return bool(replies) and replies[0].from_ is None


def _strangers(words: str, client_words: str) -> list[str]:
    """Words with a capital inside a sentence that the client did not say."""
    known = {word.strip(_MARKS).casefold() for word in client_words.split()} | _CAPITALS
    said = words.split()
    inside = [after for before, after in zip(said, said[1:], strict=False) if before[-1] not in ".?!:"]
    bare = [word.strip(_MARKS) for word in inside]
    return [word for word in bare if word[:1].isupper() and word.casefold().removesuffix("'s") not in known]


def _drawn(
    persons: list[Written], models: list[Written], clients: Sequence[str], each: int, chance: random.Random
) -> list[Written] | None:
    """As many of each side for each client, drawn and shuffled; client after client. None where there are too few."""
    by = {client: [[one for one in side if one.client == client] for side in (persons, models)] for client in clients}
    for sides in by.values():
        for side in sides:
            side.sort(key=lambda one: one.words)
            chance.shuffle(side)
    order = list(clients)
    chance.shuffle(order)
    taken = dict.fromkeys(order, 0)
    left = each
    while left:
        free = [client for client in order if all(len(side) > taken[client] for side in by[client])]
        if not free:
            break
        client = min(free, key=lambda one: taken[one])
        taken[client] += 1
        left -= 1
    if sum(taken.values()) < 2:
        return None
    drawn = []
    for client in order:
        some = [one for side in by[client] for one in side[: taken[client]]]
        chance.shuffle(some)
        drawn += some
    return drawn


def _giveaways(drawn: Sequence[Written]) -> list[str]:
    """What a reader could go by without reading: lengths that lie far apart."""
    lengths = [
        [len(one.words.split()) for one in drawn if (one.from_ is None) is is_person] for is_person in (True, False)
    ]
    person, model = (sum(side) / len(side) for side in lengths)
    if max(person, model) <= APART * min(person, model):
        return []
    return [f"The lengths give it away: people's replies have {person:.0f} words on average, the system's {model:.0f}. Ask for shorter ones, or say so in class."]  # fmt: skip


def _lines(lines: Sequence[int]) -> str:
    return f"line {lines[0]} was" if len(lines) == 1 else f"lines {', '.join(map(str, lines))} were"


# ---------------------------------------------------------------------------------------------- what is written

HEAD = """\
# Replies to be read without names. Made by: notknowing blind. To change it, change the two files and make it again.
# Whoever can open this file can see who wrote what. It is for practice and carries no mark of a module.
# If somebody withdraws, take the reply out of the cohort's file, make the set again, and give it out again.
"""


def _write(path: Path, made: Mapping[str, Any]) -> None:
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 110
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    text.write(HEAD)
    yaml.dump(dict(made), text)
    write_whole(path, text.getvalue().encode("utf-8"))
