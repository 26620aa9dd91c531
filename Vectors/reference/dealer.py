"""Makes dealings whose every random choice follows from a name, so that the vectors come out the same each time."""

from . import dealing as dealings, keyfiles
from .addresses import addresses
from .groups import ED25519, GROUPS, multiply, polynomial
from .primitives import sha256


def stream(name, count):
    """Bytes that look random and follow from the name alone."""
    out = b""
    while len(out) < count:
        out += sha256(b"holdfast vectors\0" + name.encode() + b"\0" + len(out).to_bytes(4, "big"))
    return out[:count]


def number(group, name):
    """1 … q − 1, the first of a list that is below the order."""
    attempt = 0
    while True:
        candidate = int.from_bytes(stream(f"{name}/{attempt}", 32), "big") >> 256 - group.q.bit_length()
        if 0 < candidate < group.q:
            return candidate
        attempt += 1


class Dealt:
    """A dealing with everything secret about it."""

    def __init__(self, name, group, threshold, holders, form, kind="node-key", secret=None, original=None,
                 label="", created="2026-11-22T10:02:33Z", epoch=0, indices=None, recipients=None, coefficients=None,
                 wallet=None):
        self.name, self.group = name, group = name, GROUPS[group]
        indices = indices or list(range(1, len(holders) + 1))
        recipients = recipients or [None] * len(holders)
        if kind == "wrapping":
            self.key = number(group, name + "/key")
        else:
            secret = secret or number(group, name + "/key").to_bytes(32, "big")
            self.key = keyfiles.seed_scalar(secret) if group is ED25519 else int.from_bytes(secret, "big")
            original = original or keyfiles.write(form, group, secret)
        self.original = original
        self.coefficients = [self.key] + (coefficients or [number(group, f"{name}/{k}") for k in range(1, threshold)])
        points = [multiply(group, a, group.generator) for a in self.coefficients]
        self.public_key = group.encode(points[0])
        self.salt, self.nonce = stream(name + "/salt", 32), stream(name + "/nonce", 24)
        node = kind == "node-key"
        self.dealing = self.proven({
            "format": dealings.FORMAT, "id": "", "label": label, "created": created, "epoch": epoch,
            "group": group.name, "threshold": threshold,
            "holders": [{"index": i, "name": n, "recipient": r} for i, n, r in zip(indices, holders, recipients)],
            "commitments": [group.encode(point).hex() for point in points],
            "key": {"kind": kind, "format": form, "publicKey": self.public_key.hex() if node else None,
                    "addresses": addresses(group, points[0], form) if node else wallet or {}},
            "original": self.sealed(dealings.pad(original), kind, form), "proof": ""})

    def proven(self, dealing):
        """The dealing with its id, and with the proof that this dealer makes over it."""
        identifier = dealings.identity(dealing)
        return {**dealing, "id": identifier.hex(),
                "proof": dealings.prove(self.group, self.key, self.nonce_for(identifier), identifier).hex()}

    def nonce_for(self, identifier):
        """Follows from the name and the id; whoever is no generator of vectors draws it."""
        return number(self.group, f"{self.name}/proof/{identifier.hex()}")

    def sealed(self, body, kind=None, form=None):
        """The body under the key of this dealing."""
        kind, form = kind or self.dealing["key"]["kind"], form or self.dealing["key"]["format"]
        return dealings.seal_body(self.group, self.key, self.salt, self.nonce, self.public_key, kind, form, body)

    def share(self, index):
        return polynomial(self.group, self.coefficients, index)

    def share_hex(self, index):
        return dealings.scalar_bytes(self.group, self.share(index)).hex()
