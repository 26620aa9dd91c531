"""Ctrl-C at a prompt ends the command as a signal does, 130 for a shell, with echo restored and nothing written."""

from terminal import *

scratch()
encrypted_key()
terminal = Terminal(HOLDFAST, "split", "encrypted.pem", "-t", "2", "-n", "3", "-o", "shares")
terminal.expect("[Pp]assphrase")
terminal.wait_for_echo(False)
terminal.type("half a pass\x03")
check(terminal.end() == 130, "the status is 130", terminal.seen)
check(terminal.echoes, "echo is on again")
check(os.listdir(".") == ["encrypted.pem"], "nothing was written", os.listdir("."))
