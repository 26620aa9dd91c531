"""What a person reads fits 80 columns."""

from terminal import *

scratch()
holdfast("keygen", "--group", "secp256k1", "-o", "node.key")
for arguments in (
    ["split", "node.key", "--group", "secp256k1", "-t", "3", "--holder", "Aino", "--holder", "Bram", "--holder",
     "Chiara", "-o", "shares"],
    ["check", "shares/aino.share", "shares/bram.share"],
    ["rebuild", "shares/aino.share", "shares/bram.share", "shares/chiara.share", "-o", "again.key"],
    ["inspect", "shares/aino.share"],
    ["--help"],
    ["split", "--help"],
):
    terminal = Terminal(HOLDFAST, *arguments)
    check(terminal.end() == 0, f"{arguments} succeeds", terminal.seen)
    for line in map(clean, lines(terminal.seen)):
        # A public key in hex is one word, and stays one for copying.
        check(len(line) <= 80 or max(map(len, line.split())) > 60, f"{arguments} fits 80 columns", line)
