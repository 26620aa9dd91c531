#!/usr/bin/env python3
"""Looks for the nodes' private keys, and the shared key, in the memory of each act with a dealing to nodes' own keys.

    residue-of-own-keys.py HOLDFAST CANARY-HEX

Cores are taken and searched as residue.py says.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

from residue import cores, environment_with, faults

NODES = ["a", "b", "c"]


def main() -> None:
    holdfast, canary = sys.argv[1], bytes.fromhex(sys.argv[2])
    problems = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)

        def run(*arguments: str) -> dict:
            done = subprocess.run(
                [holdfast, *arguments, "--json"], cwd=folder, check=True, stdin=subprocess.DEVNULL, capture_output=True)
            return json.loads(done.stdout)

        holders = []
        for node in [*NODES, "shared"]:
            made = run("keygen", "--group", "secp256k1", "--format", "hex", "-o", f"{node}.key")
            if node in NODES:
                holders += ["--holder", f"{node}=node:secp256k1:{made['publicKey']}"]
        run("split", "shared.key", "--group", "secp256k1", "-t", "2", *holders, "-o", "dealt")
        dealing = str(folder / "dealt/dealing.json")
        keys = {node: bytes.fromhex((folder / f"{node}.key").read_text().strip().removeprefix("0x"))
                for node in [*NODES, "shared"]}
        subprocess.run(["age-keygen", "-o", "requester.txt"], cwd=folder, check=True, stderr=subprocess.DEVNULL)
        recipient = subprocess.run(
            ["age-keygen", "-y", "requester.txt"], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
        plain = run("request", dealing, "--to", recipient, "--purpose", "test", "-o", "plain.request")
        run("request", dealing, "--to", recipient, "--purpose", "test", "--blinded", "--from", "a", "--from", "b",
            "-o", "blinded.request")
        identity = ["--identity", str(folder / "a.key")]
        fingerprint = ["--recipient-fingerprint", plain["recipientFingerprint"]]
        acts = {
            "check": ["check", dealing, *identity],
            "acknowledge": ["submit", dealing, "--acknowledge", *identity, "-o", str(folder / "a.ack")],
            "submit": ["submit", str(folder / "plain.request"), *identity, *fingerprint, "-o", str(folder / "a.plain")],
            "blinded": ["submit", str(folder / "blinded.request"), *identity, *fingerprint,
                        "-o", str(folder / "a.blinded")],
            "rebuild": ["rebuild", dealing, *identity, "--identity", str(folder / "b.key"),
                        "-o", str(folder / "again.key")],
        }
        for act, arguments in acts.items():
            place = folder / f"cores-of-{act}"
            place.mkdir()
            for path in cores([holdfast, *arguments], environment_with(canary), str(place)):
                for node, key in keys.items():
                    problems += [f"{act}: {problem} (the key of {node})" for problem in faults(path, canary, key, [])]
                print(f"{act}, {path.name}: {path.stat().st_size} bytes searched")
                path.unlink()
            if not (place / "result").read_text().strip():
                problems.append(f"{act}: the command gave no result")
        if (folder / "again.key").read_bytes() != (folder / "shared.key").read_bytes():
            problems.append("the key was not rebuilt")
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


main()
