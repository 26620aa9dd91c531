"""A ceremony for a key that is drawn on the spot: no file of it is ever there, and the shares rebuild it."""

from terminal import *

scratch()
terminal = Terminal(
    HOLDFAST, "keygen", "--group", "secp256k1", "-t", "2", "--holder", "Aino", "--holder", "Bram", "--ceremony", "-o",
    "public")
for name in ("Aino", "Bram"):
    terminal.expect(rf"is for {name}[^$]*Where does it go\? ")
    check(not os.path.exists("public"), "nothing is in the directory before the end")
    terminal.type(f"{name}.share\n")
    first = terminal.expect(r"Fingerprint  (\w{4})-[^$]*its first four letters: ")[1]
    terminal.type(first + "\n")
terminal.expect(r"Who were the witnesses\? [^$]*: ")
terminal.type("\n")
check(terminal.end() == 0, "the status is 0", terminal.seen)
after = clean(terminal.seen.rpartition("\x1b[?1049l")[2])
check("no share is there, and the key is in no file" in after, "it says where the key is", after)
check(
    sorted(os.listdir(".")) == ["Aino.share", "Bram.share", "public"]
    and sorted(os.listdir("public")) == ["aino.receipt.txt", "bram.receipt.txt", "dealing.json", "protocol.txt"],
    "no file but the shares and what is public", os.listdir("."))
record = open("public/protocol.txt").read()
check("secp256k1, fresh; no file of it was made" in record, "the protocol says what was dealt", record)
holdfast("rebuild", "Aino.share", "Bram.share", "-o", "again.key")
holdfast("check", "public/dealing.json", "Aino.share", "Bram.share")
