"""What became of an act: the old state, the new one, or a third, which none may be."""

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess

import acts
import tracer

# What a run may leave behind where it could not clear up: no one takes it for a file.
TEMPORARY = re.compile(r"(?:^|/)\.[^/]+\.holdfast-\d+(?:/|$)")
SECRET = re.compile(r"\.(?:key|share|evidence|pdf|svg|log)$|_sk$")
# An error of files names one of them, or the stream.
# Where shares are collected, what is wrong with one is told in a line of its own.
NAMED = re.compile(
    r"^holdfast: (?:error|warning): .*(?:\bout\b|\bin/|standard output|standard input|a pipe|holdfast-print|/proc)"
    r"|^in/\S+ cannot be ", re.MULTILINE)
CLAIMS_OLD = re.compile(r"nothing was (?:written|done)")


@dataclasses.dataclass
class Entry:
    """A file or a folder as it lies there."""

    is_folder: bool
    mode: int
    content: bytes


State = dict[str, Entry]


@dataclasses.dataclass
class Expected:
    """What is forgiven in a trial, and what is asked."""

    # It is killed.
    killed: bool = False
    # It cannot clear up.
    litter: bool = False
    # It may die by its own hand: the runtime's, where memory fails.
    death: bool = False
    # Its exit statuses beside 0, its own and 7; too few shares are left where one cannot be read.
    statuses: tuple[int, ...] = (3,)
    # Whether an error has to name a file.
    names: bool = True
    # What it has written may have been removed by somebody else.
    removed: bool = False
    # Another process does the same act meanwhile.
    shared: bool = False
    # What it says on standard error.
    says: str = ""


@dataclasses.dataclass
class Verdict:
    """How a trial ended: `old`, `new`, or `third`, and by what: `ended`, `killed`, `died`; and all that is wrong."""

    state: str
    how: str
    wrong: list[str]


def state_of(folder: pathlib.Path) -> State:
    found = {}
    for place, folders, files in os.walk(folder):
        for name in folders + files:
            path = pathlib.Path(place, name)
            status = path.lstat()
            content = path.read_bytes() if name in files else b""
            found[str(path.relative_to(folder))] = Entry(name in folders, status.st_mode & 0o7777, content)
    return found


def stamp(folder: pathlib.Path) -> list[tuple]:
    """Changes with anything that is written there."""
    found = []
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        found.append((str(path), status.st_ino, status.st_mode, status.st_size, status.st_mtime_ns))
    return found


class Bench:
    """The folder in which one act after the other is tried."""

    def __init__(self, root: pathlib.Path, command: str) -> None:
        self.root, self.out, self.scratch = root, root / "out", root / "scratch"
        self.inputs = acts.Inputs(root / "in", command)
        self.command = command
        self.environment = {**self.inputs.environment, "SCRATCH": str(self.scratch)}
        self.untouched = stamp(self.inputs.folder)

    def words(self, act: acts.Act) -> list[str]:
        return [act.program or self.command] + [
            word.replace("$FINGERPRINT", self.environment["FINGERPRINT"]) for word in act.arguments]

    def stdin(self, act: acts.Act) -> bytes:
        return (self.inputs.folder / act.stdin).read_bytes() if act.stdin else b""

    def prepare(self, act: acts.Act) -> State:
        """Makes the old state."""
        for name in os.listdir(self.root):
            if name != "in":
                shutil.rmtree(self.root / name, ignore_errors=True)
        self.out.mkdir(exist_ok=True)
        self.inputs.lay_out(act, self.out)
        return state_of(self.out)

    def proves(self, proof: str) -> bool:
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir()
        done = subprocess.run(["sh", "-c", proof], cwd=self.root, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return done.returncode == 0

    def judge(self, act: acts.Act, before: State, end: tracer.End, expected: Expected) -> Verdict:
        after = state_of(self.out)
        states, wrong = [], []
        for target in act.targets:
            states.append(self.state(target, before, after, expected, wrong))
        wrong += leftovers(act, before, after, end, expected)
        if stamp(self.inputs.folder) != self.untouched:
            wrong.append("what is read was changed")
        if strays := set(os.listdir(self.root)) - {"in", "out", "scratch", "gone"}:
            wrong.append(f"left over: {strays}")
        dies = end.signal is not None or end.status == 127
        how = "ended" if not dies else "killed" if expected.killed else "died"
        wrong += wrong_end(act, states, end, expected)
        state = "third" if wrong else "new" if "new" in states else "old"
        return Verdict(state, how, wrong)

    def state(self, target: acts.Target, before: State, after: State, expected: Expected, wrong: list[str]) -> str:
        was, now = part(before, target.path), part(after, target.path)
        # A log is made before the act, and is empty until its line is written: that says as much as none.
        if was == now or (target.shared == acts.AUDIT and not was and not any(entry.content for entry in now.values())):
            return "old"
        proof = target.shared if expected.shared and target.shared else target.proof
        if not self.proves(proof):
            wrong.append(f"out/{target.path} is neither as it was nor as it should be")
            return "third"
        wrong += wrong_modes(was, now)
        return "new"


def part(state: State, path: str) -> State:
    return {name: entry for name, entry in state.items()
            if (name == path or name.startswith(path + "/")) and not TEMPORARY.search(name)}


def is_secret(name: str, entry: Entry) -> bool:
    """A share that is sealed is public."""
    return bool(SECRET.search(name)) and b"BEGIN AGE ENCRYPTED FILE" not in entry.content


def wrong_modes(was: State, now: State) -> list[str]:
    """Secret files are the owner's alone, whatever the umask, and public ones are as documented."""
    wrong = []
    for name, entry in now.items():
        if was.get(name) == entry:
            continue
        wanted = 0o700 if entry.is_folder else 0o600 if is_secret(name, entry) else 0o644
        if entry.mode != wanted:
            wrong.append(f"out/{name} has mode {entry.mode:04o}, not {wanted:04o}")
    return wrong


def leftovers(act: acts.Act, before: State, after: State, end: tracer.End, expected: Expected) -> list[str]:
    wrong = []
    for name, entry in after.items():
        if name in before:
            if before[name] != entry and not any(part({name: entry}, target.path) for target in act.targets):
                wrong.append(f"out/{name} was changed")
        elif TEMPORARY.search(name):
            if not (expected.litter or expected.killed or name in end.errors):
                wrong.append(f"out/{name} is left over")
            elif is_exposed(name, entry, after):
                wrong.append(f"out/{name} is left over, and open to others (mode {entry.mode:04o})")
        elif not any(part({name: entry}, target.path) for target in act.targets):
            wrong.append(f"out/{name} is left over")
    return wrong


def is_exposed(name: str, entry: Entry, state: State) -> bool:
    """Whether others get at something secret under a temporary name, which tells whose it is."""
    if not entry.mode & 0o077:
        return False
    whose = re.sub(r"(^|/)\.([^/]+)\.holdfast-\d+", r"\1\2", name)
    return is_secret(whose, entry) or (entry.is_folder and not is_closed(name, state))


def is_closed(name: str, state: State) -> bool:
    """Whether a folder above keeps others out."""
    above = [str(folder) for folder in pathlib.PurePath(name).parents]
    return any(folder in state and not state[folder].mode & 0o077 for folder in above)


def wrong_end(act: acts.Act, states: list[str], end: tracer.End, expected: Expected) -> list[str]:
    said = end.errors[-300:].replace("\n", " / ")
    if end.signal is not None:
        return [] if expected.killed or expected.death else [f"ended by signal {end.signal}: {said}"]
    if expected.death and end.status == 127:
        return []
    if expected.says and not re.search(expected.says, end.errors):
        return [f"does not say {expected.says!r}: {said}"]
    if end.status in (0, act.status):
        is_done = expected.removed or "old" not in states or (act.status and "new" in states)
        return [] if is_done else [f"ended with {end.status}, and the old state is there: {said}"]
    return [f"{what}: {said}" for what in wrong_refusal(act, states, end, expected)]


def wrong_refusal(act: acts.Act, states: list[str], end: tracer.End, expected: Expected) -> list[str]:
    wrong = []
    # At a terminal there may be none, or the person gave up.
    if end.status not in (7, *expected.statuses, *((2, 6) if act.person else ())):
        wrong.append(f"ended with {end.status}")
    # Standard error itself may have been what failed.
    if any(call.name == "write" and call.arguments[0] == 2 for call in end.met):
        return wrong
    if expected.names and not act.person and not NAMED.search(end.errors):
        wrong.append("the message names no file")
    if not re.search("^holdfast: error: ", end.errors, re.MULTILINE):
        wrong.append("there is no message")
    if "new" in states and not expected.shared and CLAIMS_OLD.search(end.errors):
        wrong.append("it says that nothing was written, and it was")
    if act.logs and states[-1] == "old" and "new" in states and "could not be added to the log" not in end.errors:
        wrong.append("it was done and not logged, and that is not said")
    return wrong
