#!/usr/bin/env python3
"""Makes the files that fuzzing begins with, one folder for each target, from what the command writes and from Vectors/examples.

    collect.py HOLDFAST

The keys are drawn for this and worth nothing. What fuzzing found is added by hand, under a name that says what it is.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
examples = here.parent / "examples"
LEDGERS = ["bitcoin", "evm", "fabric", "solana", "cosmos", "raw"]
FORMS = {
    "secp256k1": ["raw", "hex", "pkcs8-pem", "pkcs8-der", "sec1-pem", "sec1-der", "wif", "wif-uncompressed", "wif-testnet",
                  "pkcs8-encrypted-pem", "ethereum-keystore", "sec1-encrypted-pem"],
    "p256": ["pkcs8-pem", "sec1-der", "openssh", "openssh-encrypted"],
    "ed25519": ["pkcs8-pem", "pkcs8-der", "openssh", "cometbft-validator", "cometbft-node", "solana", "solana-base58",
                "stellar", "substrate"],
}


class Collection:
    def __init__(self, holdfast: str, work: pathlib.Path) -> None:
        self.holdfast, self.work = holdfast, work
        for folder in here.iterdir():
            if folder.is_dir():
                for file in folder.glob("made-*"):
                    file.unlink()

    def run(self, *arguments: str, **options: object) -> str:
        done = subprocess.run(
            [self.holdfast, *arguments], cwd=self.work, check=True, stdin=subprocess.DEVNULL, capture_output=True, **options)
        return done.stdout.decode()

    def add(self, name: str, content: bytes, *targets: str) -> None:
        for target in targets:
            place = here / target
            place.mkdir(exist_ok=True)
            (place / f"made-{name}").write_bytes(content)

    def keys(self) -> None:
        (self.work / "passphrase").write_text("fuzz\n")
        for group, forms in FORMS.items():
            for form in forms:
                path = self.work / f"{group}-{form}"
                self.run("keygen", "--group", group, "--format", form, "-o", str(path), "--passphrase-file", "passphrase")
                self.add(path.name, path.read_bytes(), "key", "inspect", *(["identity"] if "openssh" in form else []))
        for name in ("node.key", "operator.key", "operator.pem", "solana-id.json"):
            self.add(name, (examples / name).read_bytes(), "key", "inspect")
        self.add("operator.pem", (examples / "operator.pem").read_bytes(), "certificate", "node-public-key")

    def shares(self) -> None:
        for group in FORMS:
            self.run("keygen", "--group", group, "-t", "2", "-n", "3", "-o", group)
            folder = self.work / group
            dealing, share = (folder / "dealing.json").read_bytes(), (folder / "holder-1.share").read_bytes()
            line = next(line for line in share.splitlines() if line.startswith(b"hfs1"))
            self.add(f"{group}-dealing", dealing, "dealing", "check", "check-public", "inspect", "json")
            self.add(f"{group}-share", share, "share", "check", "check-public", "inspect")
            self.add(f"{group}-line", line + b"\n", "share", "check", "inspect", "scan")
            self.add(f"{group}-scan", b"QR-Code:" + line.upper() + b"\n", "scan", "check")
            public = json.loads(dealing)["commitments"][0]
            self.add(f"{group}-key", f"{group}:{public}".encode(), "node-public-key-text", "node-public-key")
            self.add(f"{group}-key", public.encode(), "expectation")

    def own_keys(self) -> None:
        holders = []
        for group in FORMS:
            key = json.loads(self.run("keygen", "--group", group, "-o", f"node-{group}", "--json"))
            holders += ["--holder", f"{group}=node:{group}:{key['publicKey']}"]
        self.run("split", "secp256k1-hex", "--group", "secp256k1", "-t", "2", *holders, "-o", "own")
        dealing = (self.work / "own/dealing.json").read_bytes()
        self.run("dealing", "own/dealing.json", "--binary", "-o", "own.bin")
        binary = (self.work / "own.bin").read_bytes()
        self.add("own-binary", binary, "compact-dealing", "binary-form", "board-call", "check", "inspect")
        self.add("evm-call", self.run("dealing", "own.bin", "--to-calldata", "evm", "-q").encode(), "inspect", "unsigned-evm")
        self.add("own-dealing", dealing, "binary-form", "board-call", "dealing", "check", "check-public", "inspect", "json")
        two = ["--holder", "a=node:secp256k1:0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
               "--holder", "b=node:secp256k1:02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5"]
        self.run("split", "secp256k1-hex", "--group", "secp256k1", "-t", "2", *two, "--publicly-verifiable", "-o", "pv")
        self.add("verifiable-dealing", (self.work / "pv/dealing.json").read_bytes(), "dealing", "check", "inspect")
        self.add("two", (self.work / "pv/dealing.proof").read_bytes(), "shares-proof")
        recipient = subprocess.run(["age-keygen", "-o", str(self.work / "age.txt")], check=True, capture_output=True,
                                   text=True).stderr.split()[-1]
        self.add("age", (self.work / "age.txt").read_bytes(), "identity")
        self.add("age", recipient.encode(), "recipient", "expectation")
        fingerprint = json.loads(self.run("request", "own/dealing.json", "--to", recipient, "--purpose", "fuzz", "-o",
                                          "request", "--json"))["recipientFingerprint"]
        self.add("request", (self.work / "request").read_bytes(), "request", "inspect", "check")
        self.run("submit", "request", "--identity", "node-secp256k1", "--recipient-fingerprint", fingerprint, "-o", "answer")
        answer = (self.work / "answer").read_bytes()
        self.add("submission", answer, "submission", "inspect")
        self.add("armored", answer[answer.index(b"-----BEGIN"):], "age")
        self.run("submit", "own/dealing.json", "--acknowledge", "--identity", "node-secp256k1", "-o", "ack")
        self.run("dealing", "ack", "--binary", "-o", "ack.bin")
        self.add("acknowledgement-binary", (self.work / "ack.bin").read_bytes(), "acknowledgement", "binary-form")
        self.run("dealing", "answer", "--binary", "-o", "answer.bin")
        self.add("submission-binary", (self.work / "answer.bin").read_bytes(), "submission", "binary-form")
        # Evidence against an honest dealer cannot be written: what it begins with is the form alone.
        self.add("form", b"holdfast-evidence/1\n" + dealing, "evidence")
        self.add("acknowledgement", (self.work / "ack").read_bytes(), "acknowledgement", "inspect", "check")
        for name, word in (("file", "-a"), ("binary", "-o")):
            out = self.work / f"sealed-{name}"
            subprocess.run(["age", *(["-a"] if word == "-a" else []), "-r", recipient, "-o", str(out), str(self.work / "ack")],
                           check=True)
            self.add(name, out.read_bytes(), "age")

    def ledgers(self) -> None:
        unsigned = {"bitcoin": "payment.psbt", "evm": "payout.json", "fabric": "settle.b64", "solana": "solana-payment.b64",
                    "cosmos": "cosmos-payment.b64"}
        keys = {"bitcoin": "node.key", "evm": "node.key", "fabric": "operator.key", "solana": "solana-id.json",
                "cosmos": "node.key"}
        for ledger, name in unsigned.items():
            content = (examples / name).read_bytes()
            self.add(name, content, f"unsigned-{ledger}", f"message-{ledger}", "inspect")
            done = subprocess.run(
                [self.holdfast, "sign", str(examples / name), "--key", str(examples / keys[ledger]), "--yes"], cwd=self.work,
                stdin=subprocess.DEVNULL, capture_output=True)
            if done.returncode == 0:
                self.add(f"{name}.signed", done.stdout, f"signed-{ledger}", "inspect")
            else:
                print(f"{name} was not signed: {done.stderr.decode()}")
                self.add(name, content, f"signed-{ledger}")
        for target in ("unsigned-raw", "message-raw", "signed-raw"):
            self.add("digest", b"5a" * 32, target)
        self.run("check", "own/dealing.json", "--log", "log")
        self.run("check", "own/dealing.json", "--log", "log")
        self.add("log", (self.work / "log").read_bytes(), "log")
        header = bytes(80).hex()
        self.add("zeros", f"{'00' * 32}\n\n{header}\n\n{header}0100000001{'00' * 32}0101".encode(), "inclusion")


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        collection = Collection(sys.argv[1], pathlib.Path(work))
        collection.keys()
        collection.shares()
        collection.own_keys()
        collection.ledgers()


main()
