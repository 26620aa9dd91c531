#!/usr/bin/env python3
"""Looks for the key in the memory of `keygen -t` once its shares are written.

    residue-of-keygen.py HOLDFAST CANARY-HEX

The key is known only afterwards, from its shares. Cores are taken and searched as residue.py says.
"""

import pathlib
import subprocess
import sys
import tempfile

from residue import cores, environment_with, faults


def main() -> None:
    holdfast, canary = sys.argv[1], bytes.fromhex(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["keygen", "--group", "secp256k1", "-t", "2", "-n", "3", "-o", f"{folder}/shares"]
        taken = cores([holdfast, *arguments], environment_with(canary), folder)
        shares = [f"{folder}/shares/holder-{number}.share" for number in (1, 2, 3)]
        subprocess.run([holdfast, "rebuild", *shares, "-o", f"{folder}/again.key", "--quiet"], check=True, stdout=subprocess.DEVNULL)
        key = bytes.fromhex(pathlib.Path(folder, "again.key").read_text())
        problems = [problem for path in taken for problem in faults(path, canary, key, shares)]
        for path in taken:
            print(f"{path.name}: {path.stat().st_size} bytes searched")
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


main()
