"""Dealings: the command beside Vectors/reference, which was written from the pages alone.

Made by the one and checked and rebuilt by the other, in both directions, whole or with one thing changed.
"""

import hashlib
import json
from pathlib import Path

from reference import Refused, dealing as dealings, keyfiles, sharefile
from reference.dealer import Dealt
from reference.groups import GROUPS, multiply

import dealing_damage
import share_damage
from asking import done
from cases import ACCEPTED, DISAGREED, NO, REFUSED, Row
from trial import require, require_equal

WIF = ["wif", "wif-uncompressed", "wif-testnet", "wif-testnet-uncompressed"]
# What the reference writes, by group.
FORMATS = {
    "secp256k1": ["raw", "hex", "sec1-pem", "sec1-der", "pkcs8-pem", "pkcs8-der", *WIF],
    "p256": ["raw", "hex", "sec1-pem", "sec1-der", "pkcs8-pem", "pkcs8-der", "openssh"], "ed25519": [
        "raw", "hex", "pkcs8-pem", "pkcs8-der", "openssh", "cometbft-node", "cometbft-validator", "stellar", "solana",
        "solana-base58"
    ]
}
WORDS = [
    "Aino", "Bram", "Chiara", "Dev", "Eli", "Knoten 7", "ground station", "Zähler", "発電所", "узел", "محطة", "a",
    "x-1",
    "O'Neil", "μ", "🔑", "N.V.", "100%", "é́", "‌ab", "line #3", "«key»", "$HOME", "a&b", "*", "(1)"
]


def name(case, most=3):
    return " ".join(case.random.choices(WORDS, k=case.random.randrange(1, most + 1)))


def names(case, count):
    """Different ones, which a number makes sure of where there are many."""
    chosen = list(dict.fromkeys(name(case) for _ in range(count)))
    return (chosen + [f"{name(case, 1)} {k}" for k in range(count - len(chosen))])[:count]


def policy(case):
    """t and n: small as a rule, now and then some dozens."""
    n = case.random.randrange(2, 8) if case.random.random() < 0.95 else case.random.randrange(8, 48)
    return case.random.randrange(2, min(n, 12) + 1), n


def secret_of(case, group):
    """32 bytes of a key file; now and then a number at an end of its range."""
    if group == "ed25519":
        return case.bytes(32)
    q = GROUPS[group].q
    small = case.random.choice([1, 2, q - 1, case.random.randrange(1, 2**64)])
    number = small if case.random.random() < 0.1 else case.random.randrange(1, q)
    return number.to_bytes(32, "big")


def wallet(case):
    """What a dealing may say of the wallet that it wraps, which nobody can compare."""
    stated = [n for n in dealings.WALLET_ADDRESSES if case.random.random() < 0.5]
    return {
        n: "".join(
            chr(case.random.choice([c for c in range(32, 127) if c not in (34, 92)]))
            for _ in range(case.random.randrange(1, 60)))
        for n in stated
    }


def created(case):
    year, month, day = case.random.randrange(1970, 2100), case.random.randrange(1, 13), case.random.randrange(1, 29)
    return f"{year}-{month:02}-{day:02}T10:02:33Z"


def recipients(case, n):
    return [case.random.choice([None, None, "passphrase", "age1" + 58 * "q", "ssh-ed25519 AAAAC3Nz"]) for _ in range(n)]


def dealt(case, with_recipients=True):
    """A random dealing by the reference, with all that is secret about it."""
    group = case.random.choice(list(GROUPS))
    threshold, n = policy(case)
    options = {"label": case.random.choice(["", name(case), name(case, 12)]), "created": created(case)}
    if case.random.random() < 0.2:
        options["epoch"] = case.random.randrange(2**32)
    if case.random.random() < 0.2:
        options["indices"] = sorted(case.random.sample(range(1, 65536), n))
    if with_recipients and case.random.random() < 0.3:
        options["recipients"] = recipients(case, n)
    holders = names(case, n)
    unique = f"{case.batch.seed}:{case.batch.kind}:{case.number}"
    if case.random.random() < 0.15:
        original = case.bytes(case.random.choice([1, 40, 251, 252, 253, 300, 700, 3000]))
        form = case.random.choice(["file", "bip39", "bip32", "x-1"])
        return Dealt(unique, group, threshold, holders, form, kind="wrapping", original=original, wallet=wallet(case),
                     **options)
    form = case.random.choice(FORMATS[group])
    return Dealt(unique, group, threshold, holders, form, secret=secret_of(case, group), **options)


def facts(dealing):
    """What the command says of a dealing, as the reference has it; of a wrapping key the public key is told, too."""
    identifier = bytes.fromhex(dealing["id"])
    return {
        "id": dealing["id"], "fingerprint": dealings.fingerprint(identifier), "label": dealing["label"],
        "group": dealing["group"], "kind": dealing["key"]["kind"], "threshold": dealing["threshold"],
        "publicKey": dealing["commitments"][0], "addresses": dealing["key"]["addresses"]
    }


def same_facts(answer):
    return {
        member: answer[member]
        for member in ("id", "fingerprint", "label", "group", "kind", "threshold", "publicKey", "addresses")
    }


class InAPipe(Row):
    """The texts of dealings, made by the reference and changed, through `check --stream`."""

    name, weight = "dealings of Python, in a pipe", 5

    def make(self, case):
        made = dealt(case)
        text, change = dealing_damage.changed(case, made)
        text = text.replace(b"\n", b" ")
        case.file(text, "dealing.json")
        case.text = text
        case.shows(change=change)
        try:
            dealing = dealings.read(text)
            case.expected = {**facts(dealing), "holders": len(dealing["holders"])}
        except Refused as refused:
            case.expected = NO
            case.shows(refused=refused)

    def ask(self, cases):
        trial = cases[0].batch.common("pipe")
        lines = b"".join(f"{case.number}\t".encode() + case.text + b"\n" for case in cases)
        outcome = done(trial.run("check", "--stream", trial.file(lines, "stream")))
        answers = [json.loads(line) for line in outcome.out.splitlines()]
        require_equal([a.get("name") for a in answers], [str(case.number) for case in cases],
                      "the lines that came back")
        for case, answer in zip(cases, answers):
            case.found = {**same_facts(answer), "holders": answer["holders"]} if answer["ok"] else NO
            case.shows(answer=json.dumps(answer, ensure_ascii=False))


def shares_made(case, folder):
    """A folder with the dealing and the shares of a random dealing by the reference."""
    made = dealt(case)
    folder.mkdir()
    files = {}
    for holder in made.dealing["holders"]:
        files[f"{holder['index']}.share"] = share_damage.file_of(made, holder["index"])
    (folder / "dealing.json").write_bytes(dealings.write(made.dealing))
    return made.dealing, made.original, files


def splits(case, folder):
    """The same by the command: `split` of a key file that the reference wrote."""
    group = case.random.choice(list(GROUPS))
    threshold, n = policy(case)
    secret, form = secret_of(case, group), case.random.choice(FORMATS[group])
    key, options = case.file(keyfiles.write(form, GROUPS[group], secret), "a.key"), ["--label", name(case)]
    if form in ("raw", "hex"):
        options += ["--group", group]
    if case.random.random() < 0.15:
        options = ["--wrap"]
    holders = [f"{word} {place}" for place, word in enumerate(names(case, n))]
    options += [option for holder in holders for option in ("--holder", holder)]
    told = done(case.run("split", key, "-t", threshold, *options, "-o", folder, "--yes", "--json"), [0]).json
    dealing = dealings.read((folder / "dealing.json").read_bytes())
    require_equal(same_facts(told), facts(dealing), "what split told")
    require_equal([holder["name"] for holder in dealing["holders"]], holders, "the holders")
    if dealing["key"]["kind"] == "node-key":
        scalar = keyfiles.seed_scalar(secret) if group == "ed25519" else int.from_bytes(secret, "big")
        point = multiply(GROUPS[group], scalar, GROUPS[group].generator)
        require_equal(dealing["commitments"][0], GROUPS[group].encode(point).hex(), "commitment 0")
        require_equal(dealing["key"]["format"], form, "the format")
    # Plain names from here on: what --json says of others is a form that can be printed.
    files = {f"{share['index']}.share": Path(share["file"]).read_bytes() for share in told["shares"]}
    for path in folder.glob("*.share"):
        path.unlink()
    require_equal(len(files), n, "the number of share files")
    return dealing, key.read_bytes(), files


class Shares(Row):
    """All shares of a dealing, one or two of them changed: checked by `check --each`, and rebuilt by both."""

    def __init__(self, name, maker, weight):
        self.name, self.maker, self.weight = name, maker, weight

    def make(self, case):
        case.dealt_in = case.folder / "dealt"
        dealing, original, files = self.maker(case, case.dealt_in)
        # Not all rebuild, so that most cases cost one process of many.
        case.order = case.random.sample(sorted(files), len(files))
        self.change(case, dealing, files)
        for file, text in files.items():
            path = case.dealt_in / file
            path.write_bytes(text)
            path.chmod(0o600)
        case.expected = {**facts(dealing), "shares": self.verdicts(dealing, files)}

    def change(self, case, dealing, files):
        count = case.random.choice([0, 1, 1, 1, 2])
        for file in case.random.sample(sorted(files), min(count, len(files))):
            files[file], change = share_damage.changed(case, files[file], GROUPS[dealing["group"]])
            case.shows(**{file: change})

    def verdicts(self, dealing, files):
        """By the name of the file; a share of two that are the same counts once, in either order."""
        found = {}
        for file, text in files.items():
            verdict, index, identifier = share_damage.verdict(text)
            found[file] = ("other-dealing", None) if index and identifier != dealing["id"] else (verdict, index)
        return found

    def ask(self, cases):
        trial = cases[0].batch.common(self.name)
        outcome = done(trial.run("check", "--each", "--json", *(case.dealt_in for case in cases)))
        by_name = {result["name"]: result for result in outcome.json["results"]}
        for case in cases:
            answer = by_name[str(case.dealt_in)]
            case.shows(answer=json.dumps(answer, ensure_ascii=False))
            if "shares" in answer:
                told = {share["file"].rsplit("/", 1)[1]: told_of(share) for share in answer["shares"]}
                case.found = {**same_facts(answer), "shares": told}

    def judge(self, expected, found):
        """The same facts, and the same shares good; why a bad one is, is compared where it decides something."""
        if found is NO or expected is NO:
            return REFUSED if found == expected else DISAGREED
        if {**expected, "shares": good(expected)} != {**found, "shares": good(found)}:
            return DISAGREED
        return ACCEPTED if len(good(found)) == len(found["shares"]) else REFUSED

    def falsified(self, expected):
        """One of the good shares is said to be bad."""
        shares = dict(expected["shares"])
        shares[next(iter(shares))] = ("planted", None)
        return {**expected, "shares": shares}


def told_of(share):
    """What the command says of a share file, as the reference's verdict is: "valid" and the index, or why not."""
    is_valid = share["status"] == "valid"
    return ("valid", share["index"]) if is_valid else (share.get("code", share["status"]), None)


def good(answer):
    return {file: index for file, (verdict, index) in answer["shares"].items() if verdict == "valid"}


class Rebuilt(Shares):
    """Shares as above, some of them left out: the original of both, or both have too few."""

    def make(self, case):
        super().make(case)
        verdicts = case.expected["shares"]
        threshold = case.expected["threshold"]
        counts = [threshold, threshold, threshold + 1, threshold - 1, len(case.order)]
        case.given = case.order[:case.random.choice(counts)]
        case.expected = self.of_reference(case, [file for file in case.given if verdicts[file][0] == "valid"])
        bad = sorted(file for file in case.given if verdicts[file][0] != "valid")
        if case.expected is not NO:
            case.expected["bad"] = bad

    def of_reference(self, case, files):
        if not files:
            return NO
        try:
            _, original, bad = sharefile.rebuild([(case.dealt_in / file).read_bytes() for file in files])
        except Refused as refused:
            require_equal(refused.reason, "not-enough-shares", "why the reference does not rebuild")
            return NO
        require(not bad, "the reference names shares that it called good", bad)
        return {"original": hashlib.sha256(original).hexdigest()}

    def ask(self, cases):
        for case in cases:
            back = case.folder / "back"
            outcome = done(
                case.run("rebuild", *(case.dealt_in / file for file in case.given), "--dealing",
                         case.dealt_in / "dealing.json", "-o", back, "--i-stopped-the-old-node", "--json", "--yes"))
            case.shows(command=outcome)
            if outcome.exit == 3:
                require(not back.exists(), "a file came back from too few shares")
                case.found = NO
                continue
            require_equal(outcome.exit, 0, "the end status of rebuild")
            case.found = {
                "original": hashlib.sha256(back.read_bytes()).hexdigest(), "bad": sorted(
                    share["file"].rsplit("/", 1)[1] for share in outcome.json["refused"])
            }
            if (case.folder / "a.key").exists():
                require_equal(back.read_bytes(), (case.folder / "a.key").read_bytes(),
                              "what came back of what was split")

    judge = Row.judge
    falsified = Row.falsified


ROWS = [
    InAPipe(),
    Shares("shares of Python, checked", shares_made, 1.5),
    Shares("shares of the command, checked", splits, 1.5),
    Rebuilt("shares of Python, rebuilt", shares_made, 1),
    Rebuilt("shares of the command, rebuilt", splits, 1)
]
