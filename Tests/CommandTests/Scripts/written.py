#!/usr/bin/env python3
"""What a traced command wrote and opened for writing: no piece of a key, and nothing outside of one directory.

    written.py TRACE KEY-HEX DIRECTORY

TRACE is of `strace -f -xx`, with strings long enough to be whole. The directory may still have its name beside its place.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "Residue"))

import syscalls  # noqa: E402
from forms import Secret  # noqa: E402
from search import search  # noqa: E402


def main() -> None:
    key, directory = Secret("the key", bytes.fromhex(sys.argv[2].strip().removeprefix("0x"))), sys.argv[3]
    trace = syscalls.read(pathlib.Path(sys.argv[1]).read_text(), pathlib.Path.cwd())
    allowed = {"/dev/tty", directory, f"{directory}~"}
    problems = trace.problems + [
        f"opened: {name}" for name in sorted(trace.opened)
        if name not in allowed and not name.startswith((f"{directory}/", f"{directory}~/"))]
    forms = {hit.form for data in trace.written.values() for hit in search(data, [key])}
    problems += [f"the key is written as {form}" for form in sorted(forms)]
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


main()
