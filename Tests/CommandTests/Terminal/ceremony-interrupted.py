"""A ceremony that ends early says who has what, and leaves no directory; a terminal too narrow shows no share."""

from terminal import *

scratch()
holdfast("keygen", "--group", "p256", "-o", "node.key")
begin = [HOLDFAST, "split", "node.key", "-t", "2", "-n", "3", "--ceremony", "-o", "public"]


def with_first_handed_over() -> Terminal:
    terminal = Terminal(*begin)
    terminal.expect(r"Where does it go\? ")
    terminal.type("first.share\n")
    first = terminal.expect(r"Fingerprint  (\w{4})-[^$]*its first four letters: ")[1]
    terminal.type(first + "\n")
    terminal.expect(r"for holder-2[^$]*Where does it go\? ")
    return terminal


for key, status in (("\x03", 130), ("\x04", 6)):
    terminal = with_first_handed_over()
    terminal.type(key)
    check(terminal.end() == status, f"the status is {status}", terminal.seen)
    after = clean(terminal.seen.rpartition("\x1b[?1049l")[2])
    check("holder-1 (as the file first.share)" in after and "too few to rebuild" in after, "it says who has one", after)
    check(terminal.echoes, "echo is as before")
    check(not os.path.exists("public"), "there is no directory")
    check(sorted(os.listdir(".")) == ["first.share", "node.key"], "nothing half-written", os.listdir("."))
    holdfast("check", "first.share")
    os.remove("first.share")

terminal = Terminal(*begin)
terminal.expect(r"Where does it go\? ")
terminal.type("\x03")
check(terminal.end() == 130, "the status is 130", terminal.seen)
check("before any share was handed over" in terminal.seen, "nobody has one", terminal.seen)

terminal = Terminal(*begin, columns=28)
terminal.expect(r"Where does it go\? ")
terminal.type("\n")
terminal.expect(r"fewer\s+than\s+30[^$]*Where does it go\? ")
terminal.type("\x04")
check(terminal.end() == 6, "the status is 6", terminal.seen)
