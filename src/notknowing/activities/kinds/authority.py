"""Week 11: two summaries read by a grid, and laid beside one public sentence about both."""

from __future__ import annotations

from collections.abc import Sequence

from notknowing.activities import nodes as n
from notknowing.activities.kinds.causes import Compared
from notknowing.activities.nodes import Node
from notknowing.activities.sources import TAG, cited, source_nodes
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course.models.authority import GridCell, GridReview
from notknowing.work.wording import listed

NOT_STATED = "0"
"""The answer of a row about which a summary says nothing."""


class ReviewGrid(Compared):
    """Two summaries, one grid, and the question whether one public sentence describes both equally well."""

    kind = "review_grid"

    def view(self) -> list[Node]:
        """One review after the other, then the public sentence."""
        rows = [[row.label, row.asks] for row in self.spec.rows]
        shown_ = [
            *self.intro(),
            n.details(
                "rows",
                "The rows of the grid",
                [n.table("rows.table", "What each row asks", ["Row", "What to look for"], rows, row_headers=True)],
            ),
            n.details(
                "worked", "One row, found in a made-up summary", n.paras("worked.text", self.spec.worked), open_=True
            ),
        ]
        reached = self.reached("at", most=len(self.spec.reviews))
        for i, review in enumerate(self.spec.reviews[: reached + 1]):
            shown_ += self._review(review)
            if i == reached:
                more = i + 1 < len(self.spec.reviews)
                label = "Go on to the second review" if more else "Go on to the sentence"
                shown_.append(n.row(self.key("steps"), [n.button(f"next|{i + 1}", label, primary=True)]))
        return shown_ + (self._sentence() if reached == len(self.spec.reviews) else [])

    # -- one review

    def _review(self, review: GridReview) -> list[Node]:
        key = self.key(review.id)
        numbered, claims = [], {}
        for text in review.sentences:
            claims |= {claim.id: claim for claim in cited(text, self.course)[1]}
            numbered.append(TAG.sub(lambda tag: tag.group(1), text))
        options = [("", "Choose"), (NOT_STATED, "Not stated")]
        options += [(str(i), f"Sentence {i}") for i in range(1, len(numbered) + 1)]
        rows = []
        for row in self.spec.rows:
            cell = self.key(review.id, row.id)
            self.bound[cell] = "choice"
            label = f"{row.label}, in {review.title}"
            rows.append([row.label, n.select(cell, label, options, self.store.get(cell), hide_label=True)])
        shown_ = [
            n.heading(f"{key}.head", review.title),
            n.para(f"{key}.about", review.about, "quiet"),
            n.listing(f"{key}.summary", numbered, ordered=True),
            *source_nodes(f"{key}.summary", list(claims.values()), self.course),
            n.table(
                f"{key}.grid",
                f"Where does the summary say it? {review.title}",
                ["Row", "Your answer"],
                rows,
                row_headers=True,
            ),
            n.status(f"{key}.count", f"{len(self._filled(review))} of {len(rows)} rows answered."),
        ]
        if not self.place(review.id, "compared"):
            shown_.append(n.button(f"grid|{review.id}", "Compare", describe=f"the grid of {review.title}"))
        else:
            shown_ += self._readings(review)
        return [*shown_, self.prompt(self.spec.missing, review.id)]

    def _filled(self, review: GridReview) -> dict[str, str]:
        """Row to the answer given, for the rows that have one."""
        given = {row.id: self.text(review.id, row.id) for row in self.spec.rows}
        return {row: answer for row, answer in given.items() if answer}

    def _said(self, answers: Sequence[str | int]) -> str:
        """Answers in words."""
        if not answers:
            return "not answered"
        numbers = [str(one) for one in answers if str(one) != NOT_STATED and str(one).isdigit()]
        parts = ["not stated"] if NOT_STATED in map(str, answers) else []
        if numbers:
            parts.append(f"sentence {numbers[0]}" if len(numbers) == 1 else f"sentences {listed(numbers)}")
        return " or ".join(parts) or "not one of the sentences"

    def _readings(self, review: GridReview) -> list[Node]:
        filled, rows = self._filled(review), []
        for row in self.spec.rows:
            cell = review.cells[row.id]
            own = filled.get(row.id, "")
            reading = self._said(cell.key)
            if own and own in map(str, cell.also):
                reading = f"{reading}. Yours can be argued for"
            rows.append([row.label, self._said([own] if own else []), reading, cell.note])
        head = ["Row", "You", "The course", "Why"]
        key = self.key(review.id, "readings")
        return [
            n.heading(key, "The course's reading of this summary", 4),
            n.table(
                f"{key}.table", f"Your grid and the course's: {review.title.lower()}", head, rows, row_headers=True
            ),
        ]

    def agrees(self, cell: GridCell, answer: str) -> bool:
        """Whether an answer is the course's own or one it accepts."""
        return answer in {str(one) for one in (*cell.key, *cell.also)}

    # -- the public sentence

    def _sentence(self) -> list[Node]:
        claim, key = self.course.claims[self.spec.sentence.claim], self.key("sentence")
        options = [("", "Choose"), *((verdict.id, verdict.text) for verdict in self.spec.verdicts)]
        rows = []
        for part in self.spec.sentence.parts:
            line: list[Node | str] = [part.text]
            for review in self.spec.reviews:
                cell = self.key("said", part.id, review.id)
                self.bound[cell] = "choice"
                label = f"{part.text}: {review.title}"
                line.append(n.select(cell, label, options, self.store.get(cell), hide_label=True))
            rows.append(line)
        head = ["The sentence says", *(review.title for review in self.spec.reviews)]
        equally = [(option.id, option.text) for option in self.spec.equally_options]
        shown_ = [
            n.heading(key, "One sentence about both"),
            n.para(f"{key}.quoted", claim.text, "lead"),
            *source_nodes(f"{key}.quoted", [claim], self.course, with_text=False),
            n.table(f"{key}.parts", "Does the summary say so?", head, rows, row_headers=True),
            self.pick(self.spec.equally, equally, "equally", inline=False),
            *self.boxes_and_note(self.spec.prompts, self.spec.note),
        ]
        return shown_ + (self._verdicts() if self.place("note", "compared") else [])

    def _verdicts(self) -> list[Node]:
        texts = {verdict.id: verdict.text.lower() for verdict in self.spec.verdicts}
        rows = []
        for one in self.spec.said:
            part = next(part.text for part in self.spec.sentence.parts if part.id == one.part)
            review = next(review.title for review in self.spec.reviews if review.id == one.review)
            own = texts.get(self.text("said", one.part, one.review), "not answered")
            rows.append([f"{part}: {review}", own, " or ".join(texts[name] for name in one.key), one.note])
        head = ["Part and review", "You", "The course", "Why"]
        return [
            n.table(self.key("verdicts"), "The sentence: your reading and the course's", head, rows, row_headers=True)
        ]

    # -- events and what is read later

    def on_press(self, key: str) -> None:
        """Go on, or open a reading once something is answered."""
        verb, _, name = key.partition("|")
        if verb == "next":
            self.move_to(int(name), "at")
            later = self.spec.reviews[int(name)].id if int(name) < len(self.spec.reviews) else None
            self.focus = self.key(later, "head") if later else self.key("sentence")
        elif verb == "grid":
            review = next(review for review in self.spec.reviews if review.id == name)
            left = len(self.spec.rows) - len(self._filled(review))
            if left:
                said = f"{left} of the rows {'has' if left == 1 else 'have'} no answer yet. 'Not stated' is one."
                self.notices, self.focus = [n.status("first", said)], "first"
                return
            self.move_to(True, name, "compared")
            self.focus = self.key(name, "readings")
        else:
            self.press_compare(key, self.spec.prompts)

    def is_done(self) -> bool:
        """Whether both grids are filled and the student has decided about the sentence."""
        grids = all(len(self._filled(review)) == len(self.spec.rows) for review in self.spec.reviews)
        return grids and bool(self.text("equally"))

    def transcript(self) -> str:
        """Both grids in one table, the verdicts, the decision, and what was written."""
        said, reviews = [], self.spec.reviews
        filled = [self._filled(review) for review in reviews]
        if any(filled):
            rows = [
                f"| {row.label} | {' | '.join(self._said([one[row.id]] if row.id in one else []) for one in filled)} |"
                for row in self.spec.rows
            ]
            head = f"| Row | {' | '.join(review.title for review in reviews)} |"
            said.append("\n".join([head, "|---" * (1 + len(reviews)) + "|", *rows]))
        for review in reviews:
            said += self.written_under(review)
        texts = {verdict.id: verdict.text for verdict in self.spec.verdicts}
        for one in self.spec.said:
            if own := self.text("said", one.part, one.review):
                part = next(part.text for part in self.spec.sentence.parts if part.id == one.part)
                title = next(review.title for review in reviews if review.id == one.review)
                said.append(f"{part}, {title}: {texts.get(own, escaped(own))}.")
        if own := self.text("equally"):
            options = {option.id: option.text for option in self.spec.equally_options}
            said.append(f"{self.spec.equally} {options.get(own, escaped(own))}")
        return "\n\n".join([*said, *self.written(self.spec.prompts)])

    def written_under(self, review: GridReview) -> list[str]:
        """What was written below one grid, as Markdown."""
        prompt = self.spec.missing.model_copy(update={"label": f"{review.title}. {self.spec.missing.label}"})
        text = self.text(review.id, prompt.id)
        return [f"**{prompt.label}**\n\n{quoted(text)}"] if text else []
