"""Ways out of collecting: Ctrl-D is not enough shares (3), a signal ends it as such; the screen is left, nothing is written."""

from sheets import *
from terminal import *

scratch()
holdfast("keygen", "--group", "p256", "-o", "node.key")
holdfast("split", "node.key", "-t", "2", "-n", "3", "-o", "shares")
sheet = rows(line_of("shares/holder-2.share"))


def begun(*more: str) -> Terminal:
    terminal = Terminal(HOLDFAST, "rebuild", "--collect", "-o", "again.key", *more)
    terminal.expect(r"Next share: ")
    terminal.type("shares/holder-1.share\n")
    terminal.expect(r"1 holder-1 +good[^$]*Next share: ")
    return terminal


def is_clean(terminal: Terminal, what: str) -> None:
    before, left, after = terminal.seen.rpartition("\x1b[?1049l")
    check(before.endswith("\x1b[H\x1b[2J") and "\x1b[?1049h" not in after, f"{what}: the screen is left", terminal.seen)
    check(terminal.echoes, f"{what}: echo is as before")
    check(sorted(os.listdir(".")) == ["node.key", "shares"], f"{what}: nothing was written", os.listdir("."))


terminal = begun()
terminal.type("\x04")
check(terminal.end() == 3, "Ctrl-D: the status is 3", terminal.seen)
check("bring 1 more" in terminal.seen, "what is missing is said", terminal.seen)
is_clean(terminal, "Ctrl-D")

terminal = begun()
terminal.type("x" * 1500 + "\n")
terminal.expect(r"at most 1023 bytes[^$]*Next share: ")
terminal.type("\x03")
check(terminal.end() == 130, "Ctrl-C: the status is 130", terminal.seen)
is_clean(terminal, "Ctrl-C")

# Within a sheet, with a row typed and more of it typed ahead.
for number in (signal.SIGTERM, signal.SIGHUP):
    terminal = begun()
    terminal.type(sheet[0] + "\n")
    terminal.expect(r"Row 2 of 6: ")
    terminal.type(sheet[1][:7])
    os.kill(terminal.pid, number)
    check(terminal.end() == 128 + number, f"the status is {128 + number}", terminal.seen)
    is_clean(terminal, f"signal {number}")

# Even where enough are there.
terminal = begun()
terminal.type("shares/holder-3.share\n")
terminal.expect(r"Enter to rebuild the key")
terminal.type("\x03")
check(terminal.end() == 130, "the status is 130", terminal.seen)
is_clean(terminal, "Ctrl-C when enough are there")
