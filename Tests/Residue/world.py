"""What the commands are tried on: fresh keys, dealings, phrases and passphrases, and what is secret in them."""

import base64
import functools
import hashlib
import json
import os
import pathlib
import re
import secrets
import shutil
import string
import subprocess

from forms import Secret, secret_letters
from material import (
    bech32_value, dealing_secrets, key_secrets, openssh_seed, own_dealing_secrets, phrase_of, share_secrets,
    verifiable_dealing_secrets, xprv_of)
from reference.groups import GROUPS
from reference.sharefile import sheet, write_line

ROOT = pathlib.Path(__file__).parents[2]
EXAMPLES = ROOT / "Vectors/examples"
# The form of a key file for each group, and its name.
KEYS = {"secp256k1": ("hex", "secp256k1.key"), "p256": ("pkcs8-pem", "p256.pem"), "ed25519": ("solana", "ed25519.json")}
# The holders of dealings to own keys.
NODES = {"a": "secp256k1", "b": "p256", "c": "ed25519", "d": "secp256k1"}
ENCRYPTED = {
    "pkcs8-encrypted-pem": "p256", "sec1-encrypted-pem": "p256", "openssh-encrypted": "ed25519",
    "ethereum-keystore": "secp256k1",
}


class World:
    def __init__(self, command: str, folder: pathlib.Path):
        self.command, self.folder = command, folder
        self.passphrase = random_text()
        self.write("pass.txt", self.passphrase + "\n")
        self.entropy = os.urandom(16)
        self.write("phrase.txt", phrase_of(self.entropy) + "\n")
        for example in EXAMPLES.iterdir():
            shutil.copy(example, folder / f"example-{example.name}")
            (folder / f"example-{example.name}").chmod(0o600)
        self.make_keys()
        self.make_wallets()
        self.make_sealed()

    # MAKING

    def write(self, name: str, text: str) -> str:
        path = self.folder / name
        path.touch(0o600)
        path.write_text(text)
        return name

    def text(self, name: str) -> str:
        return (self.folder / name).read_text()

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """The command, for preparations."""
        return self.tool(self.command, *arguments, stdin=stdin)

    def tool(self, *arguments: str, stdin: bytes = b"") -> bytes:
        done = subprocess.run(arguments, cwd=self.folder, input=stdin, capture_output=True)
        if done.returncode:
            raise OSError(f"{' '.join(arguments)}\n{done.stdout.decode()}{done.stderr.decode()}")
        return done.stdout

    def make_keys(self) -> None:
        for group, (form, name) in KEYS.items():
            self.run("keygen", "--group", group, "--format", form, "-o", name)
            self.run("split", name, "--group", group, "-t", "2", "-n", "3", "-o", f"{group}-shares")
        for node, group in NODES.items():
            self.run("keygen", "--group", group, "--format", "pkcs8-pem", "-o", f"{node}.pem")
            self.tool("openssl", "pkey", "-in", f"{node}.pem", "-pubout", "-out", f"{node}.pub")
        self.tool("openssl", "pkcs8", "-topk8", "-in", "b.pem", "-passout", "file:pass.txt", "-out", "b-encrypted.pem")
        self.tool("age-keygen", "-o", "me.age")
        self.write("me.pub", self.tool("age-keygen", "-y", "me.age").decode())
        self.tool("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "ssh")

    def make_wallets(self) -> None:
        self.write("xprv.txt", xprv_of(os.urandom(32)) + "\n")
        self.write("secret.bin", random_text(200) + "\n")
        self.write("message.txt", "I own this account\n")
        self.write("digest.txt", hashlib.sha256(self.text("message.txt").encode()).hexdigest() + "\n")
        self.run("keygen", "--group", "secp256k1", "--format", "wif", "-o", "wif.txt")
        for form, group in ENCRYPTED.items():
            self.run("keygen", "--group", group, "--format", form, "--passphrase-file", "pass.txt",
                     "-o", f"encrypted-{form}")
        self.run("split", "example-node.key", "--group", "secp256k1", "-t", "2", "-n", "3", "-o", "node-shares")
        two = ["secp256k1-shares/holder-3.share", "secp256k1-shares/holder-1.share"]
        self.write("named.txt", "".join(f"{name}\n" for name in two))
        self.write("collected.txt", "".join(map(self.text, two)))

    def make_sealed(self) -> None:
        self.run("split", "secp256k1.key", "--group", "secp256k1", "-t", "2", *self.sealed_holders, "-o", "sealed")
        for suite in ("masked", "verifiable"):
            extra = ["--publicly-verifiable"] if suite == "verifiable" else []
            self.run("split", "secp256k1.key", "--group", "secp256k1", "-t", "2", *self.node_holders, *extra,
                     "-o", suite)
            proof = ["--proof", f"{suite}/dealing.proof"] if extra else []
            self.run("submit", "--acknowledge", f"{suite}/dealing.json", *proof, "--identity", "a.pem",
                     "-o", f"{suite}.ack")
        self.request("plain", "secp256k1-shares/dealing.json")
        self.request("own", "masked/dealing.json")
        self.request("blinded", "masked/dealing.json", "--blinded", "--from", "a", "--from", "d")
        for number in (1, 2):
            self.submit(f"plain-{number}", "plain", f"secp256k1-shares/holder-{number}.share")
        for node in "ad":
            self.submit(f"own-{node}", "own", "--identity", f"{node}.pem")
            self.submit(f"blinded-{node}", "blinded", "--identity", f"{node}.pem")

    @property
    def sealed_holders(self) -> list[str]:
        return ["--holder", f"aino={self.text('me.pub').strip()}", "--holder", "bram=ssh.pub", "--holder", "dev",
                "--passphrase-share", "dev=pass.txt"]

    @property
    def node_holders(self) -> list[str]:
        return [word for node in NODES for word in ("--holder", f"{node}=node:{node}.pub")]

    def request(self, name: str, dealing: str, *more: str) -> None:
        self.run("request", dealing, "--to", "me.pub", "--purpose", "a drill", *more, "-o", f"{name}.request")

    def fingerprint(self, request: str) -> list[str]:
        told = self.run("inspect", f"{request}.request", "--json").decode()
        return ["--recipient-fingerprint", re.search(r'"recipientFingerprint":"([^"]*)', told)[1]]

    def submit(self, name: str, request: str, *more: str) -> None:
        self.run("submit", f"{request}.request", *more, *self.fingerprint(request), "-o", f"{name}.submission")

    def expanded(self, words: list[str]) -> list[str]:
        """Arguments with what `@` names put in."""
        found = []
        for word in words:
            if word == "@sealed":
                found += self.sealed_holders
            elif word == "@nodes":
                found += self.node_holders
            elif word in ("@plain", "@own", "@blinded"):
                found += self.fingerprint(word[1:])
            else:
                found.append(word)
        return found

    def typed(self, text: str) -> str:
        """What is typed, with the passphrase and the rows of a share put in."""
        rows = self.share_rows("secp256k1-shares/holder-1.share") if "@row" in text else []
        text = text.replace("@pass", self.passphrase)
        return re.sub(r"@row(\d)", lambda match: rows[int(match[1])], text)

    # WHAT IS SECRET

    @property
    def passphrases(self) -> list[Secret]:
        return [Secret("passphrase", self.passphrase.encode(), is_text=True)]

    @functools.cache
    def raw_key(self, name: str, group: str) -> bytes:
        """The number of a key file, or for ed25519 its seed."""
        folder = self.folder / "raw"
        try:
            self.run("split", name, "--group", group, "-t", "2", "-n", "2", "--passphrase-file", "pass.txt",
                     "-o", "raw")
            shares = ["raw/holder-1.share", "raw/holder-2.share"]
            return self.run("rebuild", *shares, "--as", "raw", "--passphrase-file", "pass.txt", "-o", "-", "--quiet",
                            "--i-stopped-the-old-node")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def key(self, name: str, group: str) -> list[Secret]:
        """What is secret in a key file."""
        return key_secrets(f"the key {name}", self.raw_key(name, group), GROUPS[group])

    def dealing(self, folder: str, *, shares: list[str] | None = None) -> list[Secret]:
        """Of a folder with share files that are not sealed, or of share lines."""
        dealing = json.loads(self.text(f"{folder}/dealing.json"))
        texts = shares or [path.read_text() for path in sorted((self.folder / folder).glob("*.share"))]
        return dealing_secrets(dealing, share_secrets(texts, GROUPS[dealing["group"]])[0])

    def opened_shares(self, folder: str) -> list[str]:
        """The lines of two sealed shares, opened by age."""
        found = []
        for name, identity in (("aino", "me.age"), ("bram", "ssh")):
            share = self.text(f"{folder}/{name}.share")
            armored = re.search(r"-----BEGIN AGE.*?-----END AGE ENCRYPTED FILE-----\n", share, re.S)
            found.append(self.tool("age", "-d", "-i", identity, stdin=armored[0].encode()).decode())
        return found

    def own_dealing(self, folder: str) -> list[Secret]:
        """Of a masked dealing to the nodes' keys."""
        return own_dealing_secrets(self.folder / folder / "dealing.json", {node: self.node_key(node) for node in NODES})

    def verifiable_dealing(self, folder: str) -> list[Secret]:
        """Of a publicly verifiable dealing, from two of its shares."""
        return verifiable_dealing_secrets(self.folder / folder, {node: self.node_key(node) for node in "ad"})

    def ceremony(self, out: str) -> list[Secret]:
        """Of two shares of the key, of which one was on the screen only and the other is in a file."""
        group = GROUPS["secp256k1"]
        key = int.from_bytes(self.raw_key("secp256k1.key", "secp256k1"), "big")
        shares, _ = share_secrets([self.text(f"{out}.bram")], group)
        shares[1] = (key + (shares[2] - key) * pow(2, -1, group.q)) % group.q
        dealing = json.loads(self.text(f"{out}/dealing.json"))
        line = write_line(dealing, 1, shares[1])
        return dealing_secrets(dealing, shares) + [Secret("line 1", secret_letters(line), is_text=True)]

    def node_key(self, node: str) -> bytes:
        return self.raw_key(f"{node}.pem", NODES[node])

    def nodes(self, *names: str) -> list[Secret]:
        return [secret for node in names for secret in self.key(f"{node}.pem", NODES[node])]

    @property
    def identities(self) -> list[Secret]:
        line = re.search("AGE-SECRET-KEY-1[A-Z0-9]+", self.text("me.age"))[0]
        return [Secret("age identity", bech32_value(line)),
                Secret("age identity, letters", line[16:].encode(), is_text=True),
                Secret("ssh identity", openssh_seed(self.text("ssh")))]

    def line(self, share: str) -> Secret:
        return Secret(f"line of {share}", secret_letters(share_text(self.text(share))), is_text=True)

    def share_rows(self, share: str) -> list[str]:
        """A share as a person types it from a sheet."""
        return sheet(share_text(self.text(share)))


def share_text(text: str) -> str:
    """The share line in a text."""
    return re.search(r"hfs1[a-z0-9]{85}", text)[0]


def random_text(length: int = 26) -> str:
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(length))


def decoded(text: str) -> bytes:
    return base64.b64decode(text.strip())
