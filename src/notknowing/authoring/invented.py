"""The rule that nobody is invented: no page attributes words, ratings or trials to people who do not exist.

This course has no panel, was not piloted, and no practitioner has reviewed it. Its clients are made up and say so. What a
page may not do is to lean on somebody: *our panel agreed*, *therapists who tried this*, *a reviewer said*, *in our pilot*.

What the rule sees: turns of phrase, in every text and comment of the YAML and Markdown files of the course folder. What
a sentence says is not so ("never tested with students"), what it calls made up, and what stands beside a claim or a table
cell with its source, is let through. What people say inside a scene is theirs and is not looked at, nor is what a lead
has put into ``course/panel/``, ``claims.yml`` or ``references.yml``, nor ``pilot`` and ``reviewed_by`` in ``module.yml``,
which are the places to write what did happen.

What it cannot see: an attribution in other words ("it was found helpful"), a name ("Dr Gray says"), a claim whose source
does not exist, and whether something that is let through is true. It is a net for the usual phrases and no proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notknowing.authoring.rules import Ground, Rule, last_key, leaves, paragraphs
from notknowing.authoring.wording import SPOKEN
from notknowing.course import Problem

WHO = (
    "practitioner|therapist|counsellor|clinician|supervisor|psychologist|student|trainee|tutor|lecturer|expert|"
    "colleague|coder|rater|reviewer|tester|volunteer"
)
SAID = (
    "said|told|wrote|put it|pointed out|noticed|remarked|reported|suggested|recommended|found|thought|felt|"
    "agreed|preferred"
)
DID = f"rated|coded|read|reviewed|judged|chose|scored|marked|recorded|recognised|tried|tested|{SAID}"
MANY = (
    r"\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|several|some|many|most|all|both|a few|"
    "a number of|a group of"
)
KNOWN_AS = "experienced|senior|qualified|licensed|trained|trainee|independent|anonymous|early|external|former"
BY = r"(?:with|on|by)(?: [\w-]+){0,2}"


@dataclass(frozen=True)
class Attribution:
    """A turn of phrase that leans on somebody.

    what: what it seems to speak of. cited: whether something in the same paragraph may stand behind it: a claim, a table
    cell, or that it is made up. Without this a sentence has to say by itself that it is made up.
    """

    what: str
    pattern: re.Pattern[str]
    cited: bool = False


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{phrase})\b" for phrase in phrases), re.IGNORECASE)


ATTRIBUTIONS: tuple[Attribution, ...] = (
    Attribution(
        "a panel",
        _any(
            "(?:our|a|this) panel", rf"the panel (?:{DID}|was|were|had|has)", "the panel's", "panel(?:lists| members)"
        ),
    ),
    Attribution(
        "a pilot",
        _any(
            "(?:in|during|from|after|since|at) (?:our|the|a|an|its)(?: (?:first|early|small|own|last))* "
            "(?:pilot|trial run|field test|user test(?:ing)?)",
            "our pilots?",
            "(?:we|was|were|been) (?:piloted|trialled|field-tested)",
            "piloted (?:with|by|in|at)",
        ),
    ),
    Attribution(
        "a test with people",
        _any(
            f"(?:tested|tried|tried out|trialled)(?: it| this| them)? {BY} "
            f"(?:(?:{WHO})s|people|groups?|classes|a (?:group|class|cohort))",
            f"(?:validated|endorsed|reviewed|co-?produced|co-?designed) {BY} "
            f"(?:(?:{WHO})s|people with lived experience)",
        ),
    ),
    Attribution(
        "people who tried it",
        _any(
            f"(?:(?:{WHO})s|people|those|groups|classes) who (?:have )?"
            "(?:tried|tried out|tested|piloted|trialled|reviewed|helped us with) "
            "(?:this|these|it|the (?:course|page|pages|activity|mirror)|our|an (?:earlier|early))"
        ),
    ),
    Attribution(
        "what somebody told the makers",
        _any(
            f"(?:{WHO})s? (?:(?:have|has|had|often|usually|sometimes) )?"
            "(?:told|tell|tells|assured|wrote to|said to|reported to) (?:us|me)"
        ),
    ),
    Attribution(
        "what somebody said",
        _any(
            f"(?:one|a|an|another|our)(?: (?:{KNOWN_AS}))* (?:{WHO}) (?:who (?:{DID})|{SAID})",
            f"(?:says|said|wrote|writes) (?:one|a|an|another)(?: (?:{KNOWN_AS}))* (?:{WHO})",
        ),
        cited=True,
    ),
    Attribution(
        "what several people did",
        _any(f"(?:{MANY})(?: of)?(?: (?:our|the|{KNOWN_AS}))* (?:{WHO})s (?:{DID})"),
        cited=True,
    ),
    Attribution("what several people did", _any(f"our (?:{WHO})s (?:{DID})")),
)
"""The turns of phrase, each with what it leans on."""

CITED = re.compile(r"\[(?:claim|data):")
NOT_SO = re.compile(
    r"\b(?:no|not|never|nobody|none|neither|nor|without|yet to be|if|when|once|until|whether|unless)\b|n't\b",
    re.IGNORECASE,
)
MADE_UP = re.compile(r"\bmade[- ]up\b|\binvented\b|\bsynthetic\b|\bfictional\b|\b(?:suppose|imagine)\b", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.?!:;])[\s'’)\]]+(?=[A-Z'‘“\[(*])")
WITH_SOURCES = {"claims.yml", "references.yml"}
WHERE_IT_IS_SAID = {"pilot", "reviewed_by"}


def found_in(paragraph: str) -> Iterator[tuple[str, str]]:
    """Each attribution in a paragraph: the words, and what they lean on."""
    behind = CITED.search(paragraph) is not None or MADE_UP.search(paragraph) is not None
    for sentence in SENTENCE.split(paragraph):
        if MADE_UP.search(sentence):
            continue
        for kind in ATTRIBUTIONS:
            for match in kind.pattern.finditer(sentence):
                if not (kind.cited and behind) and not NOT_SO.search(sentence[: match.start()]):
                    yield match[0], kind.what


def nobody_is_invented(ground: Ground) -> Iterator[Problem]:
    """No text or comment of the course attributes anything to people who do not exist."""
    for file, raw in ground.course.lines.items():
        if file in WITH_SOURCES:
            continue
        for steps, value in leaves(raw):
            if not isinstance(value, str) or last_key(steps) in SPOKEN | WHERE_IT_IS_SAID:
                continue
            for paragraph in paragraphs(value):
                for words, what in found_in(paragraph):
                    yield ground.at(file, *steps, near=words, message=_message(words, what), action=ACTION)
    for path in sorted(ground.course.path.rglob("*")):
        file = path.relative_to(ground.course.path).as_posix()
        if path.suffix not in {".yml", ".md"} or file in WITH_SOURCES or _is_the_panels(file):
            continue
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        for line, paragraph in _comments(text) if path.suffix == ".yml" else _blocks(text):
            for words, what in found_in(paragraph):
                yield Problem(ground.shown(file), _line_near(text, line, words), _message(words, what), ACTION)


ACTION = (
    "Take it out, or say what can be seen on the page. "
    "What did happen belongs under 'pilot' in course/module.yml, or in course/panel/."
)


def _line_near(text: str, line: int, words: str) -> int:
    """The first line at or after ``line`` on which the words begin: all of them, or the first, else ``line``."""
    lines = text.splitlines()
    for begin in (words, words.split()[0]):
        for number in range(line - 1, min(line + 60, len(lines))):
            if begin in lines[number]:
                return number + 1
    return line


def _message(words: str, what: str) -> str:
    return f"'{' '.join(words.split())}' leans on {what}, and this course knows of none."


def _is_the_panels(file: str) -> bool:
    return file.startswith("panel/") and file != "panel/README.md"


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Comments of a YAML file that stand on lines of their own, each run of them as one paragraph with its first line."""
    yield from _runs(
        (number, match[1] if (match := re.match(r"\s*#+ ?(.*)", line)) else "")
        for number, line in enumerate(text.splitlines(), start=1)
    )


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a Markdown file with their first lines."""
    yield from _runs(enumerate(text.splitlines(), start=1))


def _runs(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    first, held = 0, []
    for number, line in lines:
        if line.strip():
            first = first or number
            held.append(line.strip())
        elif held:
            yield first, " ".join(held)
            first, held = 0, []
    if held:
        yield first, " ".join(held)


INVENTED: list[Rule] = [nobody_is_invented]
