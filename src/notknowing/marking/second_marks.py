"""First and second marks side by side: the pairs, how far they agree, and which still need a third word.

Statistics are withheld below ten pairs: with so few they say more about chance than about markers, and the pairs
themselves can be read. Weighted kappa is Cohen's, with quadratic weights on the bands (``evidence.agreement``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from notknowing.course import Course
from notknowing.evidence.agreement import Agreement, cohen_kappa
from notknowing.marking.feedback import Part
from notknowing.marking.marks import band_of
from notknowing.marking.moderation import AGREED, NOTE, Draw, by_hand, drawn, heading, read_scripts
from notknowing.marking.places import MarkingError
from notknowing.marking.rounding import shown
from notknowing.marking.signature import Files
from notknowing.marking.tables import Table, read_table

TOO_FEW = 10
WIDE = 25


@dataclass(frozen=True)
class Pair:
    """One script with both marks, out of 100. ``agreed`` is the mark both settled on, where they had to."""

    script: str
    first: float
    second: float
    first_band: str
    second_band: str
    reasons: tuple[str, ...]
    agreed: float | None = None
    note: str = ""

    @property
    def difference(self) -> float:
        """Second minus first."""
        return round(self.second - self.first, 9)

    def needs_a_third_word(self, within: float) -> bool:
        """Whether the two are too far apart, or in different bands, and no agreed mark stands yet."""
        apart = abs(self.difference) > within or self.first_band != self.second_band
        return apart and self.agreed is None


@dataclass
class Comparison:
    """All pairs, and what can be said of them together. Figures are None where there are too few pairs."""

    assignment: str
    of: int
    pairs: list[Pair]
    waiting: list[str]
    """Scripts of the sample without a complete second mark."""
    within: float
    mean_difference: float | None = None
    share_within: float | None = None
    kappa: Agreement | None = None
    lines: list[str] = field(default_factory=list)

    @property
    def open(self) -> list[Pair]:
        """Pairs that still need an agreed mark."""
        return [pair for pair in self.pairs if pair.needs_a_third_word(self.within)]

    def to_json(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return {
            "assignment": self.assignment,
            "of": self.of,
            "pairs": [{**vars(pair), "difference": pair.difference} for pair in self.pairs],
            "waiting": self.waiting,
            "open": [pair.script for pair in self.open],
            "n": len(self.pairs),
            "mean_difference": self.mean_difference,
            "within": self.within,
            "share_within": self.share_within,
            "weighted_kappa": None if self.kappa is None else vars(self.kappa),
            "lines": self.lines,
        }


def compare(files: Files, course: Course) -> Comparison:
    """Read the second marker's sheet and hold it against the first marks.

    Raises:
        MarkingError: there is no sample, or the sheet cannot be understood.
    """
    sample = drawn(files)
    pairs, waiting = read_sheet(files, sample, course)
    found = Comparison(files.assignment, sample.of, pairs, waiting, float(sample.rules["within"]))
    return with_statistics(found, [band.name for band in sorted(course.module.bands, key=lambda band: band.from_)])


def with_statistics(found: Comparison, bands: list[str]) -> Comparison:
    """Fill in the figures where there are pairs enough, and say in sentences what they can bear.

    Args:
        found: the pairs.
        bands: names of the bands, lowest first.
    """
    count = len(found.pairs)
    if found.waiting:
        found.lines.append(f"No second mark yet for {', '.join(found.waiting)}.")
    if count < TOO_FEW:
        found.lines.append(
            f"{count} {'pair is' if count == 1 else 'pairs are'} too few for statistics (fewer than {TOO_FEW}). Read the pairs."
        )
    else:
        found.mean_difference = mean(pair.difference for pair in found.pairs)
        found.share_within = sum(abs(pair.difference) <= found.within for pair in found.pairs) / count
        found.kappa = cohen_kappa(
            [pair.first_band for pair in found.pairs], [pair.second_band for pair in found.pairs], "quadratic", bands
        )
        found.lines += _said(found, count)
    for pair in found.open:
        found.lines.append(
            f"{pair.script}: {shown(pair.first)} and {shown(pair.second)} need an agreed mark. Write it in the sheet, under {AGREED!r}."
        )
    return found


def _said(found: Comparison, count: int) -> list[str]:
    gap, kappa = found.mean_difference, found.kappa
    level = "level with" if abs(gap) < 0.005 else f"{shown(abs(gap))} marks {'above' if gap > 0 else 'below'}"
    lines = [
        f"{count} pairs. On average the second mark is {level} the first.",
        f"{shown(100 * found.share_within)}% of the pairs are within {shown(found.within)} marks.",
    ]
    if kappa.kappa is None:
        lines.append(f"Weighted kappa on bands: not given. {kappa.reason}")
    else:
        interval = (
            f"95% interval {kappa.low:.2f} to {kappa.high:.2f}" if kappa.low is not None else "no interval can be given"
        )
        lines.append(f"Weighted kappa on bands: {kappa.kappa:.2f} (n = {count}, {interval}; quadratic weights).")
    if count < WIDE:
        lines.append("With so few pairs the interval is wide. The pairs say more than the figure does.")
    lines.append("The sample is chosen for its fails, borderlines and top marks, so these figures are of these scripts and not of all of them.")  # fmt: skip
    return lines


# ---------------------------------------------------------------------------------------------- the sheet


def read_sheet(files: Files, sample: Draw, course: Course) -> tuple[list[Pair], list[str]]:
    """The pairs in the sheet, and the scripts whose second mark is not complete.

    The second total is the second marker's points with the automatic points, which both markers share.

    Raises:
        MarkingError: the sheet lacks a column or a script, or holds what is not a number of points.
    """
    table = read_table(files.sheet)
    scripts = read_scripts(files, course)
    asked = by_hand(scripts)
    columns = {name: _column(table, name, part) for name, part in asked.items()}
    rows = {row[table.header.index("script")].strip(): row for row in table.rows} if "script" in table.header else {}
    pairs, waiting = [], []
    for one in sample.scripts:
        if one.script not in rows:
            raise MarkingError(f"{table.name} has no row for {one.script}. Nothing was changed. Put the row back, or draw the sheet again.")  # fmt: skip
        row = dict(zip(table.header, rows[one.script], strict=False))
        parts = scripts[one.script]
        points = {
            part.name: _number(row.get(columns[part.name], ""), part.out_of, one.script, table.name)
            for part in parts
            if part.by_hand
        }
        if any(value is None for value in points.values()):
            waiting.append(one.script)
            continue
        automatic = sum(part.points or 0.0 for part in parts if not part.by_hand)
        second = (automatic + sum(points.values())) / one.out_of * 100
        agreed = _number(row.get(AGREED, ""), one.out_of, one.script, table.name)
        pairs.append(
            Pair(
                one.script, one.percent, second, one.band, band_of(second, course), one.reasons,
                None if agreed is None else agreed / one.out_of * 100, row.get(NOTE, "").strip().lstrip("'"),
            )
        )  # fmt: skip
    return pairs, waiting


def _column(table: Table, name: str, part: Part) -> str:
    found = next((head for head in table.header if head.lstrip("'").split(":")[0].strip() == name), None)
    if found is None:
        raise MarkingError(f"{table.name} has no column {heading(part)!r}. Nothing was changed. Put the heading back as it was.")  # fmt: skip
    return found


def _number(cell: str, out_of: float, script: str, sheet: str) -> float | None:
    """Points typed into the sheet; None when the cell is empty."""
    typed = cell.strip().lstrip("'").replace(",", ".")
    if not typed:
        return None
    try:
        value = float(typed)
    except ValueError:
        value = -1.0
    if not 0 <= value <= out_of:
        raise MarkingError(
            f"{sheet}, {script}: {cell.strip()!r} is not a number of points between 0 and {shown(out_of)}. Nothing was changed. Correct that cell."
        )
    return value
