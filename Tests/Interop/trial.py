"""What every ledger's trials share: the register of trials, their seeds, and the driver of the built command.

A trial is a function that takes a `Trial`: a source of random contents, and the command in a scratch folder of its own.
It is run several times, each time from another seed; a failure prints the seed, and how to run just that one again.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

COMMAND = os.environ["HOLDFAST_COMMAND"]

# The exit codes of holdfast(1) that trials speak of.
DONE, ANSWER_IS_NO, UNSAFE, DAMAGED = 0, 1, 2, 4


class Failed(Exception):
    """Something is not as the other tool has it; the text is for whoever looks into it."""


def require(holds, what, *facts):
    """Fails the trial with `what` and the facts, unless `holds`."""
    if not holds:
        raise Failed("\n    ".join([what, *(_readable(fact) for fact in facts)]))


def require_equal(found, expected, what):
    require(found == expected, what, f"found    {found!r}", f"expected {expected!r}")


def _readable(fact):
    return str(fact) if not isinstance(fact, bytes) else fact.hex()


class Outcome:
    """What one run of the command gave: its exit code, standard output, and talk."""

    def __init__(self, arguments, process):
        self.arguments = arguments
        self.exit = process.returncode
        self.out = process.stdout
        self.talk = process.stderr.decode(errors="replace")

    @property
    def text(self):
        return self.out.decode().removesuffix("\n")

    @property
    def json(self):
        try:
            return json.loads(self.out)
        except ValueError:
            raise Failed(f"--json gave no JSON\n    {self}")

    def __str__(self):
        line = " ".join(str(argument) for argument in self.arguments)
        return f"{line}\n    exit {self.exit}\n    {self.out.decode(errors='replace')[:3000]}\n    {self.talk[:3000]}"


class Trial:
    """One run of one trial: `random` makes its contents, `folder` holds its files."""

    def __init__(self, seed, folder):
        self.random = random.Random(seed)
        self.folder = Path(folder)
        self._count = 0

    def bytes(self, count):
        return self.random.randbytes(count)

    def file(self, content, name=None):
        """A file with this content, readable by the owner only, since it may be a key."""
        self._count += 1
        path = self.folder / (name or f"file-{self._count}")
        with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        return path

    def run(self, *arguments, expect=None):
        """Runs the command; fails the trial where its exit code is none of `expect`."""
        line = [COMMAND, *map(str, arguments)]
        process = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, cwd=self.folder, timeout=60)
        outcome = Outcome(line, process)
        expected = {expect} if isinstance(expect, int) else expect
        if expected is not None and outcome.exit not in expected:
            raise Failed(f"exit {outcome.exit}, expected {sorted(expected)}\n    {outcome}")
        return outcome

    def sign(self, content, *options, key, expect=DONE):
        """Signs with a key file, or with a list of share files; gives the members of the JSON answer."""
        signers = key if isinstance(key, list) else ["--key", key]
        outcome = self.run("sign", self._path(content), *signers, "--yes", "--json", *options, expect=expect)
        return outcome.json

    def sign_message(self, message, ledger, *options, key):
        signers = key if isinstance(key, list) else ["--key", key]
        return self.run(
            "sign", "--message", self._path(message), "--ledger", ledger, *signers, "--yes", "--json", *options,
            expect=DONE,
        ).json

    def verify(self, content, *options, expect=DONE):
        return self.run("verify", self._path(content), "--json", *options, expect=expect).json

    def verify_message(self, signature, message, ledger, *options, expect=DONE):
        return self.run(
            "verify", self._path(signature), "--message", self._path(message), "--ledger", ledger, "--json", *options,
            expect=expect,
        ).json

    def refused(self, content, *options, expect=(ANSWER_IS_NO, DAMAGED)):
        """Requires that `verify` does not say yes, and says why."""
        answer = self.verify(content, *options, expect=set(expect))
        require(answer["ok"] is False and answer["code"] and answer["message"], "a refusal without a reason", answer)
        return answer

    def shares(self, key, group):
        """Splits the key two of three, and gives any two of the files."""
        self._count += 1
        folder = self.folder / f"shares-{self._count}"
        self.run("split", key, "-t", "2", "-n", "3", "--group", group, "-o", folder, "--yes", "--quiet", expect=DONE)
        return self.random.sample(sorted(folder.glob("*.share")), 2)

    def flipped(self, content):
        """The content with one bit of it changed."""
        changed = bytearray(content)
        changed[self.random.randrange(len(changed))] ^= 1 << self.random.randrange(8)
        return bytes(changed)

    def flipped_at(self, content, start, end=None):
        """The content with one bit of its bytes from `start` to `end` changed."""
        end = len(content) if end is None else end
        return content[:start] + self.flipped(content[start:end]) + content[end:]

    def _path(self, content):
        return content if isinstance(content, Path) else self.file(content)


_register = {}


def trial(function):
    """Registers a trial under the name of its ledger and its own."""
    ledger = function.__module__.removesuffix("_trials").replace("_", "-")
    _register[f"{ledger}.{function.__name__.replace('_', '-')}"] = function
    return function


def run_all(wanted, runs, seed):
    """Runs the trials whose names begin with one of `wanted`; true if all passed."""
    chosen = {n: f for n, f in _register.items() if not wanted or any(n.startswith(w) for w in wanted)}
    if not chosen:
        print(f"no trial's name begins with {' or '.join(wanted)}; there are:", *_register, sep="\n  ")
        return False
    passed = failed = 0
    for name, function in chosen.items():
        began, bad = time.monotonic(), []
        for number in range(runs):
            own_seed = f"{seed}:{name}:{number}"
            folder = tempfile.mkdtemp(prefix="holdfast-interop-")
            try:
                function(Trial(own_seed, folder))
                passed += 1
            except (Exception, subprocess.TimeoutExpired) as error:
                failed += 1
                bad.append((own_seed, error))
            finally:
                shutil.rmtree(folder)
        state = f"{runs} passed" if not bad else f"{len(bad)} of {runs} FAILED"
        print(f"{name:<50} {state:<16} {time.monotonic() - began:5.1f} s", flush=True)
        for own_seed, error in bad[:1]:
            _explain(own_seed, error)
    print(f"{passed} passed, {failed} failed", flush=True)
    return failed == 0


def run_once(own_seed):
    """Runs the one trial that a failure named; its files stay in a folder that is printed."""
    name = own_seed.split(":")[1]
    folder = tempfile.mkdtemp(prefix="holdfast-interop-")
    print(f"{own_seed} in {folder}")
    try:
        _register[name](Trial(own_seed, folder))
    except Exception as error:
        _explain(own_seed, error)
        print("0 passed, 1 failed")
        return False
    print("1 passed, 0 failed")
    return True


def _explain(own_seed, error):
    print(f"  seed {own_seed}   again: Tests/Interop/run --once {own_seed}")
    if isinstance(error, Failed):
        text = str(error)
    else:
        text = "".join(traceback.format_exception(error))
    print("\n".join(f"    {line}" for line in text.rstrip().splitlines()), flush=True)
