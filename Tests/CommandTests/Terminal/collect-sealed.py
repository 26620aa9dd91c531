"""A share that is sealed with a passphrase asks for it while shares are collected; a wrong one costs nothing."""

from terminal import *

scratch()
holdfast("keygen", "--group", "p256", "-o", "node.key")
open("pass.txt", "w").write("correct horse\n")
holdfast(
    "split", "node.key", "-t", "2", "--holder", "Aino", "--holder", "Bram", "--passphrase-share", "Aino=pass.txt", "-o",
    "shares")


def asked() -> Terminal:
    terminal = Terminal(HOLDFAST, "rebuild", "shares/bram.share", "--collect", "--yes", "-o", "again.key")
    terminal.expect(r"Next share: ")
    terminal.type("shares/aino.share\n")
    terminal.expect(r"Passphrase for [^\n]*: ")
    terminal.wait_for_echo(False)
    return terminal


terminal = asked()
terminal.type("wrong horse\n")
terminal.expect(r"1 Aino +(refused|waiting)[^$]*1 good of 2[^$]*Next share: ")
terminal.type("shares/aino.share\n")
terminal.expect(r"Passphrase for [^\n]*: ")
terminal.wait_for_echo(False)
terminal.type("\x03")
check(terminal.end() == 130, "the status is 130", terminal.seen)
before, left, after = terminal.seen.rpartition("\x1b[?1049l")
check(before.endswith("\x1b[H\x1b[2J") and "\x1b[?1049h" not in after, "the screen is left", terminal.seen)
check(terminal.echoes, "echo is as before")
check(not os.path.exists("again.key"), "nothing was written")

terminal = asked()
terminal.type("correct horse\n")
check(terminal.end() == 0, "the status is 0", terminal.seen)
check("correct horse" not in terminal.seen, "the passphrase is never shown", terminal.seen)
check(open("again.key", "rb").read() == open("node.key", "rb").read(), "the file came back")
