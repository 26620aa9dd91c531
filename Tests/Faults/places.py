"""The faults around an act: its folder is full, cannot be written to, or goes; or another does the same there."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator

import acts
import judge
import tracer
from kinds import WRITING, Kind, Stage, Trial, every, sound
from tracer import Call

READ_ONLY, REMOUNT = 1, 32
PAGE = 4096


def mounted(stage: Stage, what: str, options: str, read_only: bool = False) -> Trial:
    """A run in which `out` is a file system of its own."""
    bench, place = stage.bench, str(stage.bench.out).encode()

    def start(_: judge.State) -> judge.State | None:
        shutil.rmtree(bench.out)
        bench.out.mkdir()
        if tracer.libc.mount(b"none", place, b"tmpfs", 0, f"mode=755,{options}".encode()):
            raise SystemExit("check-faults: a file system cannot be mounted here")
        try:
            bench.inputs.lay_out(stage.act, bench.out)
        except OSError:  # Not even the old state has room.
            return None
        if read_only and tracer.libc.mount(b"none", place, None, READ_ONLY | REMOUNT, None):
            raise SystemExit("check-faults: a file system cannot be made read-only")
        return judge.state_of(bench.out)

    return Trial(what, start=start, close=lambda: tracer.libc.umount2(place, 0), always=True)


def full(stage: Stage) -> Iterator[Trial]:
    """File systems of so many pages, and of so many files."""
    for pages in (1, 2, 3, 4, 5, 6, 8, 11, 16, 33):
        yield mounted(stage, f"{pages} pages", f"size={pages * PAGE}")
    for files in range(1, 9):
        yield mounted(stage, f"{files} files", f"nr_inodes={files}")


def read_only(stage: Stage) -> Iterator[Trial]:
    yield mounted(stage, "read-only", "size=1m", read_only=True)


def vanishing(stage: Stage) -> Iterator[Trial]:
    """At each call the folder is moved away, or removed, or another stands in its place."""
    for what, place, _ in every(stage, WRITING):
        yield gone(stage, f"moved before {what}", place, removed=False, replaced=False)
        yield gone(stage, f"removed before {what}", place, removed=True, replaced=False)
        # A new folder has no key store in it, and its name is then a file's.
        if "msp" not in stage.act.before:
            yield gone(stage, f"replaced before {what}", place, removed=False, replaced=True)


def gone(stage: Stage, what: str, place: Call, removed: bool, replaced: bool) -> Trial:
    out, away = stage.bench.out, stage.bench.root / "gone"

    def meddler(call: Call) -> None:
        if (call.name, call.number) == (place.name, place.number):
            out.rename(away)
            if removed:
                shutil.rmtree(away)
            if replaced:
                out.mkdir()

    def finish(before: judge.State, _: tracer.End) -> tuple[judge.State, list[str]]:
        if removed or (replaced and os.listdir(out)):
            out.mkdir(exist_ok=True)
            return {}, []
        if away.exists():
            shutil.rmtree(out, ignore_errors=True)
            away.rename(out)
        return before, []

    # In a new folder a log begins anew, as after somebody else's act.
    expected = judge.Expected(litter=True, removed=removed, shared=replaced)
    return Trial(what, meddler, expected=expected, finish=finish, always=True)


def raced(stage: Stage) -> Iterator[Trial]:
    """At each call another process does the same act from beginning to end; and two at once, later in every round."""
    for what, place, _ in every(stage, WRITING):
        yield overtaken(stage, what, place)
    for round_ in range(ROUNDS):
        yield at_once(stage, round_ / ROUNDS)


ROUNDS = 10


def other(stage: Stage) -> subprocess.Popen:
    return subprocess.Popen(
        stage.bench.words(stage.act), cwd=stage.bench.root, env=stage.bench.environment, stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def feed(process: subprocess.Popen, stage: Stage) -> None:
    try:
        process.stdin.write(stage.bench.stdin(stage.act))
        process.stdin.close()
    except BrokenPipeError:
        pass


def overtaken(stage: Stage, what: str, place: Call) -> Trial:
    started: list[subprocess.Popen] = []

    def meddler(call: Call) -> None:
        if (call.name, call.number) == (place.name, place.number):
            started.append(other(stage))
            feed(started[0], stage)
            if stage.act.logs:
                # It may have to wait for the lock that this process has.
                time.sleep(0.01)
            else:
                started[0].wait()

    return Trial(f"overtaken before {what}", meddler, expected=judge.Expected(shared=True),
                 finish=lambda before, end: (before, wrong_pair(stage.act, end, started)), always=True)


def at_once(stage: Stage, late: float) -> Trial:
    started: list[subprocess.Popen] = []

    def start(before: judge.State) -> judge.State:
        started.append(other(stage))
        feed(started[0], stage)
        time.sleep(0.006 * late)
        return before

    return Trial(f"at once, {late:.1f} of the way", calls=[], start=start, always=True,
                 expected=judge.Expected(shared=True),
                 finish=lambda before, end: (before, wrong_pair(stage.act, end, started)))


def wrong_pair(act: acts.Act, end: tracer.End, started: list[subprocess.Popen]) -> list[str]:
    """Of two who may not replace each other's file, one has done it and one was refused."""
    if not started:
        return []
    # The tracer may have seen its end first.
    if started[0].pid in end.others:
        started[0].returncode = os.waitstatus_to_exitcode(end.others[started[0].pid])
    statuses = [end.status, started[0].wait()]
    done = sum(status in (0, act.status) for status in statuses)
    if done == (2 if act.replaces else 1):
        return []
    return [f"of two at once {done} have done it (they ended with {statuses[0]} and {statuses[1]})"]


KINDS: dict[str, Kind] = {"full": full, "read-only": read_only, "vanished": vanishing, "two": raced}
