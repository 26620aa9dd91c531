"""Ctrl-Z at a prompt gives the terminal back with echo on; brought back, the command asks again."""

from terminal import *

scratch()
encrypted_key()
# A process group without a parent in its session may not be stopped: a shell has to stand between.
terminal = Terminal("bash", "--norc", "--noprofile", "-i")
terminal.type("PS1='ready> '; set +o emacs\n")
terminal.expect(r"\nready> ")
terminal.type('"$HOLDFAST" split encrypted.pem -t 2 -n 3 -o out; echo "status $?"\n'.replace("$HOLDFAST", HOLDFAST))
terminal.expect("[Pp]assphrase[^\n]*: ")
terminal.wait_for_echo(False)
terminal.type("\x1a")
terminal.expect("ready> ")
terminal.wait_for_echo(True)
terminal.type("fg\n")
terminal.expect("[Pp]assphrase[^\n]*: ")
terminal.wait_for_echo(False)
terminal.type("correct horse\n")
terminal.expect("p256|P-256")
terminal.expect("ready> ")
check("correct horse" not in terminal.seen, "the passphrase is never shown", terminal.seen)
terminal.type("exit\n")
terminal.end()
