"""A course whose module settings a test can choose, beside the tiny assignment."""

import shutil

from ruamel.yaml import YAML

from notknowing.course import bundled


def with_course(root, assignments=None, **settings):
    """Put a course without pages (they take two seconds to read) into a marking folder, with ``t1`` due on Monday 22 February 2027 at noon, and these settings."""
    folder = root / "course"
    if not folder.is_dir():
        own = bundled("course")
        folder.mkdir(parents=True)
        shutil.copytree(own / "briefs", folder / "briefs")
        for name in ("module.yml", "signposting.yml"):
            shutil.copy(own / name, folder / name)
        for name in ("claims.yml", "references.yml"):
            (folder / name).write_text("[]\n", "utf-8")
    yaml = YAML()
    path = folder / "module.yml"
    module = yaml.load(path.read_text("utf-8"))
    module["weeks"] = [{"id": "week00", "opens": "2027-01-25"}]
    module["assignments"] = assignments or [
        {"id": "t1", "title": "Tiny", "weight": 40, "due": "2027-02-22 12:00", "part_of": None}
    ]
    module.update(settings)
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(module, file)
    return folder


def handed_in_at(root, student, moment, assignment="t1"):
    """What the collector writes of the VLE's time, in UTC."""
    (root / "submitted" / student / assignment / "timestamp.txt").write_text(f"{moment} UTC\n", "utf-8")


def mark_by_hand(root, student, points, comment=None, part="t1-words", assignment="t1"):
    """Do what formgrader does when a tutor types a mark and a comment."""
    from notknowing.marking.nbgrader_room import gradebook

    with gradebook(root) as book:
        grade = book.find_grade(part, assignment, assignment, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        if comment is not None:
            book.find_comment(part, assignment, assignment, student).manual_comment = comment
        book.db.commit()
