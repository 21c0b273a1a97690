"""Each step against what stock nbgrader does without it."""

import json
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader import utils
from tiny_course import STUB, hand_in, nbgrader_mark, released, responses, with_words_inside
from traitlets import Any
from traitlets.config import LoggingConfigurable

from notknowing.marking import preprocessors as steps
from notknowing.marking.nbgrader_room import course_directory
from notknowing.work import read_entries


def resources_for(root, student, step="submitted"):
    folder = root / step / student / "t1"
    folder.mkdir(parents=True, exist_ok=True)
    return {
        "metadata": {"path": str(folder)},
        "nbgrader": {
            "assignment": "t1",
            "student": student,
            "notebook": "t1",
            "db_url": f"sqlite:///{root}/gradebook.db",
        },
    }


class Converter(LoggingConfigurable):
    """As much of nbgrader's converter as the steps ask of it."""

    coursedir = Any()


def step(kind, root):
    return kind(parent=LoggingConfigurable(parent=Converter(coursedir=course_directory(root))))


def marked_cell(*outputs):
    cell = new_code_cell("4", metadata=nbgrader_mark("t1-count", grade=True, locked=True, points=4))
    cell.outputs = list(outputs)
    return cell


def result(text):
    return new_output("execute_result", data={"text/plain": text})


def mend(root, cell):
    made = step(steps.MendScores, root)
    notebook, _ = made.preprocess(new_notebook(cells=[cell]), resources_for(root, "one"))
    return notebook.cells[0]


def notes(root, student="one"):
    path = root / "autograded" / student / "t1" / "t1.tutor.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


@pytest.mark.parametrize("value", ["nan", "-1", "'abc'", "-inf", "None of it", "[3, 4]", "True or so"])
def test_a_value_that_is_no_mark_earns_nothing_instead_of_everything(tiny, value):
    cell = marked_cell(result(value))
    assert utils.determine_grade(cell)[0] == 4  # stock: full marks
    assert utils.determine_grade(mend(tiny, cell))[0] == 0
    assert "cannot be right" in notes(tiny)["person"][0]


@pytest.mark.parametrize("value", ["4.01", "500", "inf"])
def test_a_value_above_the_maximum_earns_nothing_instead_of_stopping(tiny, value):
    cell = marked_cell(result(value))
    with pytest.raises(ValueError):
        utils.determine_grade(cell)
    assert utils.determine_grade(mend(tiny, cell))[0] == 0


@pytest.mark.parametrize(("value", "points"), [("2.5", 2.5), ("4", 4), ("0", 0), ("0.0", 0)])
def test_ordinary_values_are_as_in_stock(tiny, value, points):
    cell = marked_cell(result(value))
    assert utils.determine_grade(cell)[0] == points
    assert utils.determine_grade(mend(tiny, cell))[0] == points
    assert not notes(tiny)


def test_a_number_as_numpy_prints_it_counts(tiny):
    cell = marked_cell(result("np.float64(2.5)"))
    assert utils.determine_grade(cell)[0] == 4  # stock: full marks for what it cannot read
    assert utils.determine_grade(mend(tiny, cell))[0] == 2.5


def test_a_warning_costs_nothing(tiny):
    warning = new_output("stream", name="stderr", text="FutureWarning: soon")
    cell = marked_cell(warning, result("3.0"))
    assert utils.determine_grade(cell)[0] == 0  # stock: any stderr fails the test
    assert utils.determine_grade(mend(tiny, cell))[0] == 3
    assert not notes(tiny).get("person")


def test_an_exception_still_fails(tiny):
    error = new_output("error", ename="AssertionError", evalue="no", traceback=["no"])
    cell = marked_cell(new_output("stream", name="stderr", text="and a warning"), error)
    assert utils.determine_grade(mend(tiny, cell))[0] == 0


def test_a_test_without_a_value_passes_as_in_stock(tiny):
    assert utils.determine_grade(mend(tiny, marked_cell()))[0] == 4


@pytest.fixture
def recovered(tiny):
    """Run RecoverWords on what one student handed in, and give the answers that tests will read."""

    def run(notebook, values=None, files=()):
        hand_in(tiny, "one", notebook, values, files=files)
        step(steps.RecoverWords, tiny).preprocess(notebook, resources_for(tiny, "one"))
        entries, _ = read_entries(tiny / "autograded" / "one" / "t1" / "t1.responses.json")
        return {key: entry.value for key, entry in entries.items()}

    return run


def test_a_lone_notebook_still_carries_the_words(tiny, recovered):
    assert recovered(with_words_inside(released(tiny), {"A.answer": "swallows"})) == {"A.answer": "swallows"}


@pytest.mark.parametrize(("in_notebook", "in_file", "wins"), [(14, 10, "notebook"), (10, 14, "file")])
def test_the_newest_words_win_and_a_person_is_told(tiny, recovered, in_notebook, in_file, wins):
    notebook = with_words_inside(released(tiny), {"A.answer": "notebook"}, hour=in_notebook)
    assert recovered(notebook, responses({"A.answer": "file"}, hour=in_file)) == {"A.answer": wins}
    assert "Two copies of the work differ" in notes(tiny)["person"][0]


def test_a_corrupt_file_gives_way_to_the_notebook(tiny, recovered):
    notebook = with_words_inside(released(tiny), {"A.answer": "swallows"})
    assert recovered(notebook, b'{"schema": 1, ') == {"A.answer": "swallows"}


def test_words_of_another_page_are_passed_over(tiny, recovered):
    notebook = with_words_inside(released(tiny), {"2C.x": "elsewhere"}, assignment="week02")
    assert recovered(notebook) == {}


def test_a_link_is_not_followed(tiny, recovered, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the tutor's key")
    folder = hand_in(tiny, "one")
    (folder / "data.csv").symlink_to(secret)
    target = tiny / "autograded" / "one" / "t1"
    target.mkdir(parents=True)
    (target / "data.csv").write_text("the tutor's key")  # as stock nbgrader has copied it by then
    recovered(released(tiny))
    assert not (target / "data.csv").exists()
    assert "link" in notes(tiny)["person"][0]


@pytest.fixture
def filled(tiny, monkeypatch):
    """Run FillManualCells, with a page whose activity says the words as they are."""

    def fill(source, values, stub=STUB):
        from notknowing.activities import transcripts

        monkeypatch.setattr(steps.FillManualCells, "_course", lambda self: SimpleNamespace(pages={}))
        monkeypatch.setattr(
            transcripts,
            "manual_markdown",
            lambda page, cell, entries, course: entries["B.text"].value if "B.text" in entries else None,
        )
        notebook = released(tiny)
        cell = next(one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == "t1-words")
        cell.source = source
        resources = resources_for(tiny, "one")
        folder = tiny / "autograded" / "one" / "t1"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "t1.responses.json").write_bytes(responses(values))
        step(steps.FillManualCells, tiny).preprocess(notebook, resources)
        return cell

    return fill


def test_words_from_the_activity_reach_the_marker_and_count_as_written(filled):
    cell = filled(STUB, {"B.text": "You said the shoes are still by the door."})
    assert cell.source == "You said the shoes are still by the door."
    assert utils.determine_grade(cell)[0] is None  # waits for a person


def test_silence_is_never_taken_for_nothing(filled):
    assert utils.determine_grade(filled(STUB, {"B.text": "[Says nothing for now]"}))[0] is None


def test_nothing_at_all_stays_untouched(filled):
    cell = filled(STUB, {})
    assert cell.source == STUB
    assert utils.determine_grade(cell)[0] == 0


@pytest.mark.parametrize("typed", ["Typed by hand.", f"{STUB}\n\nTyped by hand."])
def test_what_was_typed_into_the_cell_stands_below(filled, typed):
    cell = filled(typed, {"B.text": "From the activity."})
    assert cell.source.startswith("From the activity.")
    assert cell.source.endswith("Typed by hand.")
    assert "Written in the notebook cell itself:" in cell.source
    assert STUB not in cell.source


def test_typed_words_alone_are_left_alone(filled):
    assert filled("Only typed.", {}).source == "Only typed."


def test_a_cell_filled_when_handing_in_is_not_filled_twice(filled):
    once = filled("Typed.", {"B.text": "From the activity."}).source
    assert filled(once, {"B.text": "From the activity."}).source == once
    assert filled("From the activity.", {"B.text": "From the activity."}).source == "From the activity."


def test_a_page_that_cannot_say_the_words_shows_them_as_saved(tiny, monkeypatch):
    from notknowing.activities import transcripts

    def refuses(*_):
        raise KeyError("a shape nobody thought of")

    monkeypatch.setattr(steps.FillManualCells, "_course", lambda self: SimpleNamespace(pages={}))
    monkeypatch.setattr(transcripts, "manual_markdown", refuses)
    notebook, resources = released(tiny), resources_for(tiny, "one")
    folder = tiny / "autograded" / "one" / "t1"
    folder.mkdir(parents=True)
    (folder / "t1.responses.json").write_bytes(responses({"B.text": "Not lost."}))
    step(steps.FillManualCells, tiny).preprocess(notebook, resources)
    assert "Not lost" in nbformat.writes(notebook)


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "a </p> b", "<!-- x", r"\\<img src=x onerror=y>"])
def test_tags_are_shown_and_not_obeyed(tiny, typed):
    notebook = new_notebook(cells=[new_markdown_cell(typed)])
    step(steps.HarmlessMarkdown, tiny).preprocess(notebook, resources_for(tiny, "one"))
    from nbconvert.filters import markdown2html

    shown = str(markdown2html(notebook.cells[0].source))
    assert "<script" not in shown and "<img" not in shown and "<!--" not in shown


@pytest.mark.parametrize("typed", ["I <3 this", "2 < 3", r"\<b\>"])
def test_what_is_no_tag_stays_as_it_was(tiny, typed):
    notebook = new_notebook(cells=[new_markdown_cell(typed)])
    step(steps.HarmlessMarkdown, tiny).preprocess(notebook, resources_for(tiny, "one"))
    assert notebook.cells[0].source == typed


def test_html_that_the_course_itself_gave_out_is_obeyed(tiny):
    path = tiny / "exercises" / "t1" / "t1.ipynb"
    notebook = released(tiny)
    notebook.cells.append(new_markdown_cell("<details>ours</details>"))
    nbformat.write(notebook, path)
    step(steps.HarmlessMarkdown, tiny).preprocess(notebook, resources_for(tiny, "one"))
    assert notebook.cells[-1].source == "<details>ours</details>"


def test_outputs_are_small_and_cannot_act(tiny):
    cell = new_code_cell("x")
    cell.outputs = [
        new_output("stream", name="stdout", text="y" * 5_000_000),
        new_output(
            "display_data",
            data={
                "text/html": "<p onclick='x()'>ok<script>alert(1)</script></p>",
                "application/javascript": "alert(1)",
            },
        ),
        new_output("display_data", data={"application/javascript": "alert(1)"}),
        new_output(
            "display_data",
            data={"text/html": '<figure><img alt="Two lines" src="data:image/png;base64,AAAA"></figure>'},
        ),
        new_output("display_data", data={"text/html": '<img src="https://elsewhere/x.png">'}),
    ]
    notebook = new_notebook(cells=[cell])
    step(steps.CleanOutputs, tiny).preprocess(notebook, resources_for(tiny, "one"))
    text = nbformat.writes(notebook)
    assert len(text) < 60_000
    assert "<script" not in text and "onclick" not in text and "javascript" not in text and "elsewhere" not in text
    assert "Two lines" in text and "data:image/png" in text
    assert len(cell.outputs) == 4


def test_handing_in_and_marking_use_the_same_words_for_what_was_typed():
    from notknowing.activities import handin

    assert handin.ALSO_HERE == steps.OWN_TEXT
