#!/usr/bin/env python3
"""What a traced command wrote and opened for writing: no piece of a key, and nothing outside of one directory.

    written.py TRACE KEY-HEX DIRECTORY

TRACE is of `strace -xx`, with strings long enough to be whole. The directory may still have its name beside its place.
"""

import pathlib
import re
import sys

from residue import found

WRITES = {"write", "pwrite64", "writev", "pwritev", "pwritev2", "sendto", "sendmsg"}
OPENS = {"open", "openat", "openat2", "creat"}


def strings(line: str) -> list[bytes]:
    return [bytes.fromhex(text.replace("\\x", "")) for text in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', line)]


def main() -> None:
    trace, key, directory = pathlib.Path(sys.argv[1]).read_text(), bytes.fromhex(sys.argv[2]), sys.argv[3].encode()
    written, problems, calls = b"", [], 0
    for line in trace.splitlines():
        call = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if not call:
            continue
        if '"...' in line:
            problems.append(f"the trace has cut a string: {call[1]}")
        if call[1] in WRITES:
            calls += 1
            written += b"".join(strings(line))
        if call[1] in OPENS and re.search(r"O_(WRONLY|RDWR|CREAT)|^\S* *creat", line) and " = -1 " not in line:
            path = strings(line)[0]
            if path != b"/dev/tty" and not re.match(rb"\./\.%s\.holdfast-\d+/" % re.escape(directory), path):
                problems.append(f"opened: {path!r}")
    if not calls:
        problems.append("the trace has no write at all")
    problems += [f"the key is written as {form}" for form in found(written, key)]
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


main()
