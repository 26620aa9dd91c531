"""Escape sequences only on a terminal that takes them: not with NO_COLOR, TERM=dumb, or a file as output."""

from terminal import *

scratch()
holdfast("keygen", "--group", "secp256k1", "-o", "node.key")


def split(name: str, **environment: str) -> str:
    terminal = Terminal(
        HOLDFAST, "split", "node.key", "--group", "secp256k1", "-t", "2", "-n", "3", "-o", name,
        environment=environment)
    check(terminal.end() == 0, "it succeeds", terminal.seen)
    return terminal.seen


check("\x1b" not in split("a", NO_COLOR="1").replace("\x1b[K", ""), "NO_COLOR is obeyed")
check("\x1b" not in split("b", TERM="dumb"), "TERM=dumb is obeyed")
done = holdfast("check", "a/holder-1.share")
check("\x1b" not in done.stdout + done.stderr, "files hold no escape sequences", done)
