"""No score, percentage, star or ranking of a reply can reach a student or a tutor from the mirror or from its page."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path

from notknowing import mirror
from notknowing.mirror import reading as records
from notknowing.mirror.table import LABELS, PEOPLE, RULES

SOURCE = Path(mirror.__file__).parent
VIEW = SOURCE.parent / "activities" / "reading_view.py"
SHOWN = [*(path for path in sorted(SOURCE.glob("*.py")) if path.name not in {"measure.py", "precision.py"}), VIEW]
GRADING = re.compile(r"\b(?:scores?|scored|percent(?:age)?s?|stars?|rank(?:s|ed|ing|ings)?|rating|ratings|grade[sd]?|points|marks?|out of (?:ten|five|\d+)|"
                     r"traffic light|league|well done|good job|excellent|poor|weak|strong|best|worst|quality|correct|incorrect)\b|%|★|⭐|✔|✓|\d/10", re.I)  # fmt: skip
NOT_GRADING = re.compile(r"question marks?", re.I)
PATTERNS = {"pattern", "unless", "needs", "examples", "counter_examples"}
NEVER = "The mirror names what words do. It never marks them, and nothing it says counts towards a mark."


def said(reading, feedback):
    """Everything of a reading that is put in front of a person."""
    parts = [sentence.form.why for sentence in reading.sentences]
    parts += [text for move in reading.moves for text in (move.label, move.why, move.doubt)]
    parts += [text for note in reading.notes for text in (note.label, note.why, note.doubt)]
    parts += [feedback.in_play, *feedback.what_your_words_do, feedback.may_be_left, feedback.one_thing_to_try]
    return parts


def test_no_record_has_a_field_for_how_good_a_reply_is():
    for record in (records.Form, records.Move, records.Note, records.Sentence, records.Reading, records.Feedback):
        for field in fields(record):
            assert not GRADING.search(field.name.replace("_", " ")), field.name
            assert field.type not in ("int", "float", "int | None", "float | None"), (
                f"{record.__name__}.{field.name} is a number"
            )


def test_no_function_that_is_shown_returns_a_number_about_a_reply():
    for path in SHOWN:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                assert not GRADING.search(node.name.replace("_", " ")), f"{path.name}: {node.name}"
                returns = ast.unparse(node.returns) if node.returns else ""
                assert returns not in {"int", "float", "int | None", "float | None"}, f"{path.name}: {node.name}"


def test_no_wording_of_the_mirror_grades():
    for rule in RULES:
        assert not GRADING.search(NOT_GRADING.sub("", rule.why)), rule.name
    for text in [*LABELS.values(), *PEOPLE.values(), mirror.MEASURED]:
        assert not GRADING.search(text), text


def test_no_sentence_written_in_the_mirror_or_its_page_grades():
    for path in SHOWN:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        skip = {
            id(sub)
            for node in ast.walk(tree)
            if isinstance(node, ast.keyword) and node.arg in PATTERNS
            for sub in ast.walk(node.value)
        }
        if path.name in {"phrases.py", "everyday.py", "spellings.py", "text.py"}:
            continue  # word lists and patterns of what students may write; nothing of them is shown
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs | skip:
                text = NOT_GRADING.sub("", node.value.replace(NEVER, ""))
                if "\\b" in text or "(?:" in text or text in {"mark", "form-mark"} or len(text.split()) < 3:
                    continue
                assert not GRADING.search(text) or text.startswith("hard "), f"{path.name}: {text}"


def test_what_is_said_of_many_replies_holds_no_grading_word_and_no_praise(main_clients):
    replies = ["You should ring her.", "Don't worry, it's normal. How do you feel? And are you sleeping?", "My dad was the same.",
               "That sounds like depression, because you're afraid.", "Are you thinking of killing yourself?", "", "Mm."]  # fmt: skip
    for client in main_clients.values():
        for reply in replies + [good.words for good in client.good]:
            reading = mirror.read(reply, client)
            for text in said(reading, mirror.say(reading, client)):
                unquoted = NOT_GRADING.sub("", re.sub(r"“[^”]*”", "", text))
                assert not GRADING.search(unquoted), text
                assert "!" not in unquoted


def test_no_number_about_a_reply_is_shown_but_seconds_and_how_far_people_agree(main_clients):
    client = main_clients["gareth"]
    for reply in ("You should ring her.", "word " * 90, "Are you? Were you? Have you?"):
        reading = mirror.read(reply, client)
        for text in said(reading, mirror.say(reading, client)):
            left = re.sub(r"“[^”]*”|about \d+ seconds|\(kappa about \.51\)|about \.51", "", text)
            assert not re.search(r"\d", left), text
