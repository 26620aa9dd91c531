"""Rows of a sheet are typed one by one: each is judged at once, on a screen of its own, and a correction is offered."""

from sheets import *
from terminal import *

scratch()
holdfast("keygen", "--group", "p256", "-o", "node.key")
holdfast("split", "node.key", "-t", "2", "-n", "3", "-o", "shares")
lines = [line_of(f"shares/holder-{i}.share") for i in (1, 2)]
sheet = rows(lines[0])

terminal = Terminal(HOLDFAST, "check", "-", "--dealing", "shares/dealing.json")
terminal.expect(r"row by row")
terminal.expect(r"Row 1 of 6: ")
check(terminal.echoes, "what is typed is shown")
check("\x1b[?1049h" in terminal.seen, "it has a screen of its own")
terminal.type(sheet[0][:9] + " " + sheet[0][9:] + "\n")
terminal.expect(r"Row 2 of 6: ")
terminal.type(other(sheet[1], 5) + "\n")
terminal.expect(r"A letter of row 2 is wrong")
terminal.expect(r"Row 2 of 6: ")
terminal.type(sheet[1][:-1] + "\n")
terminal.expect(r"Row 2 has 16 letters and needs 17")
terminal.expect(r"Row 2 of 6: ")
terminal.type("2 " + sheet[1].upper() + "\n")
terminal.expect(r"Row 3 of 6: ")
# It stands wrong on the sheet: the same once more is taken, and so is what cannot be read.
terminal.type(other(sheet[2], 7) + "\n")
terminal.expect(r"Row 3 of 6: ")
terminal.type(other(sheet[2], 7) + "\n")
terminal.expect(r"Row 4 of 6: ")
terminal.type("?" + sheet[3][1:] + "\n")
terminal.expect(r"Row 5 of 6: ")
terminal.type(sheet[4] + "\n")
terminal.expect(r"Row 6 of 6: ")
terminal.type(sheet[5] + "\n")
terminal.expect(r"Row 1 of another share, or Enter to go on: ")
# A scanner types the code of the next sheet.
terminal.type(lines[1].upper() + "\n")
terminal.expect(r"Row 1 of another share, or Enter to go on: ")
terminal.type("\n")
terminal.expect(r"letters 40 \(row 3, letter 8\), 49 \(row 4, letter 1\) of the share seem wrong")
check("\x1b[2J\x1b[?1049l" in terminal.seen, "the screen is cleared and left")
terminal.expect(r"\[y/N\] ")
terminal.type("y\n")
terminal.expect(r"1 holder-1 +good, corrected")
terminal.expect(r"2 holder-2 +good")
check(terminal.end() == 0, "the status is 0", terminal.seen)

# Ctrl-C leaves the screen before the command ends.
terminal = Terminal(HOLDFAST, "check", "-", "--dealing", "shares/dealing.json")
terminal.expect(r"Row 1 of 6: ")
terminal.type(sheet[0][:5] + "\x03")
check(terminal.end() == 130, "the status is 130", terminal.seen)
check(terminal.seen.rstrip().endswith("\x1b[?1049l"), "the screen is left", terminal.seen)
check(terminal.echoes, "echo is as before")

# A terminal that calls itself dumb gets no escape sequence. An empty line at once is no share.
terminal = Terminal(HOLDFAST, "check", "-", environment={"TERM": "dumb"})
terminal.expect(r"Row 1 of 6: ")
terminal.type("\n")
check(terminal.end() == 6, "the status is 6", terminal.seen)
check("\x1b" not in terminal.seen, "no escape sequence", terminal.seen)
