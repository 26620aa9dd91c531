"""The built command beside independent Python on random cases: run by Tests/Differential/run.

Prints the seed, and at the end a table of what became of the cases of each kind. The end status is 0 where all agree,
1 where a case does not, or where a planted wrong expectation was not noticed, and 2 for an argument that cannot be.
"""

import argparse
import concurrent.futures
import os
import pathlib
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = map(str, (HERE.parent / "Interop", HERE.parent / "Recovery", HERE.parent.parent / "Vectors"))

import cases  # noqa: E402
import dealings  # noqa: E402
import key_files  # noqa: E402
import own_dealings  # noqa: E402
import transactions  # noqa: E402

KINDS = {
    "dealings": [*dealings.ROWS, own_dealings.OwnKeysInAPipe()], "key-files": key_files.ROWS,
    "transactions": transactions.ROWS}
MOST_SHOWN = 20
LEGEND = """accepted: both, with the same result; refused: by both; stricter: the command refuses what the other takes;
planted: wrong expectations that were noticed as disagreements, of those that were planted"""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="Tests/Differential/run", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"{', '.join(KINDS)}; all of them without")
    parser.add_argument("-n", type=int, default=10_000, metavar="N", help="how many cases of each kind (10000)")
    parser.add_argument("--seed", default=None, help="the seed that a run printed")
    parser.add_argument("--only", metavar="KIND:K", help="case K of that kind and of the seed; its files stay")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes at a time; one for each core")
    given = parser.parse_args()
    for kind in [*given.kinds, *([given.only.split(":")[0]] if given.only else [])]:
        if kind not in KINDS:
            parser.error(f"there is no kind {kind}; there are {', '.join(KINDS)}")
    if given.n < 1 or given.jobs < 1:
        parser.error("N and the number of jobs begin at 1")
    if given.only and (given.seed is None or not given.only.partition(":")[2].isdecimal()):
        parser.error("--only needs the --seed of the run, and KIND:K as it was printed")
    return given


def batch(kind: str, seed: str, index: int, count: int) -> cases.Report:
    first = index * cases.BATCH
    return cases.run_batch(kind, KINDS[kind], seed, index, range(first, min(first + cases.BATCH, count)))


def run_kind(kind: str, seed: str, count: int, workers: concurrent.futures.Executor) -> cases.Report:
    """All batches of a kind, on all workers."""
    began, report = time.monotonic(), cases.Report()
    indices = range(-(-count // cases.BATCH))
    for part in workers.map(batch, *zip(*((kind, seed, index, count) for index in indices))):
        report.add(part)
    for text in report.disagreements[:MOST_SHOWN]:
        print(text, flush=True)
    if len(report.disagreements) > MOST_SHOWN:
        print(f"and {len(report.disagreements) - MOST_SHOWN} more of {kind}")
    print(f"{kind}: {time.monotonic() - began:.0f} s", flush=True)
    return report


HEAD = ("cases", cases.ACCEPTED, cases.REFUSED, cases.STRICTER, cases.DISAGREED)


def cells(tally: cases.Tally) -> list:
    outcomes = tally.outcomes
    planted = sum(tally.planted.values())
    return [sum(outcomes.values()), *(outcomes[name] for name in HEAD[1:]), f"{tally.planted['noticed']}/{planted}"]


def line(name: str, values: list) -> str:
    return f"{name:<44}" + "".join(f"{value:>11}" for value in values)


def table(reports: dict[str, cases.Report]) -> Iterator[str]:
    """One line for each row, and one for each kind."""
    yield line("kind", [*HEAD, "planted"])
    for kind, report in reports.items():
        whole = cases.Tally()
        for row in KINDS[kind]:
            if row.name in report.tallies:
                whole.add(report.tallies[row.name])
                yield line(f"  {row.name}", cells(report.tallies[row.name]))
        yield line(kind, cells(whole))


def reasons(reports: dict[str, cases.Report]) -> Iterator[str]:
    """Why the command refused what a library takes, for each row, the most frequent first."""
    for kind, report in reports.items():
        for name, tally in report.tallies.items():
            if tally.reasons:
                words = ", ".join(f"{reason or 'no reason'} {count}" for reason, count in tally.reasons.most_common())
                yield f"  stricter, {kind}, {name}: {words}"


def is_good(report: cases.Report) -> bool:
    """Nothing disagreed, and every planted expectation, of which there must be some, was noticed."""
    tallies = report.tallies.values()
    return (not report.disagreements and not any(tally.planted["missed"] for tally in tallies)
            and any(tally.planted["noticed"] for tally in tallies))


def once(seed: str, which: str) -> bool:
    kind, number = which.split(":")
    folder = pathlib.Path(tempfile.gettempdir()) / f"holdfast-differential-{kind}-{number}"
    shutil.rmtree(folder, ignore_errors=True)
    print(f"the files of the case are in {folder}")
    report = cases.run_batch(kind, KINDS[kind], seed, int(number) // cases.BATCH, [int(number)], keep=folder)
    print(*report.disagreements, *table({kind: report}), sep="\n")
    return not report.disagreements


def main() -> int:
    given = arguments()
    seed = given.seed or secrets.token_hex(4)
    if given.only:
        return 0 if once(seed, given.only) else 1
    print(f"seed {seed}, {given.n} cases of each kind", flush=True)
    reports = {}
    with concurrent.futures.ProcessPoolExecutor(given.jobs) as workers:
        for kind in given.kinds or KINDS:
            reports[kind] = run_kind(kind, seed, given.n, workers)
    print(*table(reports), *reasons(reports), sep="\n")
    print(LEGEND)
    return 0 if all(map(is_good, reports.values())) else 1


if __name__ == "__main__":
    sys.exit(main())
