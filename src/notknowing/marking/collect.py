"""From what a VLE hands out to ``submitted/``: who handed in what, the latest attempt, and the fate of every file.

Nothing in the download is trusted (see ``archives``). The latest attempt is collected; earlier ones are kept under
``originals/``. Only the VLE's own time counts. Private writing is refused. Names of students stay out of the gradebook:
a student's folder is named by what the VLE knows them by (username, participant number, user id).
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from notknowing.marking import words as words_of
from notknowing.marking.archives import Member, Refused, inner_members, members
from notknowing.marking.cells import belongs
from notknowing.marking.collection import Collected, Collection, Fate, FileFate
from notknowing.marking.nbgrader_room import course_of
from notknowing.marking.places import Place, is_private, master_notebook, read_record, sha, write_record
from notknowing.marking.reading import read_notebook
from notknowing.marking.tables import keys_in_roster
from notknowing.marking.vle_names import Named, detect, folder_for, named, username_in_receipt

_NOISE = {".ds_store", "thumbs.db", "desktop.ini"}
_TO_READ = {".doc", ".docx", ".odt", ".pdf", ".rtf", ".txt", ".md", ".mp3", ".m4a", ".mp4"}


@dataclass(frozen=True)
class _File:
    """A student's own file as it came: its name as the student gave it, its bytes, and its place in order of upload."""

    name: str
    data: bytes
    order: int
    source: str

    @property
    def base(self) -> str:
        return PurePosixPath(self.name).name


def collect(source: Path | str, assignment: str, root: Path | str, roster: Path | str | None = None) -> Collection:
    """Collect one download into ``submitted/``.

    Args:
        source: a zip from Blackboard, Moodle or Canvas, a folder, or one student's own zip or notebook.
        assignment: for instance ``a1``.
        root: the marking folder.
        roster: a class list as the VLE exports it (its grades file will do); only used to say who is missing.

    Raises:
        MarkingError: the download as a whole cannot be opened. Nothing was changed.
    """
    source, root = Path(source), Path(root).absolute()
    collector = _Collector(source, assignment, root)
    return collector.run(keys_in_roster(roster, collector.vle) if roster else None)


class _Collector:
    """One collection, step by step."""

    def __init__(self, source: Path, assignment: str, root: Path):
        self.source, self.assignment, self.root = source, assignment, root
        self.found = list(members(source))  # the limits apply to the whole before anything is written
        self.vle = detect([member.name for member in self.found])
        self.result = Collection(assignment, self.vle)
        self.master = master_notebook(root, assignment)
        self.record_path = root / "collected" / f"{assignment}.json"
        self.record = read_record(self.record_path)

    def tell(self, name: str, student: str, fate: Fate, line: str = "") -> None:
        self.result.files.append(FileFate(name, student, fate, line))

    def run(self, roster: list[str] | None) -> Collection:
        submissions = self.by_student()
        for key in sorted(submissions):
            student = folder_for(key)
            self.result.students.append(self.one(student, key, submissions[key]))
        if not submissions:
            self.result.lines.append(
                f"Nothing in {self.source.name} looked like work handed in for {self.assignment}. Check that it is the right download."
            )
        if roster is not None:
            handed_in = {student.key.lower() for student in self.result.students}
            self.result.missing = [key for key in roster if key.lower() not in handed_in]
            unknown = sorted(handed_in - {key.lower() for key in roster})
            if unknown:
                self.result.lines.append(f"Not on the class list: {', '.join(unknown)}.")
        write_record(self.record_path, self.record)
        return self.result

    # -- who handed in what ------------------------------------------------------------------------------------

    def by_student(self) -> dict[str, list[tuple[Named, Member]]]:
        """Every file with what its name says, by student; files that belong to nobody are told of here."""
        submissions: dict[str, list[tuple[Named, Member]]] = defaultdict(list)
        usernames = frozenset(self.receipts())
        strip = self.common_folder()
        for member in self.found:
            who = named(member.name, self.vle, usernames) if self.vle != "folders" else self.plain(member, strip)
            if who is None:
                self.tell(member.name, "", "not understood", "Its name does not say whose it is, so it was left out.")
            elif member.refused:
                self.tell(member.name, folder_for(who.key), "refused", member.refused)
            elif who.receipt:
                what = "the VLE's own receipt" if self.vle == "blackboard" else "text typed into the VLE"
                self.tell(member.name, folder_for(who.key), "ignored", f"It is {what}; it is not marked.")
            else:
                submissions[who.key].append((who, member))
        return submissions

    def receipts(self) -> dict[str, str]:
        """Usernames and names from Blackboard's receipts."""
        if self.vle != "blackboard":
            return {}
        texts = [one.data.decode("utf-8", "replace") for one in self.found if one.name.endswith(".txt")]
        return dict(filter(None, map(username_in_receipt, texts)))

    def common_folder(self) -> str:
        """A folder that everything lies in, put there by whoever packed it."""
        firsts = {member.name.split("/")[0] for member in self.found}
        deep = all(
            member.name.count("/") >= 2 and member.name.split("/")[1] != self.assignment for member in self.found
        )
        return f"{firsts.pop()}/" if len(firsts) == 1 and deep else ""

    def plain(self, member: Member, strip: str) -> Named | None:
        """Plain folders: ``<student>/<file>``; a file that lies outside every folder goes by its own name."""
        path = member.name.removeprefix(strip)
        student, _, rest = path.partition("/")
        if not rest:
            if PurePosixPath(path).suffix.lower() not in {".ipynb", ".json", ".zip"}:
                return None
            whose = self.source.stem if self.is_one_submission() else PurePosixPath(path).stem
            nameless = not self.is_one_submission() and whose in {self.assignment, f"{self.assignment}-submission"}
            return None if nameless else Named("folders", whose, path)
        return Named("folders", student, rest.removeprefix(f"{self.assignment}/"))

    def is_one_submission(self) -> bool:
        """Whether the source is one student's own submission: the notebook lies in it, outside every folder."""
        return any(member.name == f"{self.assignment}.ipynb" for member in self.found)

    # -- one student -------------------------------------------------------------------------------------------

    def one(self, student: str, key: str, pieces: list[tuple[Named, Member]]) -> Collected:
        latest = max((who.time for who, _ in pieces if who.time), default=None)
        older = [(who, member) for who, member in pieces if who.time != latest]
        newest = [(who, member) for who, member in pieces if who.time == latest]
        place = Place(self.root, self.assignment, student)
        collected = Collected(student, key, pieces[0][0].name, self.utc(latest), any(who.late for who, _ in newest))
        files = [file for who, member in newest for file in self.opened(who, member, student)]
        files = self.only_newest(files, place)
        for who, member in older:
            self.keep(place, member.data, f"attempts/{who.time:%Y-%m-%d-%H-%M-%S}", PurePosixPath(who.file).name)
            self.tell(member.name, student, "older", "An earlier attempt; it is kept under originals.")
        self.place(place, collected, files)
        return collected

    def utc(self, moment: datetime | None) -> datetime | None:
        if moment is None:
            return None
        course = course_of(self.root)
        zone = course.module.time_zone if course else "Europe/London"
        return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)

    def opened(self, who: Named, member: Member, student: str) -> list[_File]:
        """A student's file, or what is in it when it is a zip."""
        if not who.file.lower().endswith(".zip"):
            return self.wanted([_File(who.file, member.data, who.order, member.name)], student)
        try:
            inside = list(inner_members(member.data, who.file))
        except Refused as reason:
            self.tell(member.name, student, "refused", str(reason))
            return []
        files = []
        for one in inside:
            shown = f"{member.name} › {one.name}"
            if one.refused:
                self.tell(shown, student, "refused", one.refused)
            elif one.name.lower().endswith(".zip"):
                self.tell(shown, student, "refused", "It is a zip inside a zip inside the download; it was not opened.")
            else:
                files.append(_File(one.name, one.data, who.order, shown))
        return self.wanted(files, student)

    def wanted(self, files: list[_File], student: str) -> list[_File]:
        """Those that may be work; the others are told of."""
        kept = []
        for file in files:
            base = file.base.lower()
            if is_private(base):
                self.tell(file.source, student, "refused", "Private writing is never collected. It was left unread.")
            elif base == "timestamp.txt":
                self.tell(file.source, student, "ignored", "Only the VLE's own time counts.")
            elif base in _NOISE or "__MACOSX" in file.name or ".ipynb_checkpoints" in file.name:
                self.tell(file.source, student, "ignored", "A file that the computer made by itself.")
            else:
                kept.append(file)
        return kept

    def only_newest(self, files: list[_File], place: Place) -> list[_File]:
        """Of files of the same name the one uploaded last (Canvas keeps them all); the others are kept as originals."""
        last: dict[str, _File] = {}
        for file in sorted(files, key=lambda one: one.order):
            before = last.get(file.base)
            if before is not None:
                self.keep(place, before.data, "attempts", before.base)
                self.tell(
                    before.source, place.student, "older", "Uploaded again later; this one is kept under originals."
                )
            last[file.base] = file
        return list(last.values())

    def keep(self, place: Place, data: bytes, folder: str, name: str) -> None:
        name = name[-100:]  # a name can be longer than a disk allows
        target = place.originals / folder / name
        number = 1
        while target.exists() and target.read_bytes() != data:
            number += 1
            target = target.with_name(f"{PurePosixPath(name).stem}.{number}{PurePosixPath(name).suffix}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    # -- into submitted ----------------------------------------------------------------------------------------

    def place(self, place: Place, collected: Collected, files: list[_File]) -> None:
        """Put the notebook and the answers where nbgrader looks, unless what is there already is the same or newer."""
        notebooks = [file for file in files if file.base.lower().endswith(".ipynb")]
        answers = [file for file in files if file.base.lower().endswith(".json")]
        others = [file for file in files if file not in notebooks and file not in answers]
        print_of_it = sha("".join(sorted(sha(file.data) for file in notebooks + answers)).encode())
        known = self.record.get(place.student, {})
        if known.get("sha") == print_of_it and place.submitted.is_dir():
            collected.new = False
            for file in files:
                self.tell(file.source, place.student, "ignored", "Collected before, and unchanged since.")
            return
        if self.is_older(known, collected) and place.submitted.is_dir():
            collected.new = False
            for file in files:
                self.keep(place, file.data, "attempts", file.base)
                self.tell(
                    file.source,
                    place.student,
                    "older",
                    "Something later was collected before; this is kept under originals.",
                )
            return
        self.make_room(place)
        main = self.main_notebook(notebooks)
        self.put_notebooks(place, collected, main, notebooks)
        self.put_answers(place, collected, answers, [file for file in notebooks if file is not main])
        self.put_others(place, collected, others, bool(notebooks or answers))
        if collected.time:
            (place.submitted / "timestamp.txt").write_text(f"{collected.time:%Y-%m-%d %H:%M:%S} UTC\n", "utf-8")
        self.record[place.student] = {
            "sha": print_of_it,
            "vle": self.vle,
            "key": collected.key,
            "name": collected.name,
            "time": collected.time.isoformat() if collected.time else None,
            "order": max((file.order for file in files), default=0),
        }

    def is_older(self, known: dict[str, Any], collected: Collected) -> bool:
        before = known.get("time")
        return bool(before and collected.time and datetime.fromisoformat(before) > collected.time)

    def make_room(self, place: Place) -> None:
        """Keep what was collected before under originals, then begin afresh."""
        if place.submitted.is_dir():
            for path in sorted(place.submitted.rglob("*")):
                if path.is_file() and not path.is_symlink() and not is_private(path.name):
                    self.keep(place, path.read_bytes(), "earlier", path.name)
            shutil.rmtree(place.submitted)
        place.submitted.mkdir(parents=True)

    def main_notebook(self, notebooks: list[_File]) -> _File | None:
        """The one to mark: of this assignment, with the newest words, of the right name, uploaded last."""

        def rank(file: _File) -> tuple[Any, ...]:
            notebook = read_notebook(file.data).notebook
            ours = notebook is not None and (self.master is None or belongs(notebook, self.master))
            entries = words_of.in_notebook(notebook, self.assignment) if ours else {}
            newest = max((entry.saved.timestamp() for entry in entries.values()), default=0.0)
            return ours, newest, file.base == f"{self.assignment}.ipynb", file.order, file.base

        return max(notebooks, key=rank, default=None)

    def put_notebooks(self, place: Place, collected: Collected, main: _File | None, notebooks: list[_File]) -> None:
        for file in notebooks:
            if file is main:
                place.notebook.write_bytes(file.data)
                renamed = "" if file.base == place.notebook.name else f"Taken for {place.notebook.name}."
                if renamed:
                    self.keep(place, file.data, ".", file.base)
                self.tell(file.source, place.student, "collected", renamed)
            else:
                self.keep(place, file.data, ".", file.base)
                self.tell(
                    file.source,
                    place.student,
                    "kept",
                    "Another notebook was taken for the one to mark; this is kept under originals.",
                )
                collected.person.append(
                    f"More than one notebook was handed in; {main.base!r} is marked. The other is under originals."
                )

    def put_answers(self, place: Place, collected: Collected, answers: list[_File], spare: list[_File]) -> None:
        """One file of answers. Those of spare notebooks of this assignment are joined in, so that no words are lost."""
        good = [file for file in answers if words_of.is_responses(file.data, self.assignment)]
        sources = [words_of.in_file(file.data, Path(file.base))[0] for file in good]
        sources += [words_of.in_notebook(read_notebook(file.data).notebook, self.assignment) for file in spare]
        sources = [source for source in sources if source]
        if len(good) == 1 and len(sources) <= 1:
            place.responses.write_bytes(good[0].data)
        elif sources:
            joined = words_of.merged(sources)
            collected.person += joined.person
            words_of.write_responses(place.responses, self.assignment, joined.entries)
        for file in answers:
            if file in good:
                if len(good) > 1:
                    self.keep(place, file.data, ".", file.base)
                self.tell(file.source, place.student, "collected", "" if len(good) == 1 else "Joined with the others.")
            elif "responses" in file.base:
                (place.submitted / file.base).write_bytes(file.data)  # preflight says what is wrong with it
                self.tell(
                    file.source,
                    place.student,
                    "collected",
                    "It cannot be read as answers; the check before marking will say more.",
                )
            else:
                self.keep(place, file.data, ".", file.base)
                self.tell(file.source, place.student, "kept", "Marking does not need it; it is kept under originals.")

    def put_others(self, place: Place, collected: Collected, others: list[_File], has_work: bool) -> None:
        for file in others:
            self.keep(place, file.data, ".", file.base)
            self.tell(file.source, place.student, "kept", "Marking does not need it; it is kept under originals.")
            if PurePosixPath(file.base).suffix.lower() in _TO_READ:
                collected.person.append(f"{file.base!r} was handed in as well; it is under originals, for you to read.")
        if not has_work:
            collected.person.append(
                "No notebook was handed in. What came is under originals, for you to read and mark by hand."
            )
