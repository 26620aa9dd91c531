"""The limits that the program and its pages state: what is tried at each, and one above."""

import base64
import json
import os
import pathlib
import re
from collections.abc import Callable

import fabric
from bitcoin import output, transaction
from measure import MIB, Bench, Run
from reference import agefile
from sharing import GROUP, MOST_HOLDERS, MOST_WRAPPED, node_key
from small import MOST_EVM, MOST_SOLANA, evm_members, solana_key, solana_transaction

MOST_FILE, MOST_DEALING, MOST_KEY = 64 * MIB, 33_554_432, 65_536
# A message of Solana has 20 bytes before it, in what has 65,535.
MOST_MESSAGE, MOST_OFFCHAIN, MOST_BITCOIN = 65_536, 65_515, 4_000_000
_PASSPHRASE = "correct horse\n"
Attempt = Callable[[int], Run]


def limits(bench: Bench) -> None:
    bench.file("passphrase", _PASSPHRASE)
    bench.run("split", node_key(bench, GROUP), "--group", GROUP, "-t", 2, "-n", 3, "-o", "three", "--quiet")
    for part in (_policy, _files, _text, _messages, _ledgers, _fabric, _identities):
        part(bench)
    _work(bench)


def _tried(bench: Bench, what: str, limit: int, attempt: Attempt, code: str, at: tuple[int, str] = (0, "")) -> None:
    """`attempt` gets the limit, and one more: at the limit it ends with `at`, above it with `code` and in words."""
    found = attempt(limit)
    right = (found.exit, found.code) == at
    bench.require(right, f"{what}, at {limit:,}: {found.cut()}")
    _above(bench, what, limit, attempt(limit + 1), code, "taken" if right else "WRONG")


def _above(bench: Bench, what: str, limit: int, refused: Run, code: str, taken: str) -> None:
    words = refused.words.replace(f"{bench.folder}/", "")
    right = refused.exit in (1, 2, 4, 5, 7) and refused.code == code and "; " in words
    bench.require(right, f"{what}, one above {limit:,}: not {code}, but {refused.code} {refused.cut()}")
    print(f"{what:38}{limit:>12,}  {taken:7}{'refused' if right else 'WRONG':9}{words}", flush=True)


def _split(bench: Bench, *options: object) -> Run:
    return bench.run("split", node_key(bench, GROUP), "--group", GROUP, "-o", _fresh(bench), "--json", *options)


def _fresh(bench: Bench) -> pathlib.Path:
    return bench.folder / os.urandom(6).hex()


def _policy(bench: Bench) -> None:
    _above(bench, "holders", MOST_HOLDERS, _split(bench, "-t", 2, "-n", MOST_HOLDERS + 1), "too-many-holders", "above")
    _tried(bench, "threshold, of 3 holders", 3, lambda t: _split(bench, "-t", t, "-n", 3),
           "threshold-above-holder-count")
    _tried(bench, "bytes of a name", 128, lambda n: _split(bench, "-t", 2, "--holder", "n" * n, "--holder", "b"),
           "holder-name")
    _tried(bench, "bytes of a label", 256, lambda n: _split(bench, "-t", 2, "-n", 3, "--label", "l" * n), "label")


def _files(bench: Bench) -> None:
    def wrap(count: int) -> Run:
        secret = bench.file("secret", bytes(count))
        return bench.run("split", "--wrap", secret, "-t", 2, "-n", 2, "-o", _fresh(bench), "--json")

    def key(count: int) -> Run:
        text = (solana_key(bench)[0]).read_bytes().strip()
        return bench.run("inspect", bench.file("padded.key", text + b" " * (count - len(text))), "--json")

    def any_file(count: int) -> Run:
        path = bench.file("sparse", b"")
        os.truncate(path, count)
        return bench.run("inspect", path, "--json")

    def piped(count: int) -> Run:
        path = bench.file("sparse", b"")
        os.truncate(path, count)
        return bench.run("inspect", "-", "--json", stdin=path)

    _tried(bench, "bytes of a file that is wrapped", MOST_WRAPPED, wrap, "too-large")
    _tried(bench, "bytes of a key file", MOST_KEY, key, "too-large")
    _tried(bench, "bytes of any file", MOST_FILE, any_file, "too-large", (4, "not-recognised"))
    _tried(bench, "bytes of standard input", MOST_FILE, piped, "too-large", (4, "not-recognised"))


def _text(bench: Bench) -> None:
    dealing = (bench.folder / "three" / "dealing.json").read_bytes()

    def padded(count: int) -> Run:
        return bench.run("check", bench.file("padded.json", dealing + b" " * (count - len(dealing))), "--json")

    def deep(levels: int) -> Run:
        nested = b'{"x":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"," + dealing.lstrip()[1:]
        return bench.run("check", bench.file("deep.json", nested), "--json")

    def many(count: int) -> Run:
        start, rest = dealing.split(b",", 1)
        more = b",".join([b"0"] * (count - _values(json.loads(dealing)) - 1))
        return bench.run("check", bench.file("many.json", start + b',"x":[' + more + b"]," + rest), "--json")

    _tried(bench, "bytes of a dealing", MOST_DEALING, padded, "too-large")
    _tried(bench, "levels of JSON", 64, deep, "json", (4, "not-canonical"))
    _tried(bench, "values of JSON", 1 << 19, many, "json", (4, "not-canonical"))


def _values(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_values, inner))


def _messages(bench: Bench) -> None:
    ed = bench.folder / "solana.key"

    def message(key: object, *options: str) -> Attempt:
        return lambda count: bench.run("sign", "--message", bench.file("message", b"m" * count), "--key", key, *options,
                                       "--yes", "--json")

    secp = node_key(bench, GROUP)
    _tried(bench, "bytes of an EVM message", MOST_MESSAGE, message(secp, "--group", GROUP, "--ledger", "evm"),
           "too-long")
    _tried(bench, "bytes of a Bitcoin message", MOST_MESSAGE, message(secp, "--group", GROUP, "--ledger", "bitcoin"),
           "message-too-long")
    _tried(bench, "bytes of a raw message", MOST_MESSAGE, message(ed, "--ledger", "raw", "--allow-blind"),
           "message-too-long")
    _tried(bench, "bytes of a Solana message", MOST_OFFCHAIN, message(ed, "--ledger", "solana"), "message-too-long")


def _ledgers(bench: Bench) -> None:
    secp = node_key(bench, GROUP)
    key, payer = solana_key(bench)

    def solana(count: int) -> Run:
        content = base64.b64encode(solana_transaction(payer, count))
        return bench.run("sign", bench.file("solana", content), "--ledger", "solana", "--key", key, "--yes", "--json")

    def evm(count: int) -> Run:
        content = bench.file("evm.json", evm_members(count))
        return bench.run("sign", content, "--key", secp, "--group", GROUP, "--yes", "--json")

    def bitcoin(count: int) -> Run:
        empty = len(transaction([(bytes([9]) * 36, b"")], [output(1, b"\x6a" * 70_000)])) - 70_000
        content = transaction([(bytes([9]) * 36, b"")], [output(1, b"\x6a" * (count - empty))])
        return bench.run("verify", bench.file("bitcoin", content.hex()), "--ledger", "bitcoin", "--json")

    _tried(bench, "bytes of a Solana transaction", MOST_SOLANA, solana, "too-long")
    _tried(bench, "bytes of an EVM transaction", MOST_EVM, evm, "too-long")
    _tried(bench, "bytes of a Bitcoin transaction", MOST_BITCOIN, bitcoin, "too-long", (1, "too-heavy"))


def _fabric(bench: Bench) -> None:
    creator = fabric.member(bench, "EnergyMSP")

    def arguments(count: int) -> Run:
        return bench.run("verify", bench.file("envelope", fabric.envelope(creator, [creator], 1, count)), "--json")

    def endorsements(count: int) -> Run:
        return bench.run("verify", bench.file("envelope", fabric.envelope(creator, [creator] * count, 1)), "--json")

    def roots(count: int) -> Run:
        one = (bench.folder / "EnergyMSP.crt").read_bytes()
        content = fabric.envelope(creator, [creator], 1)
        return bench.run("verify", bench.file("envelope", content), "--ca", bench.file("roots", one * count), "--json")

    _tried(bench, "arguments of a Fabric call", 4_096, arguments, "too-many")
    _tried(bench, "endorsements of a Fabric transaction", 256, endorsements, "too-many")
    _tried(bench, "certificates that are trusted", 256, roots, "authorities")


def _identities(bench: Bench) -> None:
    share = bench.folder / "three" / "holder-1.share"
    def identity(count: int) -> Run:
        lines = (agefile.identity(secret.to_bytes(32, "big")) + "\n" for secret in range(1, count + 1))
        return bench.run("check", share, "--identity", bench.file("identities", "".join(lines)), "--json")

    _tried(bench, "identities of one file", 256, identity, "several-keys")


def _work(bench: Bench) -> None:
    """A file may ask for so much work: above, it is refused before any is done."""
    passphrase = bench.folder / "passphrase"
    bench.run("keygen", "--group", GROUP, "--format", "ethereum-keystore", "-o", "keystore", "--passphrase-file",
              passphrase, "--quiet")
    made = json.loads((bench.folder / "keystore").read_bytes())
    given = made["crypto"]["kdfparams"]

    def keystore(kdf: str, parameters: dict) -> Run:
        made["crypto"] |= {"kdf": kdf, "kdfparams": parameters}
        return bench.run("inspect", bench.file("changed", json.dumps(made)), "--passphrase-file", passphrase, "--json")

    def scrypt(mebibytes: int) -> Run:
        return keystore("scrypt", given | {"n": 1 << (20 if mebibytes <= 1024 else 21)})

    def rounds(count: int) -> Run:
        return keystore("pbkdf2", {"dklen": 32, "salt": given["salt"], "prf": "hmac-sha256", "c": count})

    # The key is another one under other parameters, and the file's own checksum says so.
    _tried(bench, "MiB of scrypt", 1024, scrypt, "encryption", (5, "passphrase-wrong"))
    _tried(bench, "rounds of PBKDF2", 10_000_000, rounds, "encryption", (5, "passphrase-wrong"))
    _age_work(bench, passphrase)


def _age_work(bench: Bench, passphrase: pathlib.Path) -> None:
    bench.run("split", node_key(bench, GROUP), "--group", GROUP, "-t", 2, "--holder", "a", "--holder", "b",
              "--passphrase-share", f"a={passphrase}", "-o", "sealed", "--quiet")
    share = (bench.folder / "sealed" / "a.share").read_text()
    armor = re.search(r"(?<=-----BEGIN AGE ENCRYPTED FILE-----\n).*?(?=-----END)", share, re.DOTALL).group()
    content = base64.b64decode(armor)

    def factor(number: int) -> Run:
        changed = re.sub(rb"(-> scrypt \S+ )\d+", lambda found: found.group(1) + str(number).encode(), content)
        letters = base64.b64encode(changed).decode()
        lines = "".join(letters[start:start + 64] + "\n" for start in range(0, len(letters), 64))
        return bench.run("check", bench.file("changed.share", share.replace(armor, lines)), "--passphrase-file",
                         passphrase, "--json")

    _tried(bench, "work factor of age", 20, factor, "age-work-factor", (5, "passphrase-wrong"))
