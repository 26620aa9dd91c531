"""The collecting table fits what the terminal has, with long and wide names, and stays plain where that is wanted."""

import unicodedata

from sheets import *
from terminal import *

scratch()
holdfast("keygen", "--group", "secp256k1", "--format", "pkcs8-pem", "-o", "node.key")
names = ["Aino Virtanen-Korhonen of the Northern Operations Office", "山田太郎と仲間たちの会社", "Zoë", "Dev", "김철수"]
holdfast(
    "split", "node.key", "-t", "2", *[word for name in names for word in ("--holder", name)], "--label",
    "energy-bridge of the whole northern region", "-o", "shares")
for short, name in (("d.json", "dealing.json"), ("z", "zoë.share"), ("v", "dev.share")):
    os.rename(f"shares/{name}", short)


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


for columns in (80, 40, 24):
    for environment in ({}, {"NO_COLOR": "1"}):
        terminal = Terminal(
            HOLDFAST, "rebuild", "--collect", "-o", f"{columns}{len(environment)}.key", columns=columns,
            environment=environment)
        terminal.expect(r"Next share: ")
        terminal.type("d.json\n")
        terminal.expect(r"waiting[^$]*Next share: ")
        terminal.type("z\n")
        terminal.expect(r"good[^$]*Next share: ")
        screens = terminal.seen.split("\x1b[H\x1b[2J")[1:]
        for screen in screens:
            check(columns < 40 or screen.count("\n") < 24, "it fits 24 lines", screen)
        for line in [line for screen in screens for line in clean(screen).split("\n")]:
            check(width(line) <= columns, f"it fits {columns} columns", line)
        if environment:
            drawn = terminal.seen.replace("\x1b[H\x1b[2J", "").replace("\x1b[?1049h", "")
            check("\x1b" not in drawn, "NO_COLOR is obeyed", repr(drawn))
        terminal.type("v\n")
        terminal.expect(r"Enter to rebuild")
        terminal.type("\n")
        check(terminal.end() == 0, "the status is 0", terminal.seen)

# A terminal that calls itself dumb has no screen to clear: rows are typed unseen, and lines tell what came.
sheet = rows(line_of("z"))
terminal = Terminal(HOLDFAST, "rebuild", "--collect", "-o", "dumb.key", environment={"TERM": "dumb"})
terminal.expect(r"Next share: ")
terminal.type("v\n")
terminal.expect(r"Dev \(4\): good, from v. 1 good of 2[^$]*Next share: ")
terminal.type("type\n")
for number, row in enumerate(sheet, 1):
    terminal.expect(rf"Row {number} of 6 \(not shown\): ")
    terminal.wait_for_echo(False)
    terminal.type(row + "\n")
terminal.expect(r"Zoë \(3\): good, from typed share 1. 2 good of 2[^$]*one more share: ")
terminal.type("\n")
check(terminal.end() == 0, "the status is 0", terminal.seen)
check("\x1b" not in terminal.seen, "no escape sequence", terminal.seen)
check(not any(row[:8] in terminal.seen for row in sheet), "what is typed is not shown", terminal.seen)
