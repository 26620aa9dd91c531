"""Making keys, and splitting them."""

import re

from case import FILE, PLAIN_SHARES, SHARES, Case, Secrets, encrypted_secrets, extended_secrets
from forms import Secret, secret_letters
from material import age_secrets, wallet_secrets
from world import ENCRYPTED, KEYS, World


# MAKING KEYS

def keygen_cases() -> list[Case]:
    cases = []
    for group, (form, _) in KEYS.items():
        cases.append(Case(
            f"keygen, {group}, {form}", ["keygen", "--group", group, "--format", form, "-o", "{out}"],
            lambda world, out, _, group=group: world.key(out, group), FILE, ("(unnamed)",)))
        cases.append(Case(
            f"keygen -t, {group}", ["keygen", "--group", group, "-t", "2", "-n", "3", "-o", "{out}"],
            lambda world, out, _: world.dealing(out), SHARES, PLAIN_SHARES))
    cases.append(Case(
        "keygen to standard output", ["keygen", "--group", "secp256k1", "--format", "hex", "-o", "-"],
        lambda world, out, output: world.key(world.write(f"{out}.told", output.decode()), "secp256k1"), [],
        ("standard output",), is_output=True))
    for form, group in ENCRYPTED.items():
        cases.append(Case(
            f"keygen, {form}",
            ["keygen", "--group", group, "--format", form, "--passphrase-file", "pass.txt", "-o", "{out}"],
            lambda world, out, _, group=group: encrypted_secrets(world, out, group), FILE))
    return cases


# SPLITTING

def split_cases() -> list[Case]:
    cases = []
    for group, (_, name) in KEYS.items():
        cases.append(Case(
            f"split, {group}", ["split", name, "--group", group, "-t", "3", "-n", "5", "-o", "{out}"],
            lambda world, out, _, group=group, name=name: world.key(name, group) + world.dealing(out), SHARES,
            PLAIN_SHARES))
    for form, group in ENCRYPTED.items():
        cases.append(Case(
            f"split, {form}",
            ["split", f"encrypted-{form}", "--passphrase-file", "pass.txt", "-t", "2", "-n", "3", "-o", "{out}"],
            lambda world, out, _, form=form, group=group: (
                encrypted_secrets(world, f"encrypted-{form}", group) + world.dealing(out)),
            SHARES, PLAIN_SHARES))
    cases.append(Case(
        "split, two keys", ["split", "p256.pem", "wif.txt", "-t", "2", "-n", "2", "-o", "{out}"],
        lambda world, out, _: world.key("p256.pem", "p256") + world.key("wif.txt", "secp256k1")
        + world.dealing(f"{out}/p256") + world.dealing(f"{out}/wif"),
        ["{out}", "{out}~", "{out}~/summary.txt", "{out}~/p256*", "{out}~/wif*"],
        ("{out}~/p256/holder-*.share", "{out}~/wif/holder-*.share")))
    cases.append(Case(
        "split --ceremony",
        ["split", "secp256k1.key", "--group", "secp256k1", "-t", "2", "--holder", "aino", "--holder", "bram",
         "--ceremony", "-o", "{out}"],
        lambda world, out, _: world.key("secp256k1.key", "secp256k1") + world.ceremony(out),
        ["(unnamed)", "{out}~", "{out}~/*", "{out}", "{out}.bram"], ("(unnamed)", "/dev/tty"), talk=[
            (r"Where does it go\? ", "\n"), (r"Enter when it is written: ", "\n"),
            (r"row \d from[^$]*again: ", typed_row),
            (r"Where does it go\? ", "{out}.bram\n"), (r"its first four letters: ", first_letters),
            (r"Who were the witnesses\?[^$]*: ", "\n")]))
    return cases + wrapping_cases() + sealing_cases()


def typed_row(shown: str) -> str:
    """The row of the sheet on the screen that is asked for."""
    number = re.findall(r"row (\d) from", shown)[-1]
    return re.findall(rf"^ *{number} +([a-z0-9 ]+)$", shown, re.M)[-1] + "\n"


def first_letters(shown: str) -> str:
    return re.findall(r"Fingerprint +(\w{4})-", shown)[-1] + "\n"


def wrapping_cases() -> list[Case]:
    def split(name: str, file: str, secrets: Secrets, *more: str) -> Case:
        return Case(
            f"split, {name}", ["split", file, *more, "-t", "2", "-n", "3", "-o", "{out}"],
            lambda world, out, output: secrets(world, out, output) + world.dealing(out),
            SHARES, PLAIN_SHARES)

    return [
        split("a mnemonic", "phrase.txt", lambda world, *_: wallet_secrets(world.entropy)),
        split("an xprv", "xprv.txt", lambda world, *_: extended_secrets(world)),
        split("any file", "secret.bin", lambda world, *_: [
            Secret("the file", world.text("secret.bin").encode(), is_text=True)], "--wrap"),
        split("WIF", "wif.txt", lambda world, *_: world.key("wif.txt", "secp256k1") + [
            Secret("WIF, letters", world.text("wif.txt").strip().encode(), is_text=True)]),
    ]


def sealing_cases() -> list[Case]:
    sealed = ["{out}~", "{out}~/aino.share", "{out}~/bram.share", "{out}~/dev.share", "{out}~/dealing.json", "{out}"]

    def secrets(world: World, out: str) -> list[Secret]:
        lines = world.opened_shares(out)
        return (world.dealing(out, shares=lines) + world.passphrases
                + age_secrets(world.text(f"{out}/aino.share"), world.identities[0].value)
                + age_secrets(world.text(f"{out}/dev.share"), passphrase=world.passphrase.encode())
                + [Secret(f"line {k}", secret_letters(line.strip()), is_text=True) for k, line in enumerate(lines, 1)])

    common = ["--group", "secp256k1", "-t", "2", "@sealed", "-o", "{out}"]
    nodes = ["--group", "secp256k1", "-t", "2", "@nodes"]
    return [
        Case("split, sealed to age, ssh and a passphrase", ["split", "secp256k1.key", *common],
             lambda world, out, _: world.key("secp256k1.key", "secp256k1") + secrets(world, out), sealed),
        Case("keygen -t, sealed to age, ssh and a passphrase", ["keygen", *common],
             lambda world, out, _: secrets(world, out), sealed),
        Case("split to nodes' keys, masked", ["split", "secp256k1.key", *nodes, "-o", "{out}"],
             lambda world, out, _: world.key("secp256k1.key", "secp256k1") + world.own_dealing(out),
             ["{out}~", "{out}~/dealing.json", "{out}"]),
        Case("split to nodes' keys, publicly verifiable",
             ["split", "secp256k1.key", *nodes, "--publicly-verifiable", "-o", "{out}"],
             lambda world, out, _: world.key("secp256k1.key", "secp256k1") + world.verifiable_dealing(out),
             ["{out}~", "{out}~/dealing.json", "{out}~/dealing.proof", "{out}"]),
        Case("keygen -t to nodes' keys", ["keygen", *nodes, "-o", "{out}"],
             lambda world, out, _: world.own_dealing(out), ["{out}~", "{out}~/dealing.json", "{out}"]),
    ]
