"""Runs a command under gdb and under strace, and keeps what can be seen of it."""

import fcntl
import json
import os
import pathlib
import pty
import re
import select
import shlex
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

HERE = pathlib.Path(__file__).parent
PAGE = 4096
# What a person at a terminal waits for, as a regular expression, and then types: words, or what follows from all that
# was shown.
Talk = list[tuple[str, str | Callable[[str], str]]]


@dataclass
class Seen:
    """A run under gdb: its end, what it said, its two cores, and every page it had at a system call."""

    status: int
    output: bytes
    errors: bytes
    result: bytes
    end: bytes
    pages: bytes
    index: list
    drawn: list[bytes]


@dataclass
class Traced:
    """A run under strace: its end, what it said, and the trace as text."""

    status: int
    output: bytes
    errors: bytes
    trace: str


class Person(threading.Thread):
    """Answers what is asked on a terminal."""

    def __init__(self, master: int, talk: Talk):
        super().__init__(daemon=True)
        self.master, self.talk, self.shown, self.is_over = master, talk, "", False
        if talk:
            fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def run(self) -> None:
        rest = ""
        for pattern, answer in self.talk:
            while not re.search(pattern, rest):
                data = self.read()
                if data is None:
                    return
                rest += data
            # What is typed before the terminal is set up for the question is dropped.
            time.sleep(0.3)
            rest = ""
            os.write(self.master, (answer if isinstance(answer, str) else answer(self.shown)).encode())
        while self.read() is not None:
            pass

    def read(self) -> str | None:
        """What comes next; None at the end."""
        while not self.is_over:
            try:
                ready, _, _ = select.select([self.master], [], [], 0.2)
                data = os.read(self.master, 65536) if ready else None
            except OSError:
                # For a moment nobody may have the other end open.
                time.sleep(0.05)
                continue
            if data is not None:
                text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", data.decode(errors="replace")).replace("\r", "")
                self.shown += text
                return text
        return None

    def leave(self) -> None:
        """Before the terminal is closed, whose descriptor another may get."""
        self.is_over = True
        self.join()


def words(arguments: list[str], stdin: str | None, place: pathlib.Path, talk: Talk | None) -> str:
    """The arguments as a shell takes them; who sits at a terminal has it for input and talk."""
    (place / "errors").touch()
    streams = "" if talk else f"< {shlex.quote(stdin or '/dev/null')} 2> {place}/errors"
    return f"{shlex.join(arguments)} {streams} > {place}/output"


def environment(canary_length: int = 0) -> dict[str, str]:
    found = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    if canary_length:
        found["CANARY"] = "x" * canary_length
    return found


def under_gdb(
    command: str, arguments: list[str], place: pathlib.Path, cwd: pathlib.Path, canary: bytes, stdin: str | None = None,
    talk: Talk | None = None,
) -> Seen:
    place.mkdir()
    master, slave = pty.openpty() if talk else (-1, -1)
    job = {"run": words(arguments, stdin, place, talk), "terminal": os.ttyname(slave) if talk else None,
           "canary": canary.hex()}
    (place / "job.json").write_text(json.dumps(job))
    person = Person(master, talk or [])
    if talk:
        person.start()
    done = subprocess.run(
        ["gdb", "-nx", "-batch", "-ex", f"exec-file {command}", "-ex", f"python job = '{place}/job.json'", "-x",
         str(HERE / "inside_gdb.py")],
        env=environment(len(canary)), stdin=subprocess.DEVNULL, capture_output=True, cwd=cwd, timeout=600)
    if talk:
        os.close(slave)
        person.leave()
        os.close(master)
    if not (place / "core.end").exists():
        sys.exit(f"gdb took no core of {shlex.join(arguments)}\n{done.stdout[-2000:].decode()}\n"
                 f"{done.stderr[-2000:].decode()}\n{(place / 'errors').read_text()}")
    result = place / "core.result"
    seen = Seen(
        int((place / "status").read_text()), (place / "output").read_bytes(), (place / "errors").read_bytes(),
        result.read_bytes() if result.exists() else b"", (place / "core.end").read_bytes(),
        (place / "pages").read_bytes(), json.loads((place / "pages.json").read_text()),
        [bytes.fromhex(text) for text in json.loads((place / "drawn.json").read_text())])
    subprocess.run(["rm", "-r", str(place)], check=True)
    return seen


def under_strace(
    command: str, arguments: list[str], place: pathlib.Path, cwd: pathlib.Path, stdin: str | None = None,
    talk: Talk | None = None,
) -> Traced:
    place.mkdir()
    line = ["strace", "-f", "-y", "-xx", "-s", "1000000", "-e", "abbrev=!execve", "-o", f"{place}/trace", command]
    shell = ["sh", "-c", f"exec {shlex.join(line)} {words(arguments, stdin, place, talk)}"]
    if talk:
        status = on_terminal(shell, cwd, talk)
    else:
        status = subprocess.run(shell, cwd=cwd, env=environment(), timeout=600).returncode
    traced = Traced(status, (place / "output").read_bytes(), (place / "errors").read_bytes(),
                    (place / "trace").read_text(errors="replace"))
    subprocess.run(["rm", "-r", str(place)], check=True)
    return traced


def on_terminal(line: list[str], cwd: pathlib.Path, talk: Talk) -> int:
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(cwd)
        os.execvpe(line[0], line, environment())
    person = Person(master, talk)
    person.start()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    person.leave()
    os.close(master)
    return status
