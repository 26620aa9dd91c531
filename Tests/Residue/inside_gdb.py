"""Runs inside gdb: takes a command from system call to system call, and keeps what its memory holds at each.

    gdb -nx -batch -ex "python job = '…'" -x inside_gdb.py

`job` is the path of a JSON object: `run`, the words of gdb's `run`; `terminal`, a device or null; `canary`, hex of what
is put over the variable CANARY in the process's memory. Beside it are written: `core.result`, as the system takes one,
when the command first writes to standard output; `core.end`, all memory, when it ends; `pages`, each page of 4096 bytes
in a state that it had at a system call, and `pages.json`, of each page the call, the address and the mapping;
`drawn.json`, what getrandom gave.
"""

import errno
import json
import pathlib
import re
import struct

import gdb

PAGE = 4096
# The table of scrypt is no place to look for pieces: what is in them was hashed.
LARGEST_MAPPING = 24 << 20
# Of x86-64; the others are told by their place among these.
CALLS = {0: "read", 1: "write", 3: "close", 9: "mmap", 10: "mprotect", 11: "munmap", 12: "brk", 16: "ioctl",
         28: "madvise", 74: "fsync", 91: "fchmod", 149: "mlock", 231: "exit_group", 257: "openat",
         265: "linkat", 318: "getrandom"}


def register(name: str) -> int:
    """Of the thread that has stopped."""
    return int(gdb.parse_and_eval(f"(long long)${name}"))


class Mapping:
    """A line of /proc/PID/smaps and what follows it."""

    def __init__(self, head: str):
        span, self.rights, _, device, _, *name = head.split(None, 5)
        self.start, self.end = (int(part, 16) for part in span.split("-"))
        self.name = name[0].strip() if name else ""
        self.is_file = device != "00:00"
        self.facts: dict[str, str] = {}

    @property
    def can_hold_secrets(self) -> bool:
        """Not pages of a file that nobody has written to."""
        small = self.end - self.start <= LARGEST_MAPPING or self.name in ("[heap]", "[stack]")
        return small and "r" in self.rights and self.name not in ("[vvar]", "[vdso]", "[vsyscall]") and not (
            self.is_file and "w" not in self.rights)

    @property
    def words(self) -> dict:
        return {"flags": self.facts.get("VmFlags", "").split(), "locked": self.facts.get("Locked", "0 kB"),
                "resident": self.facts.get("Rss", "0 kB"), "name": self.name}


def mappings(pid: int) -> list[Mapping]:
    found: list[Mapping] = []
    for line in pathlib.Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if re.match(r"[0-9a-f]+-[0-9a-f]+ ", line):
            found.append(Mapping(line))
        else:
            name, value = line.split(":", 1)
            found[-1].facts[name] = value.strip()
    return found


class Memory:
    """What a process's memory holds, and which of it is new since the last look."""

    def __init__(self, folder: pathlib.Path):
        self.last: dict[int, bytes] = {}
        self.pages = open(folder / "pages", "wb")
        self.index: list = []
        self.folder = folder

    def look(self, pid: int, call: str) -> None:
        seen: dict[int, bytes] = {}
        with open(f"/proc/{pid}/mem", "rb", 0) as memory, open(f"/proc/{pid}/pagemap", "rb", 0) as present:
            for mapping in mappings(pid):
                if not mapping.can_hold_secrets:
                    continue
                for address, page in self.present_pages(mapping, memory, present):
                    seen[address] = page
                    if self.last.get(address) != page and any(page):
                        self.pages.write(page)
                        self.index.append([call, address, mapping.words])
        self.last = seen

    def present_pages(self, mapping: Mapping, memory, present):
        count = (mapping.end - mapping.start) // PAGE
        present.seek(mapping.start // PAGE * 8)
        entries = struct.unpack(f"<{count}Q", present.read(count * 8))
        for number, entry in enumerate(entries):
            if entry >> 63:
                address = mapping.start + number * PAGE
                memory.seek(address)
                yield address, memory.read(PAGE)

    def close(self) -> None:
        self.pages.close()
        (self.folder / "pages.json").write_text(json.dumps(self.index))


class Run:
    def __init__(self, job: pathlib.Path):
        self.job = json.loads(job.read_text())
        self.folder = job.parent
        self.memory = Memory(self.folder)
        self.drawn: list = []
        self.asked: dict[int, tuple[int, int]] = {}
        self.has_result = False

    def go(self) -> None:
        for line in ("set confirm off", "set pagination off", "set disable-randomization off", "catch syscall"):
            gdb.execute(line)
        if self.job["terminal"]:
            gdb.execute(f"set inferior-tty {self.job['terminal']}")
        gdb.execute(f"run {self.job['run']}")
        self.plant()
        while gdb.selected_inferior().pid and not self.stopped():
            gdb.execute("continue")
        self.memory.close()
        (self.folder / "drawn.json").write_text(json.dumps(self.drawn))
        if gdb.selected_inferior().pid:
            gdb.execute("kill")

    def stopped(self) -> bool:
        """At a system call or behind it. True at the end."""
        thread = gdb.selected_thread().ptid[1]
        call = CALLS.get(register("orig_rax"), "another")
        if register("rax") != -errno.ENOSYS:
            if call == "getrandom" and thread in self.asked:
                self.note_drawn(*self.asked.pop(thread))
            return False
        first = register("rdi")
        if call == "getrandom":
            self.asked[thread] = register("rsi"), first
        self.memory.look(gdb.selected_inferior().pid, call)
        if call == "write" and first == 1 and not self.has_result:
            self.has_result = True
            gdb.execute(f"gcore {self.folder}/core.result")
        if call != "exit_group":
            return False
        (self.folder / "status").write_text(str(first & 0xFF))
        for line in ("set dump-excluded-mappings on", "set use-coredump-filter off", f"gcore {self.folder}/core.end"):
            gdb.execute(line)
        return True

    def note_drawn(self, count: int, address: int) -> None:
        if count and address:
            given = gdb.selected_inferior().read_memory(address, count)
            self.drawn.append(bytes(given).hex())

    def plant(self) -> None:
        """Puts the canary where the command never looks."""
        if not self.job["canary"]:
            return
        canary, inferior = bytes.fromhex(self.job["canary"]), gdb.selected_inferior()
        for mapping in mappings(inferior.pid):
            if mapping.name == "[stack]":
                stack = bytes(inferior.read_memory(mapping.start, mapping.end - mapping.start))
                place = stack.find(b"CANARY=" + b"x" * len(canary))
                if place >= 0:
                    inferior.write_memory(mapping.start + place + len("CANARY="), canary)


Run(pathlib.Path(job)).go()  # noqa: F821, set by whoever starts gdb
