"""Rules about what points at what: clients, swaps, claims, sources, activities, and the parts of a client's own file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from notknowing.authoring.rules import Ground, Rule, last_key, leaves, page_file
from notknowing.course import Problem
from notknowing.course.models import Client, Page, TranscriptCoder, Unseen
from notknowing.course.panel import panel_problems

CLIENT_KEYS = {"client", "clients", "swap_clients", "transfer", "under"}
SOURCE_KEYS = {"source", "reopen"}
CLAIM = re.compile(r"\[claim:\s*([^\]]*?)\s*\]")


def clients_exist(ground: Ground) -> Iterator[Problem]:
    """Every client an activity names has a file."""
    for page in ground.course.pages.values():
        for steps, value in leaves(ground.course.lines[page_file(ground.course, page.id)]):
            if last_key(steps) in CLIENT_KEYS and isinstance(value, str) and not ground.has_client(value):
                yield ground.page(page, *steps, message=f"there is no client '{value}'.", action=f"Check the spelling, or write course/clients/{value}.yml.")  # fmt: skip


def swaps_are_swaps(ground: Ground) -> Iterator[Problem]:
    """A swap exists, says whom it stands in for, and carries the same duty."""
    clients = ground.course.clients
    for client in clients.values():
        if client.swap_with is None:
            if client.swap_reason is None:
                yield ground.client(client, "swap_with", message=f"{client.name} has neither a swap nor a reason why there is none.", action="Write one of the two.")  # fmt: skip
        elif not ground.has_client(client.swap_with):
            yield ground.client(client, "swap_with", message=f"there is no client '{client.swap_with}'.", action=f"Check the spelling, or write course/clients/{client.swap_with}.yml.")  # fmt: skip
        elif client.swap_with in clients:
            yield from _pair(ground, client, clients[client.swap_with])
        if client.swap_of is not None and not ground.has_client(client.swap_of):
            yield ground.client(client, "swap_of", message=f"there is no client '{client.swap_of}'.", action="Write the id of the client this one stands in for.")  # fmt: skip


def _pair(ground: Ground, client: Client, swap: Client) -> Iterator[Problem]:
    if swap.swap_of != client.id:
        yield ground.client(client, "swap_with", message=f"'{swap.id}' does not say that it stands in for '{client.id}'.", action=f"In {swap.id}.yml write 'swap_of: {client.id}', or name another client here.")  # fmt: skip
    if swap.safety != client.safety or bool(swap.must_do) != bool(client.must_do):
        yield ground.client(client, "swap_with", message=f"the swap '{swap.id}' does not carry the same duty as '{client.id}'.", action="Make 'safety' and 'must_do' ask the same of a student in both files.")  # fmt: skip


def client_parts(ground: Ground) -> Iterator[Problem]:
    """Inside a client's file: phrases stand in the words, cues change nothing, tempting replies exist, kinds differ."""
    for client in ground.course.clients.values():
        for index, idiom in enumerate(client.idioms):
            if _one_line(idiom.phrase) not in _one_line(client.words):
                yield ground.client(client, "idioms", index, "phrase", message=f"the phrase '{idiom.phrase}' does not stand in what {client.name} says.", action="Copy it from 'words', letter for letter.")  # fmt: skip
        for index, tempting in enumerate(client.tempting):
            try:
                client.hasty_words(tempting.move)
            except (KeyError, AttributeError):
                yield ground.client(client, "tempting", index, "move", message=f"there is no hasty reply '{tempting.move}'.", action="Name one of the moves under 'hasty', or one of its extra names.")  # fmt: skip
        kinds = {_one_line(reply.kind).lower() for reply in client.good}
        if len(kinds) < 3:
            yield ground.client(client, "good", message=f"the good replies are of {len(kinds)} kinds, and three unlike kinds are shown.", action="Give at least three of them a 'kind' of its own.")  # fmt: skip
        yield from _cues(ground, client)


def _cues(ground: Ground, client: Client) -> Iterator[Problem]:
    without = _one_line(re.sub(r"\[[^\]]*\]", " ", client.annotated)).split()
    words = client.words.split()
    if without == words:
        return
    at = next((i for i, (have, want) in enumerate(zip(without, words, strict=False)) if have != want), min(len(without), len(words)))  # fmt: skip
    here = " ".join(without[max(0, at - 1) : at + 3]) or " ".join(words[-3:])
    yield ground.client(client, "annotated", near=here, message=f"without its [cues] this is not what {client.name} says; it differs near '{here}'.", action="Copy 'words' again and put only the cues between.")  # fmt: skip


def sources_exist(ground: Ground) -> Iterator[Problem]:
    """An earlier page and activity that words are brought in from."""
    for page in ground.course.pages.values():
        for steps, value in leaves(ground.course.lines[page_file(ground.course, page.id)]):
            if last_key(steps) not in SOURCE_KEYS or not isinstance(value, str):
                continue
            there, _, activity = value.partition(":")
            target = ground.course.pages.get(there)
            if not ground.has_page(there):
                yield ground.page(page, *steps, message=f"'{value}' names a page that is not there.", action="Write a page and an activity of it, as 'week02:2C'.")  # fmt: skip
            elif target is not None and activity not in {spec.id for spec in target.activities}:
                yield ground.page(page, *steps, message=f"'{value}' names an activity that {there} does not have.", action=f"Its activities are {', '.join(spec.id for spec in target.activities)}.")  # fmt: skip


def claims_exist(ground: Ground) -> Iterator[Problem]:
    """Every claim a page refers to is in claims.yml; every claim has a source; the source is in references.yml."""
    course = ground.course
    for page in course.pages.values():
        for steps, value in leaves(course.lines[page_file(course, page.id)]):
            named = CLAIM.findall(value) if isinstance(value, str) else []
            if last_key(steps) == "claims" and isinstance(value, str):
                named = [value]
            for claim in named:
                if not ground.is_listed("claims.yml", " ".join(claim.split())):
                    yield ground.page(page, *steps, near=claim, message=f"there is no claim '{claim}'.", action="Check the spelling, or add it to course/claims.yml.")  # fmt: skip
    for claim in course.claims.values():
        if not ground.is_listed("references.yml", claim.source):
            yield ground.at("claims.yml", claim_index(ground, claim.id), "source", message=f"the claim '{claim.id}' rests on '{claim.source}', which is not in references.yml.", action="Check the spelling, or add the source.")  # fmt: skip


def claim_index(ground: Ground, claim_id: str) -> int:
    """Where a claim stands in its file."""
    items = ground.course.lines["claims.yml"]
    return next((index for index, item in enumerate(items) if item.get("id") == claim_id), 0)


def activity_ids(ground: Ground) -> Iterator[Problem]:
    """Ids that are used twice, and places to stop that are not activities."""
    for page in ground.course.pages.values():
        seen: Counter[str] = Counter()
        for index, spec in enumerate(page.activities):
            seen[spec.id] += 1
            if seen[spec.id] == 2:
                yield ground.page(page, "activities", index, "id", message=f"the activity id '{spec.id}' is used twice.", action="Give one of them another id.")  # fmt: skip
        for index, stop in enumerate(page.stop_here):
            if stop not in seen:
                yield ground.page(page, "stop_here", index, message=f"'{stop}' is not an activity of this page.", action=f"Use one of {', '.join(seen)}.")  # fmt: skip


def transcripts_exist(ground: Ground) -> Iterator[Problem]:
    """An agreement task names the transcript on its own page, and codes and turns that the transcript has."""
    for page in ground.course.pages.values():
        coders = {spec.id: spec for spec in page.activities if spec.kind == "transcript_coder"}
        for index, spec in enumerate(page.activities):
            if spec.kind == "transcript_coder":
                yield from _turns(ground, page, index, spec)
            if spec.kind != "kappa":
                continue
            coder = coders.get(spec.transcript)
            if coder is None:
                yield ground.page(page, "activities", index, "transcript", message=f"'{spec.transcript}' is not a transcript on this page.", action="Write the id of the transcript activity.")  # fmt: skip
                continue
            codes = {code.id for code in coder.codes}
            turns = {line.turn for line in coder.lines if line.turn is not None}
            for turn, code in spec.second.items():
                if turn not in turns or code not in codes:
                    yield ground.page(page, "activities", index, "second", turn, message=f"turn {turn} is given the code '{code}', and the transcript does not have both.", action="Use a turn and a code of the transcript.")  # fmt: skip
            for code in spec.collapse:
                if code not in codes:
                    yield ground.page(page, "activities", index, "collapse", message=f"'{code}' is not a code of the transcript.", action=f"Use some of {', '.join(sorted(codes))}.")  # fmt: skip


def _turns(ground: Ground, page: Page, index: int, spec: TranscriptCoder) -> Iterator[Problem]:
    numbers = [line.turn for line in spec.lines if line.turn is not None]
    if numbers != list(range(1, len(numbers) + 1)):
        yield ground.page(page, "activities", index, "lines", message="the numbered turns do not run 1, 2, 3 … without a gap.", action="Number the practitioner's turns in order.")  # fmt: skip


def unseen_files(ground: Ground) -> Iterator[Problem]:
    """The client file that a supervised part shows is beside its notebook and is a sound client."""
    from notknowing.authoring.release import read_client

    for page in ground.course.pages.values():
        folder = ground.root / "solutions" / page.id
        for index, spec in enumerate(page.activities):
            if not isinstance(spec, Unseen) or not folder.is_dir():
                continue
            path = folder / spec.file
            if not path.is_file():
                yield ground.page(page, "activities", index, "file", message=f"there is no file solutions/{page.id}/{spec.file}.", action="Copy a client's file there under that name.")  # fmt: skip
                continue
            _, problems = read_client(path, path.relative_to(ground.root).as_posix())
            yield from problems


def files_are_listed(ground: Ground) -> Iterator[Problem]:
    """Weeks and assignments have a page and stand in module.yml, both ways; parts belong to something."""
    module, pages = ground.course.module, ground.course.pages
    weeks = [week.id for week in module.weeks]
    tasks = [task.id for task in module.assignments]
    for name, listed in (("weeks", weeks), ("assignments", tasks)):
        for index, page_id in enumerate(listed):
            if listed.index(page_id) != index:
                yield ground.at("module.yml", name, index, message=f"'{page_id}' is listed twice.", action="Remove one of the two lines.")  # fmt: skip
            elif not ground.has_page(page_id):
                yield ground.at("module.yml", name, index, message=f"'{page_id}' is listed, and there is no course/{name}/{page_id}.yml.", action="Write the page, or remove this line.")  # fmt: skip
    for page in pages.values():
        if page.id not in weeks + tasks:
            yield ground.page(page, "id", message=f"'{page.id}' is not listed in module.yml, so students never see it.", action="Add it under 'weeks' or 'assignments', with its date.")  # fmt: skip
    for index, task in enumerate(module.assignments):
        if task.part_of is not None and task.part_of not in tasks:
            yield ground.at("module.yml", "assignments", index, "part_of", message=f"'{task.id}' is a part of '{task.part_of}', which is not an assignment.", action="Write the id of the assignment whose mark it belongs to, or null.")  # fmt: skip
        if task.id not in module.ai_statement:
            yield ground.at("module.yml", "ai_statement", message=f"there is no AI statement for '{task.id}'.", action=f"Add a line '{task.id}:' with your institution's wording.")  # fmt: skip


def content_notes(ground: Ground) -> Iterator[Problem]:
    """A client with a content note is named in the content note of every page that shows them."""
    course = ground.course
    for page in course.pages.values():
        note = page.content_note or ""
        told: set[str] = set()
        for steps, value in leaves(course.lines[page_file(course, page.id)]):
            client = course.clients.get(value) if last_key(steps) in CLIENT_KEYS and isinstance(value, str) else None
            if client is None or client.id in told or not client.content_note or _names(client, note):
                continue
            told.add(client.id)
            yield ground.page(page, *steps, message=f"{client.name} carries a content note ({client.content_note}), and the page's own note does not mention it.", action=f"Add it to 'content_note' at the top, with '({client.name})' after it.")  # fmt: skip


def _names(client: Client, note: str) -> bool:
    """Whether a note names the client, by the whole name or one part of it that is not a title."""
    parts = [
        part for part in client.name.split() if not part.endswith(".") and part not in {"Mr", "Mrs", "Ms", "Miss", "Dr"}
    ]
    return client.name in note or any(re.search(rf"\b{re.escape(part)}\b", note) for part in parts)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def duplicate_files(ground: Ground) -> Iterator[Problem]:
    """Two files of the course that give themselves the same id, where one would hide the other."""
    first: dict[tuple[str, str], str] = {}
    for file, raw in sorted(ground.course.lines.items()):
        folder, _, name = file.partition("/")
        if not name or not isinstance(raw, dict) or "id" not in raw:
            continue
        kind = "clients" if folder == "clients" else "pages"
        if (kind, raw["id"]) in first:
            yield ground.at(file, "id", message=f"the id '{raw['id']}' is also used by {first[(kind, raw['id'])]}.", action="Give each file the id that is its name.")  # fmt: skip
        first.setdefault((kind, raw["id"]), file)


def panel_files(ground: Ground) -> Iterator[Problem]:
    """What a lead's own panel said can be shown where it belongs."""
    for problem in panel_problems(ground.course):
        yield replace(problem, file=ground.shown(problem.file))


LINKS: list[Rule] = [
    clients_exist, swaps_are_swaps, client_parts, sources_exist, claims_exist, activity_ids, transcripts_exist,
    unseen_files, content_notes, duplicate_files, panel_files,
]  # fmt: skip
LISTED: list[Rule] = [files_are_listed]
"""The one that needs module.yml."""
