#!/usr/bin/env python3
"""Every act that writes, under every fault: afterwards there is the old state or the new one, never a third.

    faults.py [--acts REGEX] [--faults REGEX] [--whole]
                    acts and columns whose names match; --whole leaves none out for acts that take long

The command is `HOLDFAST_COMMAND`. Needs Linux on x86-64, and root or the right to make namespaces of users, for file
systems of its own: all is done on one in memory that nobody else sees. Prints a line for each fault that was found,
then a table: in each cell how many runs ended in the old state and how many in the new. Ends with 1 where there was a
third state, a message that names no file, a secret open to others, a crash, or an exit status that is not documented;
and where a column did not report the programs that do wrong on purpose.
"""

import argparse
import collections
import contextlib
import os
import pathlib
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator

sys.dont_write_bytecode = True

import acts  # noqa: E402
import judge  # noqa: E402
import kinds  # noqa: E402
import places  # noqa: E402
import tracer  # noqa: E402

KINDS: dict[str, kinds.Kind] = {**kinds.KINDS, **places.KINDS}
# Acts with much work before they write, by the same way as others: these columns are left out for them.
SLOW = dict.fromkeys(["print, PDF", "print, SVG", "split --publicly-verifiable"], "EDQUOT|EINTR|sync|names|NFS|memory")
# A person at a terminal takes their time.
SLOW["split --ceremony"] = "EDQUOT|EINTR|EIO|sync|names|memory|mlock|entropy|two"
SHOWN = 6
DETACH = 2


class Stage:
    """An act in its folder."""

    def __init__(self, bench: judge.Bench, act: acts.Act) -> None:
        self.bench, self.act = bench, act
        self.seen: dict[tuple, list[tracer.Call]] = {}

    def run(self, trial: kinds.Trial) -> tracer.End:
        bench = self.bench
        return tracer.run(
            bench.words(self.act) + trial.more, trial.calls, trial.meddler, folder=str(bench.root),
            environment=bench.environment, umask=trial.umask, stdin=bench.stdin(self.act), person=self.act.person,
            before=trial.before, hides_vdso=trial.hides_vdso, limit=1 if self.act.program else 20)

    def calls(self, names: list[str], system: tracer.Meddler) -> list[tracer.Call]:
        key = (*names, system)
        if key not in self.seen:
            trial = kinds.Trial("no fault", system, names)
            before = self.bench.prepare(self.act)
            end = self.run(trial)
            verdict = self.bench.judge(self.act, before, end, trial.expected)
            if not self.act.program and (end.status != self.act.status or verdict.state != "new"):
                raise SystemExit(f"check-faults: {self.act.name} fails without a fault: {verdict.wrong} {end.errors}")
            self.seen[key] = [call for call in end.calls if call.number]
        return self.seen[key]

    def tried(self, trial: kinds.Trial) -> judge.Verdict | None:
        """What a run came to; None where it did not meet its fault."""
        before = trial.start(self.bench.prepare(self.act))
        try:
            if before is None:
                return None
            end = self.run(trial)
            if not end.met and not trial.always:
                return None
            before, wrong = trial.finish(before, end)
            verdict = self.bench.judge(self.act, before, end, trial.expected)
            return judge.Verdict("third", verdict.how, verdict.wrong + wrong) if wrong else verdict
        except tracer.Hang:
            return judge.Verdict("third", "died", ["does not come to its end"])
        finally:
            trial.close()


class Table:
    """What was counted, by act and fault."""

    def __init__(self) -> None:
        self.cells: dict[tuple[str, str], collections.Counter] = collections.defaultdict(collections.Counter)
        self.shown: collections.Counter = collections.Counter()

    def add(self, act: acts.Act, kind: str, trial: kinds.Trial, verdict: judge.Verdict) -> None:
        cell = self.cells[act.name, kind]
        cell[verdict.state] += 1
        cell[verdict.how] += 1
        for wrong in verdict.wrong if not act.program else []:
            self.shown[act.name, kind] += 1
            if self.shown[act.name, kind] <= SHOWN:
                print(f"FOUND {act.name}, {kind}, {trial.what}: {wrong}", flush=True)

    def text(self, kind: str, act: str) -> str:
        cell = self.cells.get((act, kind))
        if not cell or not cell.total():
            return "-"
        died = f"†{cell['died']}" if cell["died"] else ""
        return f"{cell['old']}/{cell['new']}{died}" + (f"!{cell['third']}" if cell["third"] else "")

    def print(self, names: list[str], columns: list[str]) -> None:
        widths = {kind: max(len(kind), *(len(self.text(kind, name)) for name in names)) + 2 for kind in columns}
        first = max(map(len, names))
        print(" " * first + "".join(f"{kind:>{widths[kind]}}" for kind in columns))
        for name in names:
            print(f"{name:{first}}" + "".join(f"{self.text(kind, name):>{widths[kind]}}" for kind in columns))

    def summary(self, names: list[str], columns: list[str]) -> None:
        for kind in columns:
            total = sum((self.cells[name, kind] for name in names), collections.Counter())
            tries = total["old"] + total["new"] + total["third"]
            print(f"{kind:9} {tries:6} tries: {total['old']} old, {total['new']} new, {total['third']} a third state;"
                  f" {total['killed']} killed, {total['died']} died by the runtime's own hand")


def go_inside() -> None:
    """Begins again in a namespace of its own, with a file system in memory that goes with it."""
    if "HOLDFAST_FAULTS_INSIDE" not in os.environ:
        os.environ["HOLDFAST_FAULTS_INSIDE"] = "1"
        user = [] if os.geteuid() == 0 else ["--map-root-user"]
        words = ["unshare", "--mount", "--propagation", "private", *user, sys.executable, *sys.argv]
        os.execvp(words[0], words)


@contextlib.contextmanager
def memory() -> Iterator[pathlib.Path]:
    """A folder on a file system in memory, which goes with it."""
    place = tempfile.mkdtemp(prefix="holdfast-faults-")
    if tracer.libc.mount(b"none", place.encode(), b"tmpfs", 0, b"size=512m,mode=700"):
        os.rmdir(place)
        raise SystemExit("check-faults: a file system in memory cannot be mounted")
    try:
        yield pathlib.Path(place)
    finally:
        tracer.libc.umount2(place.encode(), DETACH)
        os.rmdir(place)


def command() -> str:
    path = os.environ.get("HOLDFAST_COMMAND") or str(acts.ROOT / ".build/release/holdfast")
    if not os.access(path, os.X_OK):
        raise SystemExit(f"check-faults: {path} is not built; run: make")
    return path


def copy_of(path: str, folder: pathlib.Path) -> str:
    """The command and what draws for it, so that a build meanwhile changes nothing."""
    folder.mkdir()
    for program in (pathlib.Path(path), pathlib.Path(path).with_name("holdfast-print")):
        if program.exists():
            shutil.copy(program, folder / program.name)
    return str(folder / pathlib.Path(path).name)


def unnoticed(table: Table, columns: list[str]) -> list[str]:
    """The columns in which no program that does wrong was found."""
    return [kind for kind in columns if not any(table.cells[act.name, kind]["third"] for act in acts.PLANTED)]


def is_left_out(act: acts.Act, kind: str) -> bool:
    if act.program:
        return kind not in act.columns.split()
    return act.name in SLOW and re.fullmatch(SLOW[act.name], kind) is not None


def try_all(stage: Stage, columns: list[str], table: Table) -> None:
    begun = time.monotonic()
    for kind in columns:
        for trial in KINDS[kind](stage):
            if verdict := stage.tried(trial):
                table.add(stage.act, kind, trial, verdict)
                # That it is found once is what is to be shown.
                if stage.act.program and verdict.state == "third":
                    break
    print(f"tried: {stage.act.name} ({time.monotonic() - begun:.0f} s)", file=sys.stderr, flush=True)


def report(table: Table, names: list[str], columns: list[str], seconds: float) -> int:
    """Prints everything. The exit status."""
    print("In each cell: runs that ended in the old state / in the new one; † died by the runtime's own hand, with\n"
          "one of the two there; ! a third state, or a wrong end. The last are programs that do wrong on purpose.\n")
    table.print(names + [act.name for act in acts.PLANTED], columns)
    table.summary(names, columns)
    found = sum(table.cells[name, kind]["third"] for name in names for kind in columns)
    blind = unnoticed(table, columns)
    for kind in blind:
        print(f"check-faults: {kind}: no program that does wrong was found, so this column shows nothing")
    tries = sum(table.cells[name, kind].total() for name in names for kind in columns) // 2
    print(f"{len(names)} acts, {len(columns)} kinds of faults, {tries} runs in {seconds:.0f} s: "
          f"{found} ended in a third state or wrongly")
    return 1 if found or blind else 0


def main() -> None:
    parser = argparse.ArgumentParser(description="every act under every fault")
    parser.add_argument("--acts", default="", help="acts whose names match this regular expression")
    parser.add_argument("--faults", default="", help="columns whose names match this regular expression")
    parser.add_argument("--whole", action="store_true", help="leave no fault out for any act")
    options = parser.parse_args()
    go_inside()
    start, table = time.monotonic(), Table()
    chosen = [act for act in acts.ACTS if re.search(options.acts, act.name)]
    columns = [kind for kind in KINDS if re.search(options.faults, kind)]
    with memory() as folder:
        (folder / "bench").mkdir()
        bench = judge.Bench(folder / "bench", copy_of(command(), folder / "bin"))
        for act in chosen + acts.PLANTED:
            whole = options.whole and not act.program
            try_all(Stage(bench, act), [kind for kind in columns if whole or not is_left_out(act, kind)], table)
    sys.exit(report(table, [act.name for act in chosen], columns, time.monotonic() - start))


main()
