"""Checking shares, handing them on, rebuilding keys, and looking at secret files."""

from case import (
    FILE, Case, Secrets, by_passphrase, encrypted_secrets, extended_secrets, plain_dealing, sealed_dealing, with_nodes)
from forms import Secret
from material import age_secrets, keystore_secrets, pkcs8_secrets, wallet_secrets
from world import KEYS, World


# HOLDING

def check_cases() -> list[Case]:
    cases = [
        Case(f"check, {group}", ["check", f"{group}-shares/holder-1.share"], plain_dealing(group), [])
        for group in KEYS]
    cases += [
        Case("check all", ["check", "secp256k1-shares"], plain_dealing("secp256k1"), []),
        Case("check, sealed to age", ["check", "sealed/aino.share", "--identity", "me.age"], sealed_dealing, []),
        Case("check, sealed to ssh", ["check", "sealed/bram.share", "--identity", "ssh"], sealed_dealing, []),
        Case("check, sealed with a passphrase", ["check", "sealed/dev.share", "--passphrase-file", "pass.txt"],
             by_passphrase, []),
        Case("check, a passphrase that is typed", ["check", "sealed/dev.share"], by_passphrase, ["/dev/tty"],
             talk=[("Passphrase for [^\n]*: ", "@pass\n")]),
    ]
    for node in "abc":
        cases.append(Case(
            f"check, masked, key of {node}", ["check", "masked/dealing.json", "--identity", f"{node}.pem"],
            with_nodes(node), []))
        cases.append(Case(
            f"check, verifiable, key of {node}",
            ["check", "verifiable/dealing.json", "--proof", "verifiable/dealing.proof", "--identity", f"{node}.pem"],
            lambda world, *_, node=node: world.nodes(node) + world.verifiable_dealing("verifiable"), []))
    cases.append(Case(
        "check, masked, an encrypted key of b",
        ["check", "masked/dealing.json", "--identity", "b-encrypted.pem", "--passphrase-file", "pass.txt"],
        lambda world, *_: with_nodes("b")(world) + world.passphrases + pkcs8_secrets(
            world.text("b-encrypted.pem"), world.passphrase.encode()), []))
    return cases


def request_cases() -> list[Case]:
    to_request = FILE
    acknowledged = ["submit", "--acknowledge", "masked/dealing.json", "--identity", "a.pem", "-o", "{out}"]
    return [
        Case("request", ["request", "masked/dealing.json", "--to", "me.pub", "--purpose", "x", "-o", "{out}"],
             with_nodes("a"), to_request, is_alive=False),
        Case("submit a share", ["submit", "plain.request", "secp256k1-shares/holder-1.share", "@plain", "-o", "{out}"],
             plain_dealing("secp256k1"), FILE),
        Case("submit a node's share", ["submit", "own.request", "--identity", "a.pem", "@own", "-o", "{out}"],
             with_nodes("a"), FILE),
        Case("submit blinded", ["submit", "blinded.request", "--identity", "a.pem", "@blinded", "-o", "{out}"],
             with_nodes("a"), FILE),
        Case("submit --acknowledge", acknowledged, with_nodes("a"), FILE),
        Case("reseal to age", ["reseal", "sealed/bram.share", "--identity", "ssh", "--to", "me.pub", "-o", "{out}"],
             lambda world, out, _: sealed_dealing(world) + age_secrets(world.text(out), world.identities[0].value),
             FILE),
        Case("reseal with a passphrase",
             ["reseal", "secp256k1-shares/holder-1.share", "--to", "passphrase", "--passphrase-file", "pass.txt",
              "-o", "{out}"],
             lambda world, out, _: plain_dealing("secp256k1")(world) + world.passphrases + age_secrets(
                 world.text(out), passphrase=world.passphrase.encode()), FILE),
        Case("print", ["print", "secp256k1-shares/holder-1.share", "-o", "{out}.pdf"], plain_dealing("secp256k1"),
             ["(unnamed)", "{out}.pdf"], ("(unnamed)", "pipe")),
    ]


# REBUILDING

def rebuild_cases() -> list[Case]:
    two = ["secp256k1-shares/holder-1.share", "secp256k1-shares/holder-2.share"]
    secrets = plain_dealing("secp256k1")

    def rebuilt_encrypted(world: World, out: str, output: bytes) -> list[Secret]:
        return secrets(world, out, output) + world.passphrases + keystore_secrets(
            world.text(out), world.passphrase.encode())

    cases = [
        Case(f"rebuild, {group}",
             ["rebuild", *(f"{group}-shares/holder-{k}.share" for k in (1, 3)), "-o", "{out}"],
             plain_dealing(group), FILE, ("(unnamed)",))
        for group in KEYS]
    cases += [
        Case("rebuild to standard output", ["rebuild", *two, "-o", "-"], secrets, [], ("standard output",),
             is_output=True),
        Case("rebuild to an encrypted form",
             ["rebuild", *two, "--as", "ethereum-keystore", "--passphrase-file", "pass.txt", "-o", "{out}"],
             rebuilt_encrypted, FILE),
        Case("rebuild to encrypted PKCS#8",
             ["rebuild", "p256-shares/holder-1.share", "p256-shares/holder-2.share", "--as", "pkcs8-encrypted-pem",
              "--passphrase-file", "pass.txt", "-o", "{out}"],
             lambda world, out, _: plain_dealing("p256")(world) + world.passphrases + pkcs8_secrets(
                 world.text(out), world.passphrase.encode()), FILE),
        Case("rebuild from sealed shares",
             ["rebuild", "sealed/aino.share", "sealed/bram.share", "--identity", "me.age", "--identity", "ssh",
              "-o", "{out}"],
             lambda world, *_: sealed_dealing(world) + world.key("secp256k1.key", "secp256k1"), FILE, ("(unnamed)",)),
        Case("rebuild --collect, files named", ["rebuild", "--collect", "-o", "{out}"], secrets, FILE, ("(unnamed)",),
             stdin="named.txt"),
        Case("rebuild --collect, share files", ["rebuild", "--collect", "-o", "{out}"], secrets, FILE, ("(unnamed)",),
             stdin="collected.txt"),
        Case("rebuild --collect at a terminal", ["rebuild", "--collect", "--yes", "-o", "{out}"], secrets,
             [*FILE, "/dev/tty"], ("(unnamed)",), talk=[
                 ("Next share: ", "secp256k1-shares/holder-2.share\n"), ("Next share: ", "@row0\n"),
                 (r"Row 2 of 6: ", "@row1\n"),
                 (r"Row 3 of 6: ", "@row2\n"), (r"Row 4 of 6: ", "@row3\n"), (r"Row 5 of 6: ", "@row4\n"),
                 (r"Row 6 of 6: ", "@row5\n")]),
        Case("rebuild from nodes' keys",
             ["rebuild", "masked/dealing.json", "--identity", "a.pem", "--identity", "b.pem", "-o", "{out}"],
             lambda world, *_: with_nodes("a", "b")(world) + world.key("secp256k1.key", "secp256k1"), FILE,
             ("(unnamed)",)),
        Case("rebuild, publicly verifiable",
             ["rebuild", "verifiable/dealing.json", "--proof", "verifiable/dealing.proof", "--identity", "b.pem",
              "--identity", "c.pem", "-o", "{out}"],
             lambda world, *_: world.nodes("b", "c") + world.verifiable_dealing("verifiable"), FILE, ("(unnamed)",)),
        Case("rebuild from submissions",
             ["rebuild", "--request", "plain.request", "plain-1.submission", "plain-2.submission", "--identity",
              "me.age", "-o", "{out}"],
             lambda world, *_: secrets(world) + world.identities, FILE, ("(unnamed)",)),
        Case("rebuild blinded",
             ["rebuild", "--request", "blinded.request", "blinded-a.submission", "blinded-d.submission", "--identity",
              "me.age", "-o", "{out}"],
             lambda world, *_: world.own_dealing("masked") + world.identities, FILE, ("(unnamed)",)),
        Case("drill", ["drill", *two], secrets, []),
    ]
    return cases


# LOOKING

def inspect_cases() -> list[Case]:
    def inspecting(name: str, file: str, secrets: Secrets, *more: str) -> Case:
        return Case(f"inspect, {name}", ["inspect", file, *more], secrets, [])

    cases = [inspecting(f"a key of {group}", name, lambda world, *_, name=name, group=group: world.key(name, group),
                        "--group", group) for group, (_, name) in KEYS.items()]
    return cases + [
        inspecting("a share", "secp256k1-shares/holder-1.share", plain_dealing("secp256k1")),
        inspecting("a mnemonic", "phrase.txt", lambda world, *_: wallet_secrets(world.entropy)),
        inspecting("an xprv", "xprv.txt", lambda world, *_: extended_secrets(world)),
        inspecting("WIF", "wif.txt", lambda world, *_: world.key("wif.txt", "secp256k1") + [
            Secret("WIF, letters", world.text("wif.txt").strip().encode(), is_text=True)]),
        inspecting("a keystore", "encrypted-ethereum-keystore", lambda world, *_: encrypted_secrets(
            world, "encrypted-ethereum-keystore", "secp256k1"), "--passphrase-file", "pass.txt"),
        inspecting("encrypted PKCS#8", "encrypted-pkcs8-encrypted-pem", lambda world, *_: encrypted_secrets(
            world, "encrypted-pkcs8-encrypted-pem", "p256"), "--passphrase-file", "pass.txt"),
    ]
