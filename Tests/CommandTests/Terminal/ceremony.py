"""A ceremony: one holder after the other takes a share, by hand, as a file or as a sheet, and confirms it."""

from sheets import *
from terminal import *

scratch()
holdfast("keygen", "--group", "secp256k1", "--format", "pkcs8-pem", "-o", "node.key")
os.mkdir("stick")
terminal = Terminal(
    HOLDFAST, "split", "node.key", "-t", "2", "--holder", "Aino", "--holder", "Bram", "--holder", "Chiara", "--label",
    "validator-7", "--ceremony", "-o", "public")
terminal.expect(r"Share 1 of 3 is for Aino[^$]*Where does it go\? ")
terminal.type("\n")
shown = terminal.expect(r"Aino alone\.[^$]*?((?:  \d  [a-z0-9 ]+\n){6})[^$]*dealing (\S{9}), share 1, Aino\.[^$]*Enter when it is written: ")
paper = ["".join(row.split()[1:]) for row in shown[1].strip().split("\n")]
check(rows("".join(row[:-1] for row in paper)) == paper, "the check letters are right", paper)
terminal.type("\n")
# A row that was written down wrong shows the share again.
asked = int(terminal.expect(r"types row (\d) from the paper[^$]*again: ")[1])
terminal.type(other(paper[asked - 1], 8) + "\n")
terminal.expect(r"Enter when it is written: ")
terminal.type("\n")
asked = int(terminal.expect(r"types row (\d) from the paper[^$]*again: ")[1])
terminal.type(f"{asked} {paper[asked - 1].upper()}\n")

terminal.expect(r"Share 2 of 3 is for Bram[^$]*Where does it go\? ")
terminal.type("nowhere/bram.share\n")
terminal.expect(r"nowhere[^$]*Where does it go\? ")
terminal.type("node.key\n")
terminal.expect(r"node.key exists[^$]*Where does it go\? ")
terminal.type("stick\n")
first = terminal.expect(r"Fingerprint  (\w{4})-[^$]*its first four letters: ")[1]
terminal.type("nope\n")
terminal.expect(r"not its first group[^$]*its first four letters: ")
terminal.type(first.lower() + "\n")
terminal.expect(r"Share 3 of 3 is for Chiara[^$]*Where does it go\? ")
check(not os.path.exists("public"), "nothing is in the directory before the end")
terminal.type("chiara.share\n")
terminal.expect(r"its first four letters: ")
terminal.type(first + "\n")
terminal.expect(r"Who were the witnesses\? [^$]*: ")
terminal.type("Dev, Eli\n")
check(terminal.end() == 0, "the status is 0", terminal.seen)
after = terminal.seen.rpartition("\x1b[?1049l")[2]
check(not any(row[:12] in after for row in paper), "no row is shown afterwards", after)
check(
    sorted(os.listdir("public"))
    == ["aino.receipt.txt", "bram.receipt.txt", "chiara.receipt.txt", "dealing.json", "protocol.txt"],
    "the directory has what is public", os.listdir("public"))
record = open("public/protocol.txt").read()
for words in ("Share 1      Aino", "written down from the screen", "as the file stick/bram.share", "Dev, Eli", "________  Eli"):
    check(words in record, f"the protocol has {words!r}", record)
check(not any("hfs1" in open(f"public/{name}").read() for name in os.listdir("public")), "no share is in the directory")
check(os.stat("stick/bram.share").st_mode & 0o777 == 0o600, "a share is for its owner alone")
# What was written down rebuilds the key together with a file.
open("paper.txt", "w").write("".join(f"{number} {row}\n" for number, row in enumerate(paper, 1)))
holdfast("rebuild", "paper.txt", "stick/bram.share", "-o", "again.key")
check(open("again.key").read() == open("node.key").read(), "the file came back")
