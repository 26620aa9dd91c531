"""The faults of system calls, each a column of the table: what is done to the calls of an act, one after the other.

A kind yields trials for an act; each trial is one run. Which calls an act makes is seen in a run without a fault.
"""

import dataclasses
import errno
import resource
from collections.abc import Callable, Iterator
from typing import Protocol

import acts
import judge
import tracer
from tracer import Call, Fault

NAMING = ["rename", "renameat", "renameat2", "link", "linkat", "mkdir", "mkdirat"]
WRITING = NAMING + ["openat", "open", "creat", "write", "pwrite64", "writev", "fsync", "fdatasync", "chmod", "fchmod",
                    "fchmodat", "ftruncate", "fallocate", "unlink", "unlinkat", "rmdir", "close", "flock"]
READING = ["read", "pread64", "fstat", "newfstatat", "access", "getdents64"]
MEMORY = ["mmap", "brk", "mremap", "mprotect", "munmap", "madvise", "mlock", "mlock2"]
CLOCKS = ["time", "clock_gettime", "gettimeofday"]
UNNAMED = 0o20000000  # O_TMPFILE without the bit of O_DIRECTORY
CAP_IPC_LOCK = 14


class Stage(Protocol):
    """Where an act is tried."""

    bench: judge.Bench
    act: acts.Act

    def calls(self, names: list[str], system: tracer.Meddler) -> list[Call]:
        """The calls of these names in a run without a fault, on a file system."""


@dataclasses.dataclass
class Trial:
    """One run of an act."""

    what: str
    meddler: tracer.Meddler = lambda call: None
    calls: list[str] = dataclasses.field(default_factory=lambda: WRITING)
    expected: judge.Expected = dataclasses.field(default_factory=judge.Expected)
    umask: int = 0o022
    hides_vdso: bool = False
    # Words that are added to the act's.
    more: list[str] = dataclasses.field(default_factory=list)
    # In the process, before it becomes the command.
    before: Callable[[], None] = lambda: None
    # Whether it counts although no call was meddled with.
    always: bool = False
    # After the old state was made, before the run; gives the old state, or None where there can be none.
    start: Callable[[judge.State], judge.State | None] = lambda state: state
    # After the run; gives the old state, and what else is wrong.
    finish: Callable[[judge.State, tracer.End], tuple[judge.State, list[str]]] = lambda state, end: (state, [])
    close: Callable[[], None] = lambda: None


Kind = Callable[[Stage], Iterator[Trial]]


def sound(_: Call) -> None:
    """A file system that knows files without a name."""


def plain(call: Call) -> Fault | None:
    """A file system that does not, so that a file has another name first."""
    if call.name == "openat" and call.arguments[2] & UNNAMED:
        return Fault(error=errno.EOPNOTSUPP)
    return None


def network(call: Call) -> Fault | None:
    """NFS: not that either, and no renaming that refuses an existing target."""
    if call.name == "renameat2" and call.arguments[4]:
        return Fault(error=errno.EINVAL)
    return plain(call)


SYSTEMS = [("", sound), (", no O_TMPFILE", plain), (", as on NFS", network)]
# The middle one differs from the last by one call alone, which is in the columns of names.
ENDS = [SYSTEMS[0], SYSTEMS[2]]
Place = tuple[str, Call, tracer.Meddler]


def at(place: Call, fault: Fault, system: tracer.Meddler = sound) -> tracer.Meddler:
    """Meddles with one call on a file system."""
    return lambda call: fault if (call.name, call.number) == (place.name, place.number) else system(call)


def every(stage: Stage, names: list[str], systems: list = SYSTEMS[:1]) -> Iterator[Place]:
    """Each call of these names that the act makes, on each of the file systems."""
    for words, system in systems:
        for call in stage.calls(names, system):
            yield f"{call.name} {call.number}{words}", call, system


def failing(error: int, names: list[str], systems: list = SYSTEMS[:1]) -> Kind:
    def trials(stage: Stage) -> Iterator[Trial]:
        for what, call, system in every(stage, names, systems):
            # The descriptor is closed whatever close(2) answers.
            fault = Fault(error=error, after=call.name == "close")
            yield Trial(what, at(call, fault, system), names, umask=(0, 0o022)[call.number % 2])

    return trials


def killing(stage: Stage) -> Iterator[Trial]:
    """Before the call, and after it; where that is before the next call, it is once enough."""
    for what, call, system in every(stage, WRITING, ENDS):
        for after in (False, True) if system is sound else (False,):
            meddler = at(call, Fault(kills=True, after=after), system)
            yield Trial(f"{'after' if after else 'before'} {what}", meddler, WRITING,
                        judge.Expected(killed=True), umask=(0, 0o022)[call.number % 2])


def shortened(stage: Stage) -> Iterator[Trial]:
    """A write takes in half, or one byte; the next one takes the rest, or the disk is full by then."""
    for what, place, _ in every(stage, ["write", "pwrite64"]):
        for full in (False, True):
            for count in {1, max(1, place.arguments[2] // 2)}:
                def meddler(call: Call, place: Call = place, count: int = count, full: bool = full) -> Fault | None:
                    if call.name != place.name or call.number not in (place.number, place.number + 1):
                        return None
                    # What another run writes there may be longer or shorter.
                    if call.number == place.number:
                        return Fault(count=min(count, call.arguments[2]))
                    return Fault(error=errno.ENOSPC) if full else None

                yield Trial(f"{what}: {count} bytes{', then full' if full else ''}", meddler)


def limited(stage: Stage) -> Iterator[Trial]:
    """A limit of the size of files, in the middle of which a write ends short before the next one fails."""
    for size in (0, 1, 64, 100, 240, 1000, 2500, 10000, 100000):
        def before(size: int = size) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        yield Trial(f"files of at most {size} bytes", before=before, always=True)


def short(stage: Stage) -> Iterator[Trial]:
    yield from shortened(stage)
    yield from limited(stage)


def unsynced(stage: Stage) -> Iterator[Trial]:
    for what, call, system in every(stage, ["fsync", "fdatasync"], SYSTEMS):
        for error in (errno.EIO, errno.EINVAL, errno.EROFS):
            for after in (False, True):
                yield Trial(f"{what}: {errno.errorcode[error]}", at(call, Fault(error=error, after=after), system))


def unnamed(stage: Stage) -> Iterator[Trial]:
    """Names cannot be given in this way, or at all."""
    for what, call, system in every(stage, NAMING, SYSTEMS):
        for error in (errno.EXDEV, errno.EINVAL, errno.EPERM, errno.ESTALE, errno.ENOSYS):
            yield Trial(f"{what}: {errno.errorcode[error]}", at(call, Fault(error=error), system))


def named_unheard(stage: Stage) -> Iterator[Trial]:
    """A server gives or changes a name, and the answer is lost; asked again, it answers with an error."""
    for what, call, system in every(stage, NAMING, SYSTEMS):
        for error in (errno.EEXIST, errno.ENOENT, errno.ENOTEMPTY, errno.ESTALE, errno.EIO):
            yield Trial(f"{what} done: {errno.errorcode[error]}", at(call, Fault(error=error, after=True), system))


def forgetful(stage: Stage) -> Iterator[Trial]:
    """No more memory: at one call, and from there on. What is for secrets is refused in words."""
    calls = stage.calls(MEMORY, sound)
    for place, following in zip(calls, calls[1:] + calls[-1:]):
        # An area for secrets is made by libsodium, which puts guard pages around it first.
        secret = place.name == "mmap" and following.name == "mprotect" and following.arguments[2] == 0
        expected = judge.Expected(names=False, death=not secret)
        what = f"{place.name} {place.number}{' for secrets' if secret else ''}"
        yield Trial(what, at(place, Fault(error=errno.ENOMEM)), MEMORY, expected)
        if place.name in ("mmap", "brk"):
            def meddler(call: Call, place: Call = place) -> Fault | None:
                is_later = call.name in ("mmap", place.name) and call.number >= place.number
                return Fault(error=errno.ENOMEM) if is_later else None

            yield Trial(f"{what} and later", meddler, MEMORY, judge.Expected(names=False, death=True))


def unlocked(stage: Stage) -> Iterator[Trial]:
    """Memory cannot be locked: there is a warning, and with the option a refusal."""
    warned = judge.Expected(names=False, says="memory for secrets could not be locked")
    refused = judge.Expected(names=False, statuses=(2,), says="memory for secrets cannot be locked")
    # What has no secret locks nothing.
    if not stage.calls(["mlock", "mlock2"], sound) and not stage.act.program:
        return
    for more, expected in ([], warned), (["--require-locked-memory"], refused):
        for error in (errno.ENOMEM, errno.EPERM, errno.EAGAIN):
            def meddler(call: Call, error: int = error) -> Fault:
                return Fault(error=error)

            yield Trial(f"mlock: {errno.errorcode[error]}", meddler, ["mlock", "mlock2"], expected, more=more)
        yield Trial("RLIMIT_MEMLOCK 0", expected=expected, more=more, before=forbid_locking, always=True)


def forbid_locking() -> None:
    """The limit binds root only without this capability, which a program cannot get back."""
    tracer.libc.prctl(24, CAP_IPC_LOCK, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))


def at_times(stage: Stage) -> Iterator[Trial]:
    """1970; the last seconds of 31 and 32 bits, in 2038 and 2106, and the ones after."""
    for seconds in (0, 1, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 32):
        def meddler(call: Call, seconds: int = seconds) -> Fault | None:
            # Of clock_gettime the first argument says which clock; these two are the time of day.
            is_day = call.name != "clock_gettime" or call.arguments[0] in (0, 5)
            return Fault(clock=seconds) if is_day else None

        yield Trial(f"at {seconds}", meddler, CLOCKS, judge.Expected(statuses=(2,)), hides_vdso=True)


def unpredictable(stage: Stage) -> Iterator[Trial]:
    """No randomness: at all, not by the system call, and not at one call of it."""
    names = ["getrandom", "openat", "open"]
    for error, device in ((errno.ENOSYS, False), (errno.ENOSYS, True), (errno.EAGAIN, False), (errno.EPERM, False)):
        def meddler(call: Call, error: int = error, device: bool = device) -> Fault | None:
            if call.name == "getrandom":
                return Fault(error=error)
            return Fault(error=errno.ENOENT) if not device and is_device(call) else None

        # Where there is neither, the runtime of the language ends the process before the program begins.
        what = f"getrandom: {errno.errorcode[error]}, {'the' if device else 'no'} device"
        yield Trial(what, meddler, names, judge.Expected(names=False, death=not device))
    for what, call, _ in every(stage, ["getrandom"]):
        yield Trial(f"{what}: EINTR", at(call, Fault(error=errno.EINTR)), names, judge.Expected(names=False))
        # The kernel does neither: it gives up to 256 bytes whole, and what was there once does not go. Who asks it for
        # secrets may end here, and that is better than to go on.
        for fault in (Fault(count=1, count_at=tracer.RSI), Fault(error=errno.ENOSYS)):
            yield Trial(f"{what}: {fault}", at(call, fault), names, judge.Expected(names=False, death=True))


def is_device(call: Call) -> bool:
    return call.path(1 if call.name == "openat" else 0) in ("/dev/urandom", "/dev/random")


KINDS: dict[str, Kind] = {
    "ENOSPC": failing(errno.ENOSPC, WRITING, ENDS),
    "EDQUOT": failing(errno.EDQUOT, WRITING),
    "EIO": failing(errno.EIO, WRITING + READING, ENDS),
    "EINTR": failing(errno.EINTR, WRITING + READING),
    "short": short,
    "kill": killing,
    "sync": unsynced,
    "names": unnamed,
    "NFS": named_unheard,
    "memory": forgetful,
    "mlock": unlocked,
    "clock": at_times,
    "entropy": unpredictable,
}
