"""Week 12: keep my journey. Look the words through, choose what to leave out, write two files."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node
from notknowing.work import Saved
from notknowing.work.wording import reason_and_remedy

MOST = 60
"""So many found pieces are shown; more are counted."""


class KeepJourney(Activity):
    """First what could say who somebody is, then the files. Nothing is sent, and nothing has to be done here."""

    kind = "keep_journey"

    def _found(self) -> list[list[str]]:
        """What was found when the student last looked: where, what it is, and the words."""
        found = self.place("found", default=[])
        rows = found if isinstance(found, list) else []
        return [row for row in rows if isinstance(row, list) and len(row) == 3 and all(isinstance(x, str) for x in row)]

    def view(self) -> list[Node]:
        """What the files hold, the look through the words, the choice, and the button that writes."""
        shown = [*self.intro(), n.listing("holds", list(self.spec.holds))]
        if not self.place("looked"):
            return [*shown, n.button("look", "Look through my words", primary=True)]
        shown += [n.heading("found", "What was found"), *self._choice(), *n.paras("looked", self.spec.looked)]
        shown.append(
            n.row("row", [n.button("write", "Write the two files", primary=True), n.button("look", "Look again")])
        )
        made = self.place("made")
        return [*shown, n.status("made", made)] if isinstance(made, str) and made else shown

    def _choice(self) -> list[Node]:
        found = self._found()
        if not found:
            return [n.para("none", "Nothing with the shape of a name with a title, a number or an address was found.")]
        unlike = list(dict.fromkeys(text for _, _, text in found))[:MOST]
        labels = {text: label for _, label, text in found}
        rows = [[where, label, text] for where, label, text in found[:MOST]]
        more = f" {len(found) - MOST} more are not shown." if len(found) > MOST else ""
        places = "1 place" if len(found) == 1 else f"{len(found)} places"
        said = "It may be nothing, or somebody in the course." if len(found) == 1 else "Some may be nothing."
        return [
            n.para("said", f"{places} in your words could say who somebody is.{more} {said} You decide."),
            n.table("found.table", "Where it stands", ["Where", "What it looks like", "The words"], rows),
            self.tick(
                "Leave out of the two files",
                [(text, f"{text} ({labels[text]})") for text in unlike],
                "leave_out",
                inline=False,
            ),
        ]

    def private_by_default(self, key: str) -> bool:
        """What could say who somebody is does not go into what is handed in."""
        return True

    def on_press(self, key: str) -> None:
        """Look, or look again and write."""
        from notknowing.activities.journey import NothingWritten, gather, working_folder

        folder = working_folder(self.store.folder, self.page.id)
        journey = gather(self.course, folder)
        rows = [[place.where, place.found.label, place.found.text] for place in journey.places]
        is_news = rows != self._found()
        self.move_to(rows, "found")
        if key == "look":
            self.move_to(True, "looked")
            self.move_to("", "made")
            self.focus = "found"
            return
        if is_news:
            said = "Your words have changed since you looked. What was found is shown as it is now. Press the button again to write the files."
            self.notices = [n.status("changed", said)]
            self.focus = "found"
            return
        try:
            self.move_to(journey.write(leave_out=self.ticked("leave_out")).sentence, "made")
            self.focus = "made"
        except NothingWritten as nothing:
            self.notices = [n.status("nothing", str(nothing))]
            self.focus = "nothing"
        except OSError as problem:
            reason, remedy = reason_and_remedy(problem)
            said = f"The files were not written: {reason}. Your words are safe. {remedy}, then press the button again."
            self.last_saved = Saved(False, None, said)

    def is_done(self) -> bool:
        """Nothing here has to be done."""
        return True

    def transcript(self) -> str:
        """Nothing of this is anybody else's."""
        return ""
