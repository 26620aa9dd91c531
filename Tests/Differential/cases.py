"""What the three kinds of cases share: how they are made from a seed, asked of the command in batches, and judged.

A kind is a list of rows. A row makes a case and says what independent Python expects of it; it asks the command about
many cases at once; and it says whether the two agree. Which row a case belongs to and all that is in it follows from
the seed, the kind and the case's number, so that any case can be made again alone. What a batch has in common, such as
the key that signs all of it, follows from the number of the batch.

In every batch one accepted case of each row is judged a second time with a wrong expectation: a row that takes that
for agreement could not notice anything.
"""

import contextlib
import os
import pathlib
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from trial import Trial

BATCH = 100
ACCEPTED, REFUSED, STRICTER, DISAGREED = "accepted", "refused", "stricter", "disagreed"
# What `expected` and `found` are where the answer is no.
NO = None


class Batch:
    """A hundred cases that follow one another, and what they have in common."""

    def __init__(self, kind, seed, index, folder):
        self.kind, self.seed, self.index, self.folder = kind, seed, index, folder
        self._made = {}

    def once(self, name, make):
        """What `make` gave when it was asked first."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def common(self, name):
        """The source of what all cases of a row in this batch share, in a folder of its own."""
        return Trial(f"{self.seed}:{self.kind}:{name}:batch {self.index}", self._folder(f"common-{name}"))

    def case(self, number):
        return Case(self, number, self._folder(f"case-{number}"))

    def _folder(self, name):
        path = self.folder / name.replace(" ", "-").replace("/", "-")
        path.mkdir(exist_ok=True)
        return path


class Case(Trial):
    """One case: what was made, what Python expects and what the command found."""

    def __init__(self, batch, number, folder):
        super().__init__(f"{batch.seed}:{batch.kind}:{number}", folder)
        self.batch, self.number = batch, number
        self.expected = self.found = NO
        # The command's word for a refusal.
        self.reason = ""
        self.shown = {}

    def shows(self, **facts):
        """What is printed of the case where there is no agreement, beside its files."""
        self.shown.update(facts)


class Row:
    """One sort of case. `weight` says how many of them there are among the others of the kind."""

    name, weight = "", 1.0

    def make(self, case: Case) -> None:
        """Fills the case, and sets what is expected."""
        raise NotImplementedError

    def ask(self, cases: list[Case]) -> None:
        """Sets what the command found, of each of the cases."""
        raise NotImplementedError

    def judge(self, expected: dict | None, found: dict | None) -> str:
        """Equal in everything, or both a refusal."""
        if expected != found:
            return DISAGREED
        return REFUSED if found is NO else ACCEPTED

    def falsified(self, expected: dict) -> dict:
        """An expectation that is wrong, made of a right one."""
        return {**expected, next(iter(expected)): "planted"}


class Stricter(Row):
    """What the command accepts, the library must have the same; what it refuses, the library may take."""

    def judge(self, expected: dict | None, found: dict | None) -> str:
        if found is NO:
            return REFUSED if expected is NO else STRICTER
        return ACCEPTED if expected == found else DISAGREED


@dataclass
class Tally:
    """What became of the cases of a row."""

    outcomes: Counter = field(default_factory=Counter)
    planted: Counter = field(default_factory=Counter)
    # Why the command refused what the library takes.
    reasons: Counter = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        self.outcomes += other.outcomes
        self.planted += other.planted
        self.reasons += other.reasons


@dataclass
class Report:
    """What came of a batch: a tally for each row, and the disagreements in words."""

    tallies: dict = field(default_factory=dict)
    disagreements: list = field(default_factory=list)

    def tally(self, row: Row) -> Tally:
        return self.tallies.setdefault(row.name, Tally())

    def add(self, other: "Report") -> None:
        for name, tally in other.tallies.items():
            self.tallies.setdefault(name, Tally()).add(tally)
        self.disagreements += other.disagreements


def row_of(rows: list[Row], case: Case) -> Row:
    return case.random.choices(rows, [row.weight for row in rows])[0]


def run_batch(kind: str, rows: list[Row], seed: str, index: int, numbers: Iterable[int], keep=None) -> Report:
    """Makes the cases with these numbers, asks the command, and judges."""
    report = Report()
    with scratch(keep) as folder:
        batch = Batch(kind, seed, index, folder)
        by_row = {}
        for number in numbers:
            case = batch.case(number)
            by_row.setdefault(row_of(rows, case).name, []).append(case)
        for row in rows:
            if row.name in by_row:
                run_row(row, by_row[row.name], report)
    return report


@contextlib.contextmanager
def scratch(keep: pathlib.Path | None) -> Iterator[pathlib.Path]:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    # In memory where that can be: the command brings every file that it writes to the disk.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="holdfast-differential-", dir=memory) as path:
        yield pathlib.Path(path)


def run_row(row: Row, cases: list[Case], report: Report) -> None:
    made = [case for case in cases if is_done(row, case, report, row.make, case)]
    try:
        row.ask(made)
    except Exception as error:
        # One of them stopped the call for all: each by itself. What all of them stop only together is told, too.
        alone = [case for case in made if is_done(row, case, report, row.ask, [case])]
        if len(alone) == len(made):
            disagree(row, made[0], report, error)
        made = alone
    tally, is_planted = report.tally(row), False
    for case in made:
        outcome = row.judge(case.expected, case.found)
        tally.outcomes[outcome] += 1
        if outcome == STRICTER:
            tally.reasons[case.reason] += 1
        if outcome == DISAGREED:
            report.disagreements.append(explained(row, case))
        if outcome == ACCEPTED and not is_planted:
            is_planted = True
            is_noticed = row.judge(row.falsified(case.expected), case.found) == DISAGREED
            tally.planted["noticed" if is_noticed else "missed"] += 1


def is_done(row: Row, case: Case, report: Report, act: Callable, argument) -> bool:
    """Whether an act of the row came to its end; a case that breaks it is a disagreement."""
    try:
        act(argument)
    except Exception as error:
        disagree(row, case, report, error)
        return False
    return True


def disagree(row: Row, case: Case, report: Report, error: Exception) -> None:
    report.tally(row).outcomes[DISAGREED] += 1
    case.shows(error="".join(traceback.format_exception(error))[-6000:])
    report.disagreements.append(explained(row, case))


def explained(row: Row, case: Case) -> str:
    batch = case.batch
    lines = [
        f"DISAGREED {batch.kind} case {case.number}, {row.name}",
        f"  again: Tests/Differential/run --seed {batch.seed} --only {batch.kind}:{case.number}",
        f"  Python {case.expected!r}", f"  command {case.found!r}"
    ]
    for name, fact in case.shown.items():
        lines += [f"  {name}:", *(f"    {line}" for line in str(fact).splitlines())]
    for path in sorted(case.folder.rglob("*")):
        if path.is_file():
            lines += [f"  {path.relative_to(case.folder)}:", *(f"    {line}" for line in readable(path.read_bytes()))]
    return "\n".join(lines)


def readable(content: bytes, most: int = 20_000) -> list[str]:
    try:
        text = content.decode()
        is_text = text.replace("\n", "").replace("\t", "").replace("\r", "").isprintable()
    except UnicodeDecodeError:
        is_text = False
    if not is_text:
        text = f"hex {content.hex()}"
    return text[:most].splitlines() + ([f"... {len(text)} in all"] if len(text) > most else [])
