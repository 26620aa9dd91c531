"""The collecting table is drawn again when the terminal gets another size, while names and while rows are asked for."""

from sheets import *
from terminal import *

scratch()
holdfast("keygen", "--group", "secp256k1", "--format", "pkcs8-pem", "-o", "node.key")
holdfast("split", "node.key", "-t", "2", "--holder", "Aino", "--holder", "Bram", "-o", "shares")
terminal = Terminal(HOLDFAST, "rebuild", "--collect", "-o", "again.key")
terminal.expect(r"Next share: ")
terminal.type("shares/aino.share\n")
terminal.expect(r"good[^$]*Next share: ")


def resize(columns: int) -> None:
    fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


def last_screen() -> list[str]:
    return clean(terminal.seen.split("\x1b[H\x1b[2J")[-1]).split("\n")


resize(40)
terminal.expect(r"1 good of 2[^$]*Next share: ")
check(all(len(line) <= 40 for line in last_screen()), "it fits 40 columns", terminal.seen)
terminal.type("half of a na")
time.sleep(0.2)
resize(80)
terminal.expect(r"1 good of 2[^$]*Next share: ")
check(any(len(line) > 40 for line in last_screen()), "it uses 80 columns", terminal.seen)

# What was begun is gone from the screen and from the line; whole rows go on after it.
sheet = rows(line_of("shares/bram.share"))
terminal.type(sheet[0] + "\n")
terminal.expect(r"Row 2 of 6: ")
resize(50)
terminal.expect(r"1 good of 2[^$]*Row 2 of 6: ")
for number, row in enumerate(sheet[1:], 3):
    terminal.type(row + "\n")
    terminal.expect(rf"Row {number} of 6: " if number < 7 else r"Enter to rebuild")
terminal.type("\n")
check(terminal.end() == 0, "the status is 0", terminal.seen)

# Ctrl-D where there is no screen of its own: what is said next begins a line.
terminal = Terminal(HOLDFAST, "rebuild", "--collect", "-o", "dumb.key", environment={"TERM": "dumb"})
terminal.expect(r"Next share: ")
terminal.type("shares/aino.share\n")
terminal.expect(r"good[^$]*Next share: ")
terminal.type("\x04")
check(terminal.end() == 3, "the status is 3", terminal.seen)
check("Next share: \r\nDealing " in terminal.seen, "the report begins a line", terminal.seen)
