#!/usr/bin/env python3
"""Writes the vectors of Vectors/dealing, share-file, own-dealing, own-keys, boards and randomness from second implementations.

    python3 Vectors/generate.py            write them again; nothing changes when nothing was changed
    python3 Vectors/generate.py --check    compare, write nothing; 1 when a file differs

Every vector is read back by the reference reader, which must say what the index says. Every MUST of the first two
format pages must have its vectors: the marks of the pages are compared with the index. The numbers of the worked
examples in the pages are computed again. The first two implementations are in reference/, that of own keys is in
Tests/Recovery.
"""

import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = map(str, (HERE, HERE.parent / "Tests" / "Recovery"))
sys.dont_write_bytecode = True

from reference import (  # noqa: E402
    board_calls, dealing_vectors, own_dealing_vectors, own_keys_compact_vectors, own_keys_proofs, own_keys_refused,
    own_keys_vectors, page_examples, randomness, share_vectors)
from reference.vectors import confirm  # noqa: E402


def marks(page):
    """Number of a MUST to its mark: "" needs both forms, "+" only accepted, "-" only refused, "*" neither."""
    text = (HERE.parent / "man" / page).read_text()
    return dict(re.findall(r"^\.It \[([SD]\d+)\]([-+*]?)", text.replace("\\", ""), re.MULTILINE))


def missing(page, cases):
    found = {(must, case["expect"]) for case in cases for must in case["must"]}
    numbers = marks(page)
    for number, mark in numbers.items():
        for expect, unless in (("accept", "-*"), ("refuse", "+*")):
            if not mark or mark not in unless:
                if (number, expect) not in found:
                    yield f"{page}: {number} has no vector with {expect}"
    for number in {must for must, _ in found} - set(numbers):
        yield f"{page} has no {number}"


def main():
    wrong = []
    for folder, vectors, page in (("dealing", dealing_vectors.make(), "holdfast-dealing.5"),
                                  ("share-file", share_vectors.make(), "holdfast-share.5")):
        for case in vectors.cases:
            confirm(case, vectors.files)
        wrong += missing(page, vectors.cases)
        wrong += page_examples.unexplained(HERE.parent / "man" / page)
        files = {**vectors.files, "index.json": indexed(vectors)}
        wrong += store(HERE / folder, files, "--check" in sys.argv)
        refused = sum(case["expect"] == "refuse" for case in vectors.cases)
        print(f"{folder}: {len(files)} files, {len(vectors.cases) - refused} accepted, {refused} refused")
    vectors = own_dealing_vectors.make()
    for case in vectors.cases:
        confirm(case, vectors.files)
    files = {**vectors.files, "index.json": indexed(vectors)}
    wrong += store(HERE / "own-dealing", files, "--check" in sys.argv)
    print(f"own-dealing: {len(files)} files")
    files = own_keys()
    wrong += store(HERE / "own-keys", files, "--check" in sys.argv)
    print(f"own-keys: {len(files)} files")
    wrong += store(HERE / "boards", {"calls.json": own_keys_vectors.stored(board_calls.make())}, "--check" in sys.argv)
    files = {"dealer.json": own_keys_vectors.stored(randomness.make())}
    wrong += store(HERE / "randomness", files, "--check" in sys.argv)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def indexed(vectors):
    index = {"schema": "holdfast.vectors/1", "cases": vectors.cases}
    return (json.dumps(index, indent=1, ensure_ascii=False) + "\n").encode()


def own_keys():
    known = own_keys_vectors.known_dealings()
    proofs, proof = own_keys_proofs.make()
    return {
        "masked.json": own_keys_vectors.stored(own_keys_vectors.masked(known)),
        "refused.json": own_keys_vectors.stored(
            {"schema": "holdfast.own-keys-refused/1", "cases": own_keys_refused.make(known)}),
        "compact.json": own_keys_vectors.stored(own_keys_compact_vectors.make()),
        "proofs.json": own_keys_vectors.stored(proofs),
        "true-size.proof": proof,
    }


def store(folder, files, only_compare):
    folder.mkdir(exist_ok=True)
    present = {path.name for path in folder.iterdir()} - {"README.md"}
    for name in sorted(set(files) | present):
        path, data = folder / name, files.get(name)
        if only_compare and (data is None or not path.exists() or path.read_bytes() != data):
            yield f"{path} is not what the generator makes"
        elif not only_compare and data is None:
            path.unlink()
        elif not only_compare:
            path.write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
