"""Shares are collected in any order, by name and typed; a refused one costs nothing, says why, and nothing is left to
scroll back to."""

import shutil

from sheets import *
from terminal import *

scratch()
SCRIPTS = os.environ["SCRIPTS"]
holdfast("keygen", "--group", "secp256k1", "--format", "pkcs8-pem", "-o", "node.key")
names = [word for name in ("Aino", "Bram", "Chiara", "Dev", "Eli") for word in ("--holder", name)]
holdfast("split", "node.key", "-t", "3", *names, "--label", "validator-7", "-o", "shares")
holdfast("split", "node.key", "-t", "3", *names, "-o", "others")
forged = subprocess.run(["python3", f"{SCRIPTS}/forge.py", "shares/chiara.share"], capture_output=True, text=True)
open("forged.share", "w").write(forged.stdout)
sheet = rows(line_of("shares/dev.share"))
shutil.copy("shares/aino.share", "with a blank.share")

terminal = Terminal(HOLDFAST, "rebuild", "--collect", "-o", "again.key")
terminal.expect(r"none is in yet[^$]*Next share: ")
check("\x1b[?1049h" in terminal.seen, "it has a screen of its own")


def give(text: str, answer: str) -> None:
    """Types a line; the answer may be broken at any blank."""
    terminal.type(text + "\n")
    terminal.expect(re.sub(r" (?!\+)", r"\\s+", answer))
    terminal.expect(r"(Next share|one more share): ")


give("", r"none is in yet")
give("typed nonsense", r"No file has that name")
# A first bad share does not say what is collected.
give("forged.share", r"none is in yet")
give("with a blank.share", r"1 Aino +good +\d\d:\d\d +with a blank.share[^$]*1 good of 3 that are needed; 2 more")
give("forged.share", r"3 Chiara +refused[^$]*1 good of 3[^$]*does not fit the dealer's commitment")
give("shares/aino.share", r"1 Aino +good[^$]*Aino is in already, and counts once")
give("others/bram.share", r"2 Bram +waiting[^$]*others/bram.share: refused[^$]*the share is of dealing")
give("node.key", r"node.key: refused")
give("shares", r"shares is a directory")
give("shares/dealing.json", r"1 good of 3")
# A sheet, with a wrong row that is noticed at once.
terminal.type(sheet[0] + "\n")
terminal.expect(r"Row 2 of 6: ")
terminal.type(other(sheet[1], 5) + "\n")
terminal.expect(r"A letter of row 2 is wrong[^$]*Row 2 of 6: ")
terminal.type("\n")
terminal.expect(r"once more to drop[^$]*Row 2 of 6: ")
# The rest is pasted together, faster than it is asked for.
terminal.type("".join(row + "\n" for row in sheet[1:]))
terminal.expect(r"4 Dev +good +\d\d:\d\d  typed share 1[^$]*2 good of 3 that are needed; 1 more[^$]*Next share: ")
# A sheet that was begun is dropped by two empty lines.
terminal.type(sheet[0] + "\n")
terminal.expect(r"Row 2 of 6: ")
terminal.type("\n")
terminal.expect(r"once more[^$]*Row 2 of 6: ")
give("", r"is dropped")
# The whole line of a forged one that comes later as it should be.
give("shares/chiara.share", r"3 Chiara +good[^$]*enough[^$]*Enter to rebuild the key")
terminal.type("shares/eli.share\n")
terminal.expect(r"5 Eli +good[^$]*4 good of 3[^$]*one more share: ")
terminal.type("\n")
check(terminal.end() == 0, "the status is 0", terminal.seen)
check(open("again.key").read() == open("node.key").read(), "the file came back")
before, left, after = terminal.seen.rpartition("\x1b[?1049l")
check(before.endswith("\x1b[H\x1b[2J"), "the screen is cleared when it is left", terminal.seen)
check("\x1b[?1049" not in after and not any(row in after for row in sheet), "no row is shown afterwards", after)
check("Chiara" in after and "BAD" in after and "Written" in after, "what was found is told", after)
check(terminal.echoes, "echo is as before")

# With --yes nobody is asked whether there is more; files may stand on the command line.
terminal = Terminal(HOLDFAST, "rebuild", "shares/aino.share", "shares/bram.share", "--collect", "--yes", "-o", "yes.key")
terminal.expect(r"2 good of 3[^$]*Next share: ")
terminal.type("shares/eli.share\n")
check(terminal.end() == 0, "it ends by itself", terminal.seen)
check(open("yes.key").read() == open("node.key").read(), "the file came back")
