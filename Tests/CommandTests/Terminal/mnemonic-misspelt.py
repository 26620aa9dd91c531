"""The words nearest to a misspelt one are shown on the terminal, and nowhere else."""

from terminal import *

scratch()
with open(os.open("words.txt", os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
    file.write("abandon " * 11 + "abuot\n")

for act in (["inspect", "words.txt"], ["split", "words.txt", "-t", "2", "-n", "3", "-o", "shares"]):
    terminal = Terminal(HOLDFAST, *act)
    terminal.expect(r"word 12, nearest: about, ")
    terminal.expect(r"holdfast: error: words.txt: word 12 of the mnemonic is not in BIP-39's list \(English\)")
    check(terminal.end() == 4, "the status is 4", terminal.seen)

# Neither standard output nor standard error has them, nor an answer for a program, nor the log.
command = f"{HOLDFAST} inspect words.txt --log log >out 2>err"
terminal = Terminal("/bin/sh", "-c", command)
terminal.expect(r"word 12, nearest: about, ")
check(terminal.end() == 4, "the status is 4", terminal.seen)
for name in ("out", "err", "log"):
    check("about" not in open(name).read(), f"no word is in {name}")
for option in ("--json", "--quiet"):
    terminal = Terminal(HOLDFAST, "inspect", "words.txt", option)
    check(terminal.end() == 4, "the status is 4", terminal.seen)
    check("about" not in terminal.seen, f"no word with {option}", terminal.seen)

# With none that is near, it is said so.
with open("words.txt", "w") as file:
    file.write("abandon " * 11 + "qqqqqqqqq\n")
terminal = Terminal(HOLDFAST, "inspect", "words.txt")
terminal.expect(r"word 12: no word of the list is near")
check(terminal.end() == 4, "the status is 4", terminal.seen)
