"""What a traced command opened for writing, and what it wrote where.

The trace is of `strace -f -y -xx`, with strings long enough to be whole.
"""

import pathlib
import re
from dataclasses import dataclass, field

WRITES = {"write", "pwrite64", "writev", "pwritev", "pwritev2", "sendto", "sendmsg", "sendmmsg"}
OPENS = {"open", "openat", "openat2", "creat", "memfd_create"}
NAMES = {"mkdir", "mkdirat", "link", "linkat", "rename", "renameat", "renameat2", "symlink", "symlinkat", "mknod",
         "mknodat"}
ESCAPED = r"(?:\\x[0-9a-f]{2})*"


@dataclass
class Trace:
    opened: set[str] = field(default_factory=set)
    # What was written, by the place.
    written: dict[str, bytes] = field(default_factory=dict)
    started: bytes = b""
    problems: list[str] = field(default_factory=list)


def unescaped(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def strings(line: str) -> list[bytes]:
    return [unescaped(text) for text in re.findall(f'"({ESCAPED})"', line)]


def place(path: str, folder: pathlib.Path) -> str:
    """A path as it is expected: in the folder, and with NAME~ for what is beside NAME until it is done."""
    path = path.removesuffix(" (deleted)").removeprefix(f"{folder}/").removeprefix("./")
    path = re.sub(r"(^|/)\.([^/]+)\.holdfast-\d+", r"\1\2~", path)
    return re.sub(r"(^|/)#\d+$", r"\1(unnamed)", path)


def read(text: str, folder: pathlib.Path) -> Trace:
    trace = Trace()
    for line in joined(text):
        call = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if not call or re.search(r"\) += -1 ", line):
            continue
        if '"...' in line:
            trace.problems.append(f"the trace has cut a string: {call[1]}")
        take(trace, call[1], line, folder)
    if not trace.written:
        trace.problems.append("the trace has no write at all")
    return trace


def take(trace: Trace, call: str, line: str, folder: pathlib.Path) -> None:
    if call in WRITES:
        descriptor = re.search(rf"\((\d+)(?:<({ESCAPED}|[^>]*)>)?", line)
        name = unescaped(descriptor[2]).decode() if descriptor and (descriptor[2] or "").startswith("\\x") else (
            descriptor[2] or "" if descriptor else "")
        where = place(name, folder)
        if descriptor and descriptor[1] in "12":
            where = {"1": "standard output", "2": "standard error"}[descriptor[1]]
        elif where.startswith(("pipe:", "socket:")):
            where = where.split(":")[0]
        trace.written[where] = trace.written.get(where, b"") + b"".join(strings(line))
    elif call in OPENS and (call in ("creat", "memfd_create") or re.search(r"O_(WRONLY|RDWR|CREAT|TMPFILE)", line)):
        result = re.search(rf"= \d+<({ESCAPED})>", line)
        trace.opened.add(place((unescaped(result[1]) if result else strings(line)[0]).decode(), folder))
    elif call in NAMES:
        # Of several paths the last is the one that is new.
        trace.opened.add(place(strings(line)[-1].decode(), folder))
    elif call == "execve":
        trace.started += b"\0".join(strings(line))


def joined(text: str) -> list[str]:
    """The lines, those of calls that another process came between put together."""
    begun: dict[str, str] = {}
    found = []
    for line in text.splitlines():
        process = line.split(None, 1)[0]
        if line.endswith("<unfinished ...>"):
            begun[process] = line.removesuffix("<unfinished ...>")
        elif resumed := re.match(r"\d+ +<\.\.\. \w+ resumed>", line):
            found.append(begun.pop(process, "") + line[resumed.end():])
        else:
            found.append(line)
    return found
