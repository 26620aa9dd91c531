"""Without a terminal a question is not asked: the command names the flag to use instead, and ends with 2."""

from terminal import *

scratch()
encrypted_key()
done = subprocess.run(
    [HOLDFAST, "split", "encrypted.pem", "-t", "2", "-n", "3", "-o", "out"], stdin=subprocess.DEVNULL, capture_output=True, text=True,
    start_new_session=True, timeout=20)
check(done.returncode == 2, "the status is 2", done)
check("--passphrase-file" in done.stderr, "the flag is named", done.stderr)
