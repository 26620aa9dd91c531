#!/usr/bin/env python3
"""Looks whether a secret of any command stays behind: in memory, in pages that may reach swap, in files, output or
logs.

    check.py HOLDFAST [NAME…]     the cases whose name has one of these in it; all without any
    check.py --list               what they are called

Each command runs twice, on fresh keys. Under gdb: a core as the system would take one when it writes its result,
another of all memory when it ends, and every page that it had at any system call. Under strace, with --json and --log:
every file that it opened for writing and every byte that it wrote. All of it is searched for every secret that can be
computed from the outcome, and for whatever getrandom gave that is not in a public result, in every form of forms.py. A
canary in the command's memory must be found in each of its forms, and the same command with another list of files must
be reported. Prints one row for each; ends with 1 where anything is left, and where a secret that must be there for a
while was not seen.
"""

import base64
import dataclasses
import fnmatch
import os
import pathlib
import re
import sys
import tempfile
from collections import Counter

import syscalls
from case import Case
from cases import all_cases
from forms import Secret, forms
from material import phrase_of
from observe import PAGE, Seen, Talk, under_gdb, under_strace
from reference.groups import SECP256K1
from search import Hit, search
from world import World

# What every command may open, besides its results.
ALWAYS = ["/dev/tty", "/dev/null", "acts.log", "acts.log~"]
CANARIES = [Secret("canary", os.urandom(32), order=SECP256K1.q),
            Secret("canary of words", phrase_of(os.urandom(32)).encode(), True)]
# What libraries leave on the stack until the function of ours that called them overwrites it: the call at which it can
# be seen, whose it is, and why it cannot be mended here.
OF_LIBRARIES = {
    ("munmap", ("age's wrapping key", "key of the keystore", "key of the encrypted file")):
        "libsodium gives the table of scrypt back before it returns, when the last block of PBKDF2 is on its stack",
}


@dataclasses.dataclass
class Row:
    case: Case
    problems: list[str] = dataclasses.field(default_factory=list)
    cores: str = ""
    pages: str = ""
    files: str = ""
    forms: int = 0

    def __str__(self) -> str:
        return line(self.case.name, self.cores, self.pages, self.forms, len(self.problems), self.files)


def line(name: str, cores: str, pages: str, pieces: object, left: object, files: str) -> str:
    return f"{name:48} {cores:>11} {pages:>5} {pieces:>6} {left:>4}  {files}"


def canary_bytes() -> bytes:
    """Every piece of every form, apart from each other."""
    parts = [piece for secret in CANARIES for form in forms(secret).values() for piece in form]
    return b"\xa5\x5a\xa5".join([b"", *parts, b""])


def check(case: Case, world: World, number: int) -> Row:
    row = Row(case)
    look_under_gdb(case, world, f"out-{number}-g", row)
    look_under_strace(case, world, f"out-{number}-s", row)
    return row


def arguments_of(case: Case, world: World, out: str) -> list[str]:
    return [word.replace("{out}", out) for word in world.expanded(case.arguments)]


def talk_of(case: Case, world: World, out: str) -> Talk | None:
    """What is typed, with the world's own words put in."""
    def put(answer):
        return world.typed(answer.replace("{out}", out)) if isinstance(answer, str) else answer

    return [(pattern, put(answer)) for pattern, answer in case.talk] if case.talk else None


# UNDER GDB

def look_under_gdb(case: Case, world: World, out: str, row: Row) -> None:
    seen = under_gdb(world.command, arguments_of(case, world, out), world.folder / "seen", world.folder, canary_bytes(),
                     case.stdin, talk_of(case, world, out))
    if seen.status:
        row.problems.append(f"ended with {seen.status}: {seen.errors.decode()[-400:]}")
        return
    known = case.secrets(world, out, seen.output)
    wanted = known + drawn_secrets(case, world, out, seen)
    constants = published(world, known)
    row.forms = sum(len(pieces) for secret in wanted for pieces in forms(secret).values())
    row.cores = f"{len(seen.result) / 1e6:.1f} {len(seen.end) / 1e6:.1f}"
    for name, core in (("the core with the result", seen.result), ("the core at the end", seen.end)):
        hits = [hit for hit in search(core, [*wanted, *CANARIES]) if (hit.name, hit.form) not in constants]
        row.problems += canary_problems(name, hits) + told(name, hits)
    hits = [hit for hit in search(seen.pages, [*wanted, *CANARIES]) if (hit.name, hit.form) not in constants]
    row.problems += canary_problems("the pages", hits) + page_problems(case, seen, hits, known, row)


def published(world: World, secrets: list[Secret]) -> set[tuple[str, str]]:
    """In which forms the program's own file has a key of the examples: `selftest` knows the published ones."""
    examples = [secret for secret in secrets if "example-" in secret.name]
    if not examples:
        return set()
    return {(hit.name, hit.form) for hit in search(pathlib.Path(world.command).read_bytes(), examples)}


def drawn_secrets(case: Case, world: World, out: str, seen: Seen) -> list[Secret]:
    """What the system's randomness gave and no public result has in it; 16 bytes twice are the canary of libsodium's
    allocations and the seed of Swift's hashes."""
    long = [value for value in seen.drawn if len(value) >= 16]
    short = [value for value in long if len(value) == 16][:2]
    found = [Secret(f"{len(value)} random bytes, {k}", value) for k, value in enumerate(long, 1) if value not in short]
    public = {hit.name for hit in search(public_results(case, world, out, seen), found)}
    return [secret for secret in found if secret.name not in public]


def public_results(case: Case, world: World, out: str, seen: Seen) -> bytes:
    held = [name.format(out=out).replace("~", "") for name in case.holds]
    data = b"" if "standard output" in held else seen.output
    paths = [world.folder / out, *(world.folder / out).rglob("*")]
    for path in paths:
        name = str(path.relative_to(world.folder))
        is_result = path == world.folder / out and "(unnamed)" in held
        if path.is_file() and not (is_result or any(fnmatch.fnmatch(name, pattern) for pattern in held)):
            data += path.read_bytes()
    blocks = re.findall(rb"-----BEGIN AGE ENCRYPTED FILE-----(.*?)-----END", data, re.S)
    return b"\n".join([data, data.replace(b"\n", b""), *map(base64.b64decode, blocks)])


def canary_problems(place: str, hits: list[Hit]) -> list[str]:
    """In which forms the search misses what was planted."""
    found = {(hit.name, hit.form) for hit in hits}
    return [f"{place}: the search misses the {canary.name} as {form}" for canary in CANARIES for form in forms(canary)
            if (canary.name, form) not in found]


def is_canary(hit: Hit) -> bool:
    return any(hit.name == canary.name for canary in CANARIES)


def told(place: str, hits: list[Hit]) -> list[str]:
    found = Counter((hit.name, hit.form) for hit in hits if not is_canary(hit))
    return [f"{place}: {name} is there as {form} ({count} pieces)" for (name, form), count in found.items()]


def page_problems(case: Case, seen: Seen, hits: list[Hit], known: list[Secret], row: Row) -> list[str]:
    """Which pages held a secret at a system call and may reach swap or a dump."""
    names, locked = {secret.name for secret in known}, set()
    held, open_pages, canary_is_open = set(), Counter(), False
    for hit in hits:
        _, address, mapping = seen.index[hit.offset // PAGE]
        if is_locked(mapping):
            locked.add(hit.name)
            held |= {address} if hit.name in names else set()
        canary_is_open |= is_canary(hit) and not is_locked(mapping)
    for hit in hits:
        call, _, mapping = seen.index[hit.offset // PAGE]
        # Random bytes that are in no locked page are none that the program keeps secret: it hashes them with what is.
        if is_locked(mapping) or is_canary(hit) or hit.name not in names | locked:
            continue
        if not (mapping["name"] == "[stack]" and any(call == at and hit.name in whose for at, whose in OF_LIBRARIES)):
            open_pages[(hit.name, hit.form, mapping["name"] or "anonymous memory", call)] += 1
    row.pages = f"{len(held)}"
    problems = [f"not locked: {name} as {form} in {place} at {call} ({count} pieces)"
                for (name, form, place, call), count in open_pages.items()]
    if not canary_is_open:
        problems.append("the canary, in a page that is not locked, was not noticed")
    if case.is_alive and not held:
        problems.append("no secret was seen at any system call")
    return problems


def is_locked(mapping: dict) -> bool:
    """Kept from swap, all that is resident of it, and from core dumps."""
    return {"lo", "dd"} <= set(mapping["flags"]) and mapping["locked"] == mapping["resident"] != "0 kB"


# UNDER STRACE

def look_under_strace(case: Case, world: World, out: str, row: Row) -> None:
    more = [] if case.is_output else ["--json"]
    traced = under_strace(world.command, [*arguments_of(case, world, out), *more, "--log", "acts.log"],
                          world.folder / "traced", world.folder, case.stdin, talk_of(case, world, out))
    if traced.status:
        row.problems.append(f"under strace: ended with {traced.status}: {traced.errors.decode()[-400:]}")
        return
    found = syscalls.read(traced.trace, world.folder)
    secrets = case.secrets(world, out, traced.output)
    expected = [name.format(out=out) for name in case.files] + ALWAYS
    holds = [name.format(out=out) for name in case.holds]
    row.files = ", ".join(sorted({name.replace(out, "OUT") for name in found.opened} - {"/dev/tty", "/dev/null"}))
    row.problems += found.problems + file_problems(found, secrets, expected, holds)
    row.problems += told("the log", search(world.text("acts.log").encode(), secrets))
    # The twin that must be noticed: where nothing is expected and no result may hold a secret.
    if case.holds and not any(text.startswith("written to") for text in file_problems(found, secrets, [], [])):
        row.problems.append("a secret in a result was not noticed where none may be")


def file_problems(found: syscalls.Trace, secrets: list[Secret], expected: list[str], holds: list[str]) -> list[str]:
    def among(name: str, patterns: list[str]) -> bool:
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)

    problems = [f"opened: {name}" for name in sorted(found.opened) if not among(name, expected)]
    for name, data in found.written.items():
        if not among(name, holds):
            problems += told(f"written to {name or 'what has no name'}", search(data, secrets))
    return problems + told("given to a program", search(found.started, secrets))


def main() -> None:
    cases = all_cases()
    if sys.argv[1:] == ["--list"]:
        print("\n".join(case.name for case in cases))
        return
    if os.geteuid():
        sys.exit("check.py: only root can look into a process that forbids it, as the command does; run it with sudo")
    command = str(pathlib.Path(sys.argv[1]).resolve())
    chosen = [case for case in cases if not sys.argv[2:] or any(name in case.name for name in sys.argv[2:])]
    if not chosen:
        sys.exit("no case is called so; check.py --list shows them")
    print(line("command", "cores, MB", "pages", "pieces", "left", "files that it wrote"), flush=True)
    with tempfile.TemporaryDirectory(prefix="holdfast-residue-") as folder:
        world = World(command, pathlib.Path(folder))
        rows = []
        for number, case in enumerate(chosen, 1):
            rows.append(check(case, world, number))
            print(rows[-1], *(f"    {problem}" for problem in rows[-1].problems), sep="\n", flush=True)
    left = sum(bool(row.problems) for row in rows)
    print(f"{len(rows)} commands, {2 * len(rows)} cores; " + (
        f"{left} leave something behind" if left else "nothing is left behind, and every form of the canary was found"))
    sys.exit(1 if left else 0)


main()
