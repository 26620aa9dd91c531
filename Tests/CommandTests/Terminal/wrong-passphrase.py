"""A wrong passphrase is 5, and echo is back."""

from terminal import *

scratch()
encrypted_key()
terminal = Terminal(HOLDFAST, "split", "encrypted.pem", "-t", "2", "-n", "3", "-o", "out")
terminal.expect("[Pp]assphrase")
terminal.wait_for_echo(False)
terminal.type("wrong horse\n")
check(terminal.end() == 5, "the status is 5", terminal.seen)
check(terminal.echoes, "echo is on again")
