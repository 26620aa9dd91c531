"""A terminal of its own for the command, and what a person sees and types there. Standard library only."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

HOLDFAST = os.environ["HOLDFAST"]


def clean(text: str) -> str:
    """The text without escape sequences."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).replace("\r", "")


def lines(text: str) -> list[str]:
    """The lines as they stand in the end, where a progress line was overwritten."""
    return [re.split(r"\r(?:\x1b\[K)?", line.rstrip("\r"))[-1] for line in text.split("\n")]


class Terminal:
    """A program on a terminal: `expect` what it writes, `type` what a person types."""

    def __init__(self, *arguments: str, columns: int = 80, environment: dict | None = None, stdin=None):
        self.seen = ""
        self.rest = ""
        variables = {"PATH": os.environ["PATH"], "HOME": os.getcwd(), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
        variables |= environment or {}
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            if stdin is not None:
                os.dup2(os.open(stdin, os.O_RDONLY), 0)
            os.execvpe(arguments[0], arguments, variables)

    def read(self, timeout: float) -> bool:
        """Takes in what has been written. False at the end, or where nothing comes in time."""
        ready, _, _ = select.select([self.master], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:  # what Linux says once nobody has the other end open
            return False
        self.seen += data.decode(errors="replace")
        self.rest += data.decode(errors="replace")
        return bool(data)

    def expect(self, pattern: str, timeout: float = 20) -> re.Match:
        """Waits for a regular expression in what was not yet expected."""
        deadline = time.monotonic() + timeout
        while not (found := re.search(pattern, clean(self.rest))):
            if not self.read(max(0, deadline - time.monotonic())):
                self.fail(f"{pattern!r} did not come")
        self.rest = clean(self.rest)[found.end():]
        return found

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed."""
        return bool(termios.tcgetattr(self.master)[3] & termios.ECHO)

    def wait_for_echo(self, wanted: bool) -> None:
        deadline = time.monotonic() + 10
        while self.echoes != wanted:
            if time.monotonic() > deadline:
                self.fail(f"echo is not {'on' if wanted else 'off'}")
            time.sleep(0.01)

    def end(self, timeout: float = 20) -> int:
        """Waits for the end. The exit status, or 128 and the number of the signal, as a shell counts."""
        deadline = time.monotonic() + timeout
        while True:
            self.read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while self.read(0.05):
                    pass
                code = os.waitstatus_to_exitcode(status)
                return code if code >= 0 else 128 - code
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
                self.fail("it did not end")

    def wait_stopped(self) -> None:
        """Waits until the program has stopped itself."""
        deadline = time.monotonic() + 10
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
            if pid and os.WIFSTOPPED(status):
                return
            if pid or time.monotonic() > deadline:
                self.fail("it did not stop")
            self.read(0.02)

    def fail(self, reason: str) -> None:
        sys.exit(f"{reason}\n--- the terminal shows\n{self.seen}\n---")


def check(holds: bool, claim: str, shown: object = "") -> None:
    if not holds:
        sys.exit(f"not so: {claim}\n{shown}")


def scratch() -> None:
    """Goes to an empty folder."""
    os.chdir(tempfile.mkdtemp(prefix="terminal-", dir=os.environ.get("WORK")))


def holdfast(*arguments: str) -> subprocess.CompletedProcess:
    """The command without a terminal, for preparations."""
    done = subprocess.run(
        [HOLDFAST, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, start_new_session=True)
    check(done.returncode == 0, f"{arguments} succeeds", done.stdout + done.stderr)
    return done


def encrypted_key(passphrase: str = "correct horse") -> None:
    """Writes encrypted.pem, a PKCS#8 key of P-256 under a passphrase, as OpenSSL makes it."""
    made = subprocess.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout"], capture_output=True)
    subprocess.run(
        ["openssl", "pkcs8", "-topk8", "-v2", "aes-256-cbc", "-iter", "10000", "-out", "encrypted.pem",
         "-passout", f"pass:{passphrase}"], input=made.stdout, check=True)
    os.chmod("encrypted.pem", 0o600)
