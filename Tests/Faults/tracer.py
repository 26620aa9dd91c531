"""Runs a program and meddles with its system calls, by ptrace(2) and seccomp(2), on x86-64.

A filter of seccomp stops the program at the calls that are asked for and lets all others run at full speed. At each
stop a function is shown the call and may have it fail, fail after it was done, do less than it was asked to, answer
with another time, or end the process; or do something to the world around first. It works for static programs and needs
no library in them.
"""

import ctypes
import dataclasses
import fcntl
import os
import re
import select
import signal
import struct
import termios
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]

NUMBERS = {
    "read": 0, "write": 1, "open": 2, "close": 3, "fstat": 5, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12,
    "pread64": 17, "pwrite64": 18, "writev": 20, "access": 21, "mremap": 25, "madvise": 28, "flock": 73, "fsync": 74,
    "fdatasync": 75, "ftruncate": 77, "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85, "link": 86, "unlink": 87,
    "chmod": 90, "fchmod": 91, "gettimeofday": 96, "mlock": 149, "time": 201, "getdents64": 217,
    "clock_gettime": 228, "openat": 257, "mkdirat": 258, "newfstatat": 262, "unlinkat": 263, "renameat": 264,
    "linkat": 265, "fchmodat": 268, "fallocate": 285, "renameat2": 316, "getrandom": 318, "mlock2": 325,
}
NAMES = {number: name for name, number in NUMBERS.items()}

# ptrace(2)
TRACEME, PEEKDATA, POKEDATA, PEEKUSER, POKEUSER, CONT, SYSCALL = 0, 2, 5, 3, 6, 7, 24
SETOPTIONS, GETEVENTMSG, SYSCALL_INFO = 0x4200, 0x4201, 0x420E
SYSGOOD, FORK, VFORK, CLONE, EXEC, SECCOMP, EXITKILL = 1, 2, 4, 8, 0x10, 0x80, 0x100000
EVENT_EXEC, EVENT_SECCOMP = 4, 7
WALL = 0x40000000
# Where registers lie in a user_regs_struct.
RAX, RDX, RSI, RSP, ORIGINAL_RAX = 80, 96, 104, 152, 120
# The vDSO, by which the C library reads the clock without a call, is handed over in this entry of the auxiliary vector.
AT_VDSO, AT_IGNORE = 33, 1


class Hang(Exception):
    """The program did not end in time."""


@dataclasses.dataclass
class Call:
    """A system call that is about to be made."""

    process: int
    name: str
    # The how manyeth of this name in the program itself, from 1; 0 in a program that it has started.
    number: int
    arguments: tuple[int, ...]

    def path(self, place: int) -> str:
        """The string that an argument points to."""
        text = bytearray()
        while b"\0" not in text and len(text) < 4096:
            text += peek(self.process, self.arguments[place] + len(text))
        return text.split(b"\0")[0].decode(errors="replace")


@dataclasses.dataclass
class Fault:
    """What happens to a call."""

    error: int = 0
    # Whether the call is made before it answers with the error, or before the process is killed.
    after: bool = False
    kills: bool = False
    # The count of bytes that is asked for instead, in this argument's place.
    count: int | None = None
    count_at: int = RDX
    # Seconds since 1970 that a clock answers.
    clock: int | None = None


@dataclasses.dataclass
class End:
    """How a run ended."""

    status: int | None
    signal: int | None
    output: str
    errors: str
    # The calls that were meddled with, and all that were seen.
    met: list[Call]
    calls: list[Call]
    # By process: how what else was started meanwhile has ended, as waitpid(2) gives it.
    others: dict[int, int]


Meddler = Callable[[Call], Fault | None]


def ptrace(request: int, process: int, place: int = 0, data: int = 0) -> int:
    ctypes.set_errno(0)
    answer = libc.ptrace(request, process, place, data)
    if answer == -1 and ctypes.get_errno():
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def peek(process: int, place: int) -> bytes:
    return struct.pack("<q", ptrace(PEEKDATA, process, place))


def poke(process: int, place: int, value: int) -> None:
    ptrace(POKEDATA, process, place, value & (1 << 64) - 1)


def install_filter(numbers: Iterable[int]) -> None:
    """Stops this process, and what it becomes, at these calls."""
    numbers = sorted(numbers)
    steps = struct.pack("<HBBI", 0x20, 0, 0, 0)  # load the number of the call
    for place, number in enumerate(numbers):
        steps += struct.pack("<HBBI", 0x15, len(numbers) - place, 0, number)
    steps += struct.pack("<HBBI", 0x06, 0, 0, 0x7FFF0000) + struct.pack("<HBBI", 0x06, 0, 0, 0x7FF00000)
    buffer = ctypes.create_string_buffer(steps)
    program = ctypes.create_string_buffer(struct.pack("<HxxxxxxQ", len(steps) // 8, ctypes.addressof(buffer)))
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.c_void_p(ctypes.addressof(program)), 0, 0):
        os._exit(126)


def hide_vdso(process: int) -> None:
    """Called when the program begins: the clock is then asked by system calls."""
    place = ptrace(PEEKUSER, process, RSP)
    place += 8 * (1 + struct.unpack("<q", peek(process, place))[0] + 1)
    while peek(process, place) != bytes(8):
        place += 8
    place += 8
    while (kind := struct.unpack("<q", peek(process, place))[0]) != 0:
        if kind == AT_VDSO:
            poke(process, place, AT_IGNORE)
        place += 16


class Run:
    """One run of a program under a meddler."""

    def __init__(self, meddler: Meddler) -> None:
        self.meddler = meddler
        self.counts: dict[str, int] = {}
        self.met: list[Call] = []
        self.calls: list[Call] = []
        # What is still to be done when a call has been made.
        self.pending: dict[int, tuple[Call, Fault]] = {}
        self.groups: dict[int, int] = {}
        # How every process ended that this one has started, also those that are not traced.
        self.ends: dict[int, int] = {}
        self.hides_vdso = False
        self.main = 0

    def start(self, arguments: Sequence[str], calls: Iterable[str], prepare: Callable[[], None],
              environment: Mapping[str, str]) -> None:
        self.main = os.fork()
        if self.main == 0:
            try:
                prepare()
                libc.ptrace(TRACEME, 0, None, None)
                os.kill(os.getpid(), signal.SIGSTOP)
                install_filter(NUMBERS[name] for name in calls)
                os.execve(arguments[0], list(arguments), dict(environment))
            finally:
                os._exit(126)
        os.waitpid(self.main, WALL)
        options = SYSGOOD | FORK | VFORK | CLONE | EXEC | SECCOMP | EXITKILL
        ptrace(SETOPTIONS, self.main, 0, options)
        self.groups[self.main] = self.main
        ptrace(CONT, self.main)

    def follow(self) -> int:
        """To the end of the program and of all that it started; its status as waitpid(2) gives it."""
        status = 0
        while True:
            try:
                process, seen = os.waitpid(-1, WALL)
            except ChildProcessError:
                return status
            if os.WIFSTOPPED(seen):
                try:
                    self.stopped(process, seen)
                except ProcessLookupError:
                    pass  # Killed meanwhile; its end is reported next.
            else:
                self.ends[process] = seen
                if process == self.main:
                    status = seen

    def stopped(self, process: int, status: int) -> None:
        event, number = status >> 16, os.WSTOPSIG(status)
        if event == EVENT_SECCOMP:
            self.entered(process)
        elif number == signal.SIGTRAP | 0x80:
            self.made(process)
        elif event or number == signal.SIGSTOP:
            if event == EVENT_EXEC and process == self.main and self.hides_vdso:
                hide_vdso(process)
            ptrace(CONT, process)
        else:
            ptrace(CONT, process, 0, number)

    def entered(self, process: int) -> None:
        buffer = ctypes.create_string_buffer(88)
        ptrace(SYSCALL_INFO, process, 88, ctypes.addressof(buffer))
        number, *arguments = struct.unpack_from("<7Q", buffer, 24)
        name = NAMES[number]
        if self.is_own(process):
            self.counts[name] = self.counts.get(name, 0) + 1
        call = Call(process, name, self.counts[name] if self.is_own(process) else 0, tuple(arguments))
        self.calls.append(call)
        fault = self.meddler(call)
        if fault:
            self.met.append(call)
        self.apply(call, fault)

    def is_own(self, process: int) -> bool:
        """Whether it is a thread of the program, and no program that it has started."""
        if process not in self.groups:
            with open(f"/proc/{process}/status", encoding="utf-8", errors="replace") as file:
                line = next(line for line in file if line.startswith("Tgid:"))
            self.groups[process] = int(line.split()[1])
        return self.groups[process] == self.main

    def apply(self, call: Call, fault: Fault | None) -> None:
        process = call.process
        if not fault:
            ptrace(CONT, process)
        elif fault.after or fault.clock is not None:
            self.pending[process] = (call, fault)
            ptrace(SYSCALL, process)
        elif fault.kills:
            os.kill(self.main, signal.SIGKILL)
        elif fault.count is not None:
            ptrace(POKEUSER, process, fault.count_at, fault.count)
            ptrace(CONT, process)
        else:
            ptrace(POKEUSER, process, ORIGINAL_RAX, (1 << 64) - 1)
            ptrace(POKEUSER, process, RAX, -fault.error & (1 << 64) - 1)
            ptrace(CONT, process)

    def made(self, process: int) -> None:
        call, fault = self.pending.pop(process)
        if fault.kills:
            os.kill(self.main, signal.SIGKILL)
            return
        if fault.clock is not None:
            answer_time(call, fault.clock)
        else:
            ptrace(POKEUSER, process, RAX, -fault.error & (1 << 64) - 1)
        ptrace(CONT, process)


def answer_time(call: Call, seconds: int) -> None:
    """Puts a time where a call that was made has put the true one."""
    if call.name == "time":
        ptrace(POKEUSER, call.process, RAX, seconds)
        place = call.arguments[0]
    else:
        place = call.arguments[1 if call.name == "clock_gettime" else 0]
    if place:
        poke(call.process, place, seconds)


class Streams:
    """Standard input, output and error of a program: bytes that it is given, and pipes, which are never full."""

    def __init__(self, stdin: bytes) -> None:
        self.given = os.memfd_create("stdin")
        os.write(self.given, stdin)
        os.lseek(self.given, 0, os.SEEK_SET)
        self.pipes = [os.pipe() for _ in range(2)]
        for _, writing in self.pipes:
            fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 1 << 20)

    def take(self) -> None:
        """In the program's process."""
        for number, file in enumerate([self.given, *(writing for _, writing in self.pipes)]):
            os.dup2(file, number)

    def begin(self) -> None:
        """When it has been started."""

    def end(self) -> list[str]:
        os.close(self.given)
        for _, writing in self.pipes:
            os.close(writing)
        return [read_all(reading) for reading, _ in self.pipes]


class Terminal:
    """A terminal with a person at it, who is shown what was written since the last answer and may answer."""

    def __init__(self, person: Callable[[str], str | None]) -> None:
        self.person = person
        self.master, self.slave = os.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        self.seen, self.rest = "", ""
        # So many answers are given; then, as where the same is asked again and again, the end of the file.
        self.patience = 8
        self.thread = threading.Thread(target=self.sit)

    def take(self) -> None:
        fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
        for number in range(3):
            os.dup2(self.slave, number)

    def begin(self) -> None:
        os.close(self.slave)
        self.thread.start()

    def sit(self) -> None:
        while True:
            # Where nothing is asked any more that the person understands, the file ends.
            if not select.select([self.master], [], [], 0.5)[0]:
                os.write(self.master, b"\x04")
                continue
            try:
                text = os.read(self.master, 65536).decode(errors="replace")
            except OSError:  # What Linux says when nobody has the other end open.
                return
            text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).replace("\r", "")
            self.seen += text
            self.rest += text
            if (answer := self.person(self.rest)) is not None:
                self.rest = ""
                self.patience -= 1
                os.write(self.master, answer.encode() + b"\n" if self.patience >= 0 else b"\x04")

    def end(self) -> list[str]:
        self.thread.join()
        os.close(self.master)
        return ["", self.seen]


def run(arguments: Sequence[str], calls: Iterable[str], meddler: Meddler = lambda call: None, *,
        folder: str, environment: Mapping[str, str], umask: int = 0o022, stdin: bytes = b"",
        person: Callable[[str], str | None] | None = None, before: Callable[[], None] = lambda: None,
        hides_vdso: bool = False, limit: float = 30) -> End:
    """Runs a program to its end in a folder, in a session of its own; it has a terminal only with a person at it.

    Raises Hang where that takes longer than `limit` seconds; it and what it started are then gone.
    """
    streams = Terminal(person) if person else Streams(stdin)

    def prepare() -> None:
        os.setsid()
        os.chdir(folder)
        os.umask(umask)
        streams.take()
        for number in (signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        before()

    task = Run(meddler)
    task.hides_vdso = hides_vdso
    alarm = Alarm(task, limit)
    try:
        with alarm:
            task.start(arguments, calls, prepare, environment)
            streams.begin()
            status = task.follow()
    finally:
        texts = streams.end()
    if alarm.rang:
        raise Hang
    signalled = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    return End(None if signalled else os.WEXITSTATUS(status), signalled, *texts, task.met, task.calls, task.ends)


class Alarm:
    """Kills what is traced when the time is over; the wait for it then ends by itself."""

    def __init__(self, task: Run, limit: float) -> None:
        self.task, self.limit, self.rang = task, limit, False

    def __enter__(self) -> None:
        signal.signal(signal.SIGALRM, self.ring)
        signal.setitimer(signal.ITIMER_REAL, self.limit, 1)

    def ring(self, *_: object) -> None:
        self.rang = True
        try:
            os.killpg(self.task.main, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)


def read_all(file: int) -> str:
    with os.fdopen(file, "rb") as stream:
        return stream.read().decode(errors="replace")
