"""Bytes that are no text are not written to a terminal: the command says how to name a file."""

from terminal import *

scratch()
for name in ("node.key", "aino.key", "bram.key"):
    holdfast("keygen", "--group", "p256", "-o", name)
keys = [re.search(r"Public key +(\w+)", holdfast("inspect", name).stdout)[1] for name in ("aino.key", "bram.key")]
holdfast("split", "node.key", "-t", "2", *(f"--holder=H{k}=node:p256:{key}" for k, key in enumerate(keys)), "-o", "out")

terminal = Terminal(HOLDFAST, "dealing", "out/dealing.json", "--binary")
check(terminal.end() == 2, "the status is 2", terminal.seen)
check("HFD" not in terminal.seen and "name a file with -o" in terminal.seen, "it says what to do", terminal.seen)

word = [HOLDFAST, "submit", "--acknowledge", "out/dealing.json", "--identity", "aino.key"]
terminal = Terminal(*word, "--binary", "-o", "-")
check(terminal.end() == 2, "the status is 2", terminal.seen)
check("HFA" not in terminal.seen, "nothing of it is shown", terminal.seen)
