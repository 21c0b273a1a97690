"""What goes back to a student: readable, safe, and with nothing of how the tests work."""

import itertools
import re
from html.parser import HTMLParser

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output
from tiny_course import hand_in, released

from notknowing.marking import nbgrader_room
from notknowing.marking.autograde import autograde
from notknowing.marking.feedback import (
    MOST,
    MOST_OF_ONE,
    MOST_REASONS,
    Around,
    Part,
    feedback,
    page,
    reasons_in,
    words_in,
)
from notknowing.marking.nbgrader_room import gradebook
from notknowing.marking.places import MarkingError
from notknowing.marking.preprocessors import TEXT_BYTES, CleanOutputs
from notknowing.marking.safe_html import from_markdown, harmless, harmless_markdown
from notknowing.marking.tutor_voice import is_quoted_from, quotations, sorted_out, to_look_at, unfinished

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


# ---------------------------------------------------------------------------------------------- like a tutor

COMMENT = """Strength: You stayed with "creeping about like a burglar" and asked nothing.

Gareth may hear the rest as well.

**Priority:** One question at a time.

Next try: Keep one of the two questions, and say it aloud."""


def said(comment, words="He was creeping about like a burglar, I said, and waited.", name="a1-c-1"):
    return Part("C. Gareth", 9.0, 15, True, comment=comment, words=words, name=name)


def test_what_works_comes_first_then_one_priority_then_the_next_try():
    visible = Outline(page([said(COMMENT)], "a1", "one")).visible
    order = [
        visible.index(words)
        for words in (
            "What works You stayed with", "The one thing to work on One question", "What to try next Keep one",
            "C. Gareth Gareth may hear", "Marks, part by part",
        )
    ]  # fmt: skip
    assert order == sorted(order) and "Strength:" not in visible and "Priority:" not in visible


@pytest.mark.parametrize(
    ("paragraph", "kind", "words"),
    [
        ("What works: this.", "strength", "this."),
        ("**Strength**: this.", "strength", "this."),
        ("- one thing to work on: this.", "priority", "this."),
        ("NEXT TRY: this.", "next", "this."),
        ("Strengths are many.", None, ""),
        ("The next: one", None, ""),
    ],
)
def test_how_a_paragraph_says_what_it_is(paragraph, kind, words):
    kinds, rest = sorted_out(paragraph)
    assert kinds == ({kind: [words]} if kind else {}) and (rest == "") == bool(kind)


def test_quotations_are_held_against_the_students_words():
    assert quotations("You said “one two” and 'don't go' and \"three\".\n> four five") == ["one two", "don't go", "three", "four five"]  # fmt: skip
    assert is_quoted_from("Creeping about … a burglar", "he was creeping about, like a burglar")
    assert is_quoted_from("don’t go", "Don't go!") and not is_quoted_from("you fixed it", "I waited.")


def test_a_page_that_reads_as_it_should_asks_for_nothing():
    assert to_look_at([said(COMMENT)]) == [] and unfinished([said(COMMENT)]) == []


def test_what_a_tutor_is_told_before_anything_goes_out():
    lines = to_look_at([said('Good. "you fixed it"'), said("", name="a1-d")])
    assert lines[0] == "No comment quotes the student's own words."
    assert [line for line in lines if "a strength" in line] and [line for line in lines if "No comment on C. Gareth" in line]  # fmt: skip
    assert "2 priorities" in " ".join(to_look_at([said(COMMENT), said("Priority: another.")]))
    assert to_look_at([said("")]) == ["No comment has been written."]


@pytest.mark.parametrize("left", ["Here: '{quote}' .", "See a1-c-1.", "The assertion: AssertionError", "Cell 4 failed.", "the hidden test"])  # fmt: skip
def test_what_must_not_go_out(left):
    assert len(unfinished([said(left)])) == 1


def test_lateness_rounding_and_hurdles_are_said_on_the_page():
    beside = Around("Handed in 25 hours late: so 62 becomes 49.6.", 49.6, ("One condition has to be talked about.",))
    visible = Outline(page([Part("C", 62.0, 100, True, words="x")], "a1", "one", None, beside)).visible
    assert "Altogether 62 of 100. Handed in 25 hours late: so 62 becomes 49.6. 49.6 is rounded to 50: a half goes up." in visible  # fmt: skip
    assert visible.index("One condition") < visible.index("What your tutor says")
    assert "rounded" not in Outline(page([Part("C", 62.0, 100, True, words="x")], "a1", "one")).visible


# ---------------------------------------------------------------------------------------------- hostile outputs


def test_a_test_that_a_student_printed_is_not_passed_on():
    source = "answer = work()\nSECRET_KEY = 'swallows'\nassert answer == SECRET_KEY"
    cell = new_code_cell(source)
    cell.outputs = [new_output("stream", name="stdout", text=source + "\nTurn 3: half a mark.\n")]
    assert reasons_in(cell) == ["Turn 3: half a mark."]


def test_neither_reasons_nor_words_can_grow_without_end():
    cell = new_code_cell("x")
    cell.outputs = [new_output("stream", name="stdout", text="\n".join(f"{n} " + "x" * 9000 for n in range(5000)))]
    found = reasons_in(cell)
    assert len(found) == MOST_REASONS and all(len(line) <= MOST_OF_ONE + 2 for line in found)
    assert len(page([Part("C", 1.0, 2, True, words="word " * 400_000, reasons=found)], "a1", "one")) < MOST + 40_000


HOSTILE = [
    new_output("stream", name="stdout", text="<script>alert(1)</script>" + "y" * 10_000_000),
    new_output("error", ename="E<script>", evalue="<img src=x onerror=alert(1)>", traceback=["<script>alert(2)</script>" * 9]),
    new_output("display_data", data={"text/html": "<b onclick=alert(1)>x</b><script>alert(1)</script><iframe src='//x'>"}),
    new_output("display_data", data={"application/javascript": "alert(1)"}),
    new_output("display_data", data={"image/png": "x\"><script>alert(1)</script>"}, metadata={"image/png": {"width": "1\" onload=\"alert(1)"}}),
    new_output("display_data", data={"text/vnd.mermaid": "</div><script>alert(1)</script>", "application/pdf": "x\"><script>alert(1)</script>"}),
    new_output("display_data", data={"text/html": "<div>"}, metadata={"text/html": {"isolated": True}}),
    new_output("display_data", data={"image/svg+xml": "<svg onload=alert(1)>"}),
    new_output("display_data", data={"text/markdown": "<script>alert(1)</script>", "text/latex": "\\href{javascript:alert(1)}{x}"}),
]  # fmt: skip


def test_what_the_tutors_browser_gets_cannot_act_and_is_short():
    """As nbconvert, which formgrader uses, draws what ``CleanOutputs`` leaves."""
    from nbconvert.exporters import HTMLExporter
    from nbformat.v4 import new_notebook

    cell = new_code_cell("1")
    cell.outputs = HOSTILE
    notebook = new_notebook(cells=[cell])
    notebook, _ = CleanOutputs().step(notebook, {})
    html, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    outline = Outline(html)
    assert not {"script", "iframe", "svg"} & set(outline.tags)
    assert not [name for _, name, _ in outline.attributes if name.startswith("on")]
    assert len(html) < 6 * TEXT_BYTES + 50_000


def test_a_traceback_in_a_marked_cell_becomes_one_sentence():
    cell = new_code_cell("assert answer == SECRET_KEY")
    cell.outputs = HOSTILE
    assert reasons_in(cell) == ["This part could not be worked out from what was handed in. Ask your tutor if you expected points here."]  # fmt: skip


def test_nothing_that_a_student_put_into_a_notebook_acts_in_the_tutors_browser(tiny):
    """From handing in to the page that formgrader shows: outputs, tags, languages, Markdown."""
    from nbconvert.exporters import HTMLExporter
    from nbformat.v4 import new_markdown_cell

    notebook = released(tiny)
    notebook.metadata["language_info"] = {"name": 'python" onclick="alert(1)', "pygments_lexer": '" onclick="alert(1)'}
    notebook.metadata["title"] = "</title><script>alert(1)</script>"
    notebook.cells[0].metadata["tags"] = ['x" onclick="alert(1)']
    typed = "<script>alert(1)</script> [x](javascript:alert(1)) ![x](javascript:alert(1))"
    notebook.cells.insert(1, new_markdown_cell(typed, metadata={"tags": ['" onclick="alert(1)']}))
    code = "from IPython.display import HTML, Markdown, display\n"
    code += "display(Markdown('<script>alert(1)</script>'), HTML('<b onclick=alert(1)>x</b>'))\n"
    code += "display({'image/png': 'x'}, raw=True, metadata={'image/png': {'width': '1\" onload=\"alert(1)'}})\n"
    code += "print('z' * 5_000_000)\nraise ValueError('<img src=x onerror=alert(1)>')"
    notebook.cells.insert(2, new_code_cell(code, metadata={"tags": ['" onclick="alert(1)']}))
    hand_in(tiny, "one", notebook, {"A.answer": "fail"})
    autograde("t1", tiny)
    path = tiny / "autograded" / "one" / "t1" / "t1.ipynb"
    html, _ = HTMLExporter(template_name="basic").from_notebook_node(nbformat.read(path, as_version=4))
    outline = Outline(html)
    assert len(html) < 200_000
    assert not {"script", "iframe", "svg"} & set(outline.tags)
    assert not [pair for pair in outline.attributes if pair[1].startswith("on")]
    assert not [value for _, name, value in outline.attributes if name in ("href", "src") and value.startswith("javascript")]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[x](javascript:alert(1))", "[x]\\(javascript:alert(1))"),
        ("[x]( JaVaScript&colon;alert(1))", "[x]\\( JaVaScript&colon;alert(1))"),
        ("[x](data:text/html,y)", "[x]\\(data:text/html,y)"),
        ("[x]: vbscript:y", "\\[x]: vbscript:y"),
        ("[x](https://a.example/b)", "[x](https://a.example/b)"),
        ("![x](attachment:a.png) [y](b.csv) [z](#c)", "![x](attachment:a.png) [y](b.csv) [z](#c)"),
        ("a <b>c</b> and 1 < 2", "a &lt;b>c&lt;/b> and 1 < 2"),
        (r"kept \\<as typed", r"kept \\&lt;as typed"),
    ],
)
def test_markdown_that_acts_is_shown_as_it_was_typed(typed, shown):
    assert harmless_markdown(typed) == shown
