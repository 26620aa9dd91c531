"""A command that touches a secret: what is secret in it, and which files it may write; and what several cases share."""

from collections.abc import Callable
from dataclasses import dataclass

from forms import Secret
from material import age_secrets, base58_check, keystore_secrets, master_secrets, pkcs8_secrets
from observe import Talk
from world import KEYS, World


Secrets = Callable[[World, str, bytes], list[Secret]]


@dataclass
class Case:
    """`{out}` stands for the name of the result, which differs in each run of the command."""

    name: str
    arguments: list[str]
    # Of the world, the name of the result and the standard output.
    secrets: Secrets
    # What it opens for writing or makes, and which of these are the result and may hold a secret.
    files: list[str]
    holds: tuple[str, ...] = ()
    stdin: str | None = None
    talk: Talk | None = None
    # Whether a secret is alive at some system call, so that it must be seen.
    is_alive: bool = True
    # Whether its result is the standard output, so that --json is not asked for.
    is_output: bool = False


FILE = ["(unnamed)", "{out}"]
SHARES = ["{out}~", "{out}~/holder-*.share", "{out}~/dealing.json", "{out}"]
PLAIN_SHARES = ("{out}~/holder-*.share",)


# WHAT IS SECRET

def encrypted_secrets(world: World, name: str, group: str) -> list[Secret]:
    """The key in an encrypted file, the passphrase, and the key that was made of it."""
    text, passphrase = world.text(name), world.passphrase.encode()
    found = world.key(name, group) + world.passphrases
    if text.startswith("{"):
        return found + keystore_secrets(text, passphrase)
    return found + (pkcs8_secrets(text, passphrase) if "ENCRYPTED PRIVATE KEY" in text else [])


def extended_secrets(world: World) -> list[Secret]:
    text = world.text("xprv.txt").strip()
    data = base58_check(text)
    return [Secret("xprv, letters", text.encode(), is_text=True),
            *master_secrets(int.from_bytes(data[46:78], "big"), data[13:45])]


def sealed_dealing(world: World, *_) -> list[Secret]:
    return (world.dealing("sealed", shares=world.opened_shares("sealed")) + world.identities
            + age_secrets(world.text("sealed/aino.share"), world.identities[0].value))


def by_passphrase(world: World, *_) -> list[Secret]:
    return (world.dealing("sealed", shares=world.opened_shares("sealed")) + world.passphrases
            + age_secrets(world.text("sealed/dev.share"), passphrase=world.passphrase.encode()))


def plain_dealing(group: str) -> Secrets:
    folder = f"{group}-shares"
    return lambda world, *_: world.key(KEYS[group][1], group) + world.dealing(folder) + [
        world.line(f"{folder}/holder-{number}.share") for number in (1, 2, 3)]


def with_nodes(*nodes: str) -> Secrets:
    return lambda world, *_: world.nodes(*nodes) + world.own_dealing("masked")
