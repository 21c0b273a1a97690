"""Rules about what a page says and how long it takes: praise and scores, lengths and minutes. Numbers: see figures.py."""

from __future__ import annotations

import re
from collections.abc import Iterator

from notknowing.authoring.links import CLAIM
from notknowing.authoring.rules import Ground, Rule, Steps, last_key, leaves, page_file
from notknowing.course import Problem
from notknowing.course.models import Client, Page

MOST_MINUTES = 90
MOST_WHY_WORDS = 60

NOT_PROSE = {
    "id", "kind", "status", "mirror", "mlo", "control", "client", "clients", "swap_clients", "transfer", "under", "source",
    "reopen", "key", "also", "claims", "stance", "file", "manual_cell", "transcript", "second", "collapse", "codes",
    "stop_here", "accept", "code", "doi", "contact",
}  # fmt: skip
"""Keys whose values are names and settings. Codes are looked into all the same, because their definitions are prose."""

SPOKEN = {"words", "annotated", "example", "opening", "phrase", "advice", "reassurance", "interpretation", "diagnosis",
          "closed_question", "self_disclosure", "speaker", "options"}  # fmt: skip
"""Keys under which somebody speaks. People say "well done" and exclaim; the course does not."""

PRAISE = re.compile(
    r"\bwell done\b|\bgreat (?:job|work)\b|\bgood job\b|\bexcellent work\b|\bcongratulations\b|\bkeep it up\b|"
    r"\bfantastic\b|\bamazing work\b|\bnice work\b|\bperfect score\b",
    re.IGNORECASE,
)
SCORE = re.compile(r"[★☆⭐✓✔❌]|\b\d+\s?/\s?(?:5|10|20|100)\b|\bout of (?:5|10|five|ten) stars?\b", re.IGNORECASE)
QUOTED = re.compile(r"'[^']*'(?!\w)|‘[^’]*’|“[^”]*”|\"[^\"]*\"")
"""What stands in quotation marks is somebody's words."""


def prose(ground: Ground, file: str) -> Iterator[tuple[Steps, str]]:
    """Every text of a file that the course itself says, with the way to it."""
    for steps, value in leaves(ground.course.lines.get(file)):
        key = last_key(steps)
        if isinstance(value, str) and key not in NOT_PROSE and key not in SPOKEN and " " in value.strip():
            yield steps, value


def _prose_files(ground: Ground) -> list[str]:
    pages = [page_file(ground.course, page_id) for page_id in ground.course.pages]
    return [
        *pages,
        *(f"clients/{client_id}.yml" for client_id in ground.course.clients),
        "module.yml",
        "signposting.yml",
    ]


def no_praise_no_scores(ground: Ground) -> Iterator[Problem]:
    """Nothing praises, scores or exclaims. What stands in quotation marks is somebody else's."""
    for file in _prose_files(ground):
        for steps, text in prose(ground, file):
            bare = QUOTED.sub("''", " ".join(text.split()))
            for pattern, what in ((PRAISE, "praises"), (SCORE, "scores"), (re.compile(r"\w+!"), "exclaims")):
                if found := pattern.search(bare):
                    yield ground.at(file, *steps, near=found[0], message=f"'{found[0]}' {what}; the course does neither, so that nobody works for it.", action="Say instead what can be seen in the words.")  # fmt: skip


def minutes_fit(ground: Ground) -> Iterator[Problem]:
    """A week takes ninety minutes at the most. Assignments are worked on over several days."""
    for page in ground.course.pages.values():
        if page.id.startswith("week") and page.minutes > MOST_MINUTES:
            longest = max(range(len(page.activities)), key=lambda index: page.activities[index].minutes)
            yield ground.page(page, "activities", longest, "minutes", message=f"the activities take {page.minutes} minutes together, and a week may take {MOST_MINUTES}.", action="Shorten one, or move it to another week.")  # fmt: skip


def lengths_fit(ground: Ground) -> Iterator[Problem]:
    """'why' is short; a suggested length runs from least to most and inside ``max_words``."""
    for page in ground.course.pages.values():
        for index, spec in enumerate(page.activities):
            words = len(CLAIM.sub("", spec.why).split())
            if words > MOST_WHY_WORDS:
                yield ground.page(page, "activities", index, "why", message=f"'why' has {words} words, and may have {MOST_WHY_WORDS}.", action="Shorten it.")  # fmt: skip
            if spec.max_words is not None and spec.max_words < 1:
                yield ground.page(page, "activities", index, "max_words", message="'max_words' leaves no room for a word.", action="Write a number above 0, or remove the line.")  # fmt: skip
            yield from _prompts(ground, page, index)


def _prompts(ground: Ground, page: Page, index: int) -> Iterator[Problem]:
    spec = page.activities[index]
    single = getattr(spec, "prompt", None)
    named = [(("prompt",), single)] if single is not None else [(("prompts", i), one) for i, one in enumerate(getattr(spec, "prompts", []))]  # fmt: skip
    for steps, prompt in named:
        length = getattr(prompt, "words", None)
        if length is None:
            continue
        least, most = length
        if not 0 < least <= most:
            yield ground.page(page, "activities", index, *steps, "words", message=f"the suggested length runs from {least} to {most} words.", action="Write the smaller number first.")  # fmt: skip
        elif spec.max_words is not None and most > spec.max_words:
            yield ground.page(page, "activities", index, *steps, "words", message=f"up to {most} words are suggested, and 'max_words' is {spec.max_words}.", action="Bring the two together.")  # fmt: skip


def why_speaks_of_the_client(ground: Ground) -> Iterator[Problem]:
    """The reason beside a reply is about the client and not about the student's performance."""
    for client in ground.course.clients.values():
        for index, reply in enumerate(client.good):
            yield from _performance(ground, client, ("good", index, "why"), reply.why)
        for index, tempting in enumerate(client.tempting):
            yield from _performance(ground, client, ("tempting", index, "why"), tempting.why)


def _performance(ground: Ground, client: Client, steps: Steps, text: str) -> Iterator[Problem]:
    if re.match(r"\s*(?:You|Your)\b", text):
        yield ground.client(client, *steps, message="the reason begins with the student.", action=f"Begin with {client.name}: what {client.pronouns.subject} said or needs.")  # fmt: skip


WORDING: list[Rule] = [no_praise_no_scores, minutes_fit, lengths_fit, why_speaks_of_the_client]
