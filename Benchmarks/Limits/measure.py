"""Runs the command on an input, and keeps what it cost and whether its answer was right."""

import json
import os
import pathlib
import resource
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# No command may take more: what asks for more memory fails instead of pressing the machine.
MOST_MEMORY = 4 << 30
MOST_SECONDS = 1800
MIB = 1 << 20
# A longer answer stays in the file `out` alone.
MOST_ANSWER = 64 * MIB


@dataclass
class Run:
    """One process from start to end."""

    exit: int
    out: bytes
    talk: str
    cpu: float
    wall: float
    peak: int

    @property
    def json(self) -> Any:
        try:
            return json.loads(self.out)
        except ValueError:
            return {}

    @property
    def said(self) -> dict[str, Any]:
        """The error, or what is said of the first share."""
        return self.json if "code" in self.json else next(iter(self.json.get("shares", [])), {})

    @property
    def code(self) -> str:
        return self.said.get("code", "")

    @property
    def words(self) -> str:
        """What is wrong, and what to do; empty where one of them is not said."""
        said = self.said
        if "reason" in said:
            return said["reason"]
        return "; ".join([said["message"], said["hint"]]) if said.get("message") and said.get("hint") else ""

    def cut(self) -> str:
        return f"exit {self.exit}: " + (self.out[-300:].decode(errors="replace") + self.talk[-500:]).strip()


class Bench:
    """The command, the table, and what was wrong."""

    def __init__(self, command: pathlib.Path, v: dict[str, float], quick: bool):
        self.command, self.v, self.quick = command, v, quick
        self.folder = pathlib.Path()
        self.wrong: list[str] = []
        self._titles = False

    def section(self, name: str, work: Callable[["Bench"], None], folder: pathlib.Path) -> None:
        self.folder = folder
        print(f"-- {name}", flush=True)
        work(self)

    def conclude(self) -> int:
        print("\n" + (f"{len(self.wrong)} answers are wrong:" if self.wrong else "every answer is right"))
        for fault in self.wrong:
            print("  " + fault)
        return 1 if self.wrong else 0

    def file(self, name: str, content: bytes | str) -> pathlib.Path:
        """Readable by the owner only, since it may be a key."""
        path = self.folder / name
        with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        return path

    def room(self, needed: int) -> bool:
        """Whether the disk takes so much, and says so where it does not."""
        free = shutil.disk_usage(self.folder).free
        if free < needed + (2 << 30):
            self.note(f"left out, since the disk has {free >> 20} MiB free")
        return free >= needed + (2 << 30)

    def run(self, *arguments: object, stdin: pathlib.Path | int | None = None, cwd: pathlib.Path | None = None) -> Run:
        """Peak memory is that of time(1)'s child: Python's own would count before exec."""
        report = self.folder / "time"
        line = ["/usr/bin/time", "-q", "-f", "%M", "-o", str(report), str(self.command), *map(str, arguments)]
        out, talk = self.folder / "out", self.folder / "talk"
        source = open(stdin or os.devnull, "rb") if not isinstance(stdin, int) else os.fdopen(stdin, "rb")
        with source, open(out, "wb") as stdout, open(talk, "wb") as stderr:
            begin = time.perf_counter()
            child = subprocess.Popen(
                line, stdin=source, stdout=stdout, stderr=stderr, cwd=cwd or self.folder, preexec_fn=_confine)
            _, status, usage = os.wait4(child.pid, 0)
            wall = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        answer = out.read_bytes() if out.stat().st_size <= MOST_ANSWER else b""
        return Run(
            child.returncode, answer, talk.read_text(errors="replace"), usage.ru_utime + usage.ru_stime,
            wall, int(report.read_text().split()[-1]) * 1024)

    def row(self, what: str, size: int | None, run: Run, group: str, right: bool) -> Run:
        if not self._titles:
            print(f"{'what':58}{'bytes':>13}{'CPU s':>9}{'wall s':>9}{'peak MiB':>10}{'V':>11}  answer", flush=True)
            self._titles = True
        shown = f"{size:,}" if size is not None else ""
        print(f"{what:58}{shown:>13}{run.cpu:9.2f}{run.wall:9.2f}{run.peak / MIB:10.0f}"
              f"{run.cpu / self.v[group]:11,.0f}  {'right' if right else 'WRONG'}", flush=True)
        if not right:
            self.wrong.append(f"{what}: {run.cut()}")
        return run

    def require(self, holds: bool, what: str) -> None:
        if not holds:
            self.wrong.append(what)

    def note(self, text: str) -> None:
        print(f"   {text}", flush=True)


def _confine() -> None:
    """A quarter of the stack's limit is room for arguments: 65,535 names need more than the usual 2 MiB."""
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    most = 64 << 20 if hard == resource.RLIM_INFINITY else min(64 << 20, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (most, hard))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    os.nice(5)
