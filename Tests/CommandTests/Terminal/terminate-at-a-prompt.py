"""SIGTERM and SIGHUP at a prompt: 143 and 129, with echo restored."""

from terminal import *

scratch()
encrypted_key()
for number in (signal.SIGTERM, signal.SIGHUP):
    terminal = Terminal(HOLDFAST, "split", "encrypted.pem", "-t", "2", "-n", "3", "-o", "out")
    terminal.expect("[Pp]assphrase")
    terminal.wait_for_echo(False)
    os.kill(terminal.pid, number)
    status = terminal.end()
    check(status == 128 + number, f"the status is {128 + number}", f"{status}\n{terminal.seen}")
    check(terminal.echoes, "echo is on again")
