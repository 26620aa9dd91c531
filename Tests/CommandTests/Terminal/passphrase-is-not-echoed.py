"""A passphrase is asked for on the terminal, not shown while it is typed, and echo is back afterwards."""

from terminal import *

scratch()
encrypted_key()
terminal = Terminal(HOLDFAST, "split", "encrypted.pem", "-t", "2", "-n", "3", "-o", "out")
terminal.expect("[Pp]assphrase")
terminal.wait_for_echo(False)
terminal.type("correct horse\n")
check(terminal.end() == 0, "the right passphrase opens the key", terminal.seen)
check("correct horse" not in terminal.seen, "the passphrase is never shown", terminal.seen)
check(terminal.echoes, "echo is on again")
