"""What goes back to a student: readable, safe, and with nothing of how the tests work."""

import itertools
import re
from html.parser import HTMLParser

import pytest
from nbformat.v4 import new_code_cell, new_output
from tiny_course import hand_in, released

from notknowing.marking import nbgrader_room
from notknowing.marking.autograde import autograde
from notknowing.marking.feedback import Part, feedback, page, reasons_in, words_in
from notknowing.marking.nbgrader_room import gradebook
from notknowing.marking.places import MarkingError
from notknowing.marking.safe_html import from_markdown, harmless

TYPED = "My reply. <script>alert(1)</script> [press](javascript:alert(1)) ![cat](https://elsewhere.example/x.png)\n\n# Big\n\n### Small"


class Outline(HTMLParser):
    """Tags, headings and visible text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.headings, self.text, self.hidden = [], [], [], False
        self.attributes = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.hidden = tag == "style"

    def handle_endtag(self, tag):
        self.hidden = False

    def handle_data(self, data):
        if not self.hidden:
            self.text.append(data)

    @property
    def visible(self):
        return " ".join("".join(self.text).split())


@pytest.fixture(scope="module")
def returned(tiny_template, tmp_path_factory):
    """Two students marked, one of them by hand as well, and their pages; a third set aside."""
    import shutil

    root = tmp_path_factory.mktemp("returned") / "marking"
    shutil.copytree(tiny_template, root)
    notebook = released(root)
    next(one for one in notebook.cells if one.id == "t1-words").source = TYPED
    hand_in(root, "written", notebook, {"A.answer": "fail"})
    hand_in(root, "waiting", notebook, {"A.answer": "swallows"})
    hand_in(root, "broken", b"")
    autograde("t1", root)
    with gradebook(root) as book:
        grade = book.find_grade("t1-words", "t1", "t1", "written")
        grade.manual_score, grade.needs_manual_grade = 4.5, False
        book.find_comment(
            "t1-words", "t1", "t1", "written"
        ).manual_comment = "You stayed with **his** words.\n\n- One thing: wait.\n\n<b>x</b>"
        book.db.commit()
    results = {one.student: one for one in feedback("t1", root)}
    return root, results


def read(returned, student="written"):
    text = returned[1][student].path.read_text("utf-8")
    return text, Outline(text)


def test_the_page_says_its_language_and_has_one_title(returned):
    text, outline = read(returned)
    assert ("html", "lang", "en-GB") in outline.attributes
    assert outline.headings.count(1) == 1
    assert "<title>Feedback: T1</title>" in text
    assert "main" in outline.tags
    assert ("meta", "content", "width=device-width, initial-scale=1") in outline.attributes


def test_headings_never_skip_a_level(returned):
    headings = read(returned)[1].headings
    assert headings[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(headings))


def test_the_tutor_comes_first_then_marks_then_the_students_words(returned):
    visible = read(returned)[1].visible
    order = [
        visible.index(words)
        for words in ("What your tutor says", "You stayed with", "Marks, part by part", "Your own words", "My reply.")
    ]
    assert order == sorted(order)
    assert "Altogether 6.5 of 12." in visible


def test_nothing_can_act_and_nothing_is_asked_of_the_network(returned):
    text, outline = read(returned)
    assert not {"script", "img", "iframe", "object", "link", "form", "svg"} & set(outline.tags)
    assert not [name for _, name, _ in outline.attributes if name.startswith("on")]
    assert not [
        value
        for _, name, value in outline.attributes
        if name in ("src", "href") and not value.startswith(("https:", "mailto:"))
    ]
    assert "elsewhere.example" not in text and "url(" not in text and "@import" not in text
    assert "alert(1)" in outline.visible  # shown, not obeyed: it is what the student wrote
    assert "(picture: cat)" in outline.visible


@pytest.mark.parametrize("student", ["written", "waiting"])
def test_no_test_names_no_code_no_traceback(returned, student):
    text, outline = read(returned, student)
    for hidden in (
        "SECRET_KEY",
        "t1-count",
        "t1-words",
        "t1-last",
        "Traceback",
        "AssertionError",
        "assert",
        "import json",
        "execute",
    ):
        assert hidden not in text
    assert "cell" not in outline.visible.lower()


def test_every_part_has_its_points_and_a_reason(returned):
    visible = read(returned)[1].visible
    assert "could not be worked out" in visible
    assert "You gave the course's reading." in read(returned, "waiting")[1].visible


def test_unfinished_marking_has_no_total(returned):
    visible = read(returned, "waiting")[1].visible
    assert "there is no total yet" in visible and "Altogether" not in visible
    assert "still to be marked" in visible
    assert returned[1]["waiting"].line


def test_a_set_aside_submission_has_a_line_instead_of_a_page(returned):
    assert returned[1]["broken"].path is None and "Not marked" in returned[1]["broken"].line


def test_stock_generate_feedback_writes_the_same_page_and_nothing_else(returned):
    from nbgrader.converters import GenerateFeedback

    root = returned[0]
    config = nbgrader_room.settings(root)
    directory = nbgrader_room.course_directory(root, config)
    directory.assignment_id = "t1"
    converter = GenerateFeedback(coursedir=directory, config=config)
    converter.force = True
    outcome = nbgrader_room.run(converter)
    assert outcome.ok, outcome.log
    files = sorted(path.name for path in (root / "feedback" / "written" / "t1").iterdir())
    assert files == ["t1.html"]
    assert (root / "feedback" / "written" / "t1" / "t1.html").read_text("utf-8") == read(returned)[0]


def test_before_anything_is_collected_it_says_so(tiny):
    with pytest.raises(MarkingError, match="notknowing collect"):
        feedback("t1", tiny)


def test_reasons_leave_out_what_was_for_the_students_own_check():
    cell = new_code_cell("x")
    cell.outputs = [
        new_output("stream", name="stdout", text="Nothing is missing here. This says more.\nTurn 3: half a mark.\n\n")
    ]
    assert reasons_in(cell) == ["Turn 3: half a mark."]


def test_an_untouched_part_has_no_words():
    assert words_in("*Your words from the activity above come here when you hand in.*") == ""
    assert words_in("*Your words* stay mine") == "*Your words* stay mine"


def test_a_page_for_nothing_written():
    visible = Outline(
        page(
            [Part("B", 0.0, 6, True, reasons=["Nothing was handed in for this part, so it has no points."])],
            "t1",
            "one",
        )
    ).visible
    assert "Nothing was written here." in visible and "has not written a comment" in visible


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<svg onload=alert(1)>",
        "<style>*{}</style>",
        "<a href='data:text/html,x'>x</a>",
    ],
)
def test_html_is_reduced_to_structure(text):
    clean = harmless(text)
    assert "onerror" not in clean and "javascript:" not in clean and "<svg" not in clean and "<style" not in clean
    assert "data:text" not in clean


def test_headings_inside_words_keep_the_order_of_the_page():
    assert re.findall(r"<h(\d)", from_markdown("# One\n\n#### Two\n\n# Three", 4)) == ["4", "5", "4"]
    assert re.findall(r"<h(\d)", from_markdown("###### Deep", 6)) == ["6"]
