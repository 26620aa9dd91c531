"""What 1 V takes: one verification of one signature by the group's own library."""

import ctypes
import ctypes.util
import json
import pathlib
import subprocess
import time
from collections.abc import Callable
from typing import Any

DIGEST = b"\x5a" * 32
# Known to everybody; nothing of value is its.
SECRET = b"\x11" * 32
_NID_P256 = 415


def units(benchmark: pathlib.Path | None) -> tuple[dict[str, float], str]:
    """Seconds of one verification by group, and by what they were measured."""
    if benchmark is None:
        return {group: _cost(call) for group, call in _verifications().items()}, "calls of the libraries"
    found: dict[str, float] = {}
    for _ in range(3):  # Another's work on the machine can only make it look slower.
        for row in _measured(benchmark)["units"]:
            found[row["group"]] = min(found.get(row["group"], 1), row["microseconds"] / 1e6)
    return found, benchmark.name


def _measured(benchmark: pathlib.Path) -> dict[str, Any]:
    return json.loads(subprocess.run(
        [benchmark.resolve(), "--json", "--quick", "--work", "verify"], check=True, stdout=subprocess.PIPE).stdout)


def library(name: str) -> ctypes.CDLL:
    return ctypes.CDLL(ctypes.util.find_library(name) or f"lib{name}.so")


def _cost(verify: Callable[[], int], rounds: int = 9, times: int = 500) -> float:
    """The median of some rounds, in CPU time. The call from Python takes less than 1 µs of it."""
    costs = []
    for _ in range(rounds):
        begin = time.process_time()
        for _ in range(times):
            verify()
        costs.append((time.process_time() - begin) / times)
    return sorted(costs)[rounds // 2]


def _verifications() -> dict[str, Callable[[], int]]:
    made = {"secp256k1": _secp256k1(), "p256": _p256(), "ed25519": _ed25519()}
    for group, verify in made.items():
        good = 0 if group == "ed25519" else 1
        if verify() != good:
            raise SystemExit(f"limits: the library of {group} refuses its own signature")
    return made


def _secp256k1() -> Callable[[], int]:
    signer = Secp256k1(SECRET)
    return lambda: signer.verify(DIGEST)


class Secp256k1:
    """A key of libsecp256k1."""

    def __init__(self, secret: bytes):
        self.library = library("secp256k1")
        self.library.secp256k1_context_create.restype = ctypes.c_void_p
        self.context = ctypes.c_void_p(self.library.secp256k1_context_create(1))
        self.secret, self.key = secret, ctypes.create_string_buffer(64)
        self.library.secp256k1_ec_pubkey_create(self.context, self.key, secret)
        self.signature = ctypes.create_string_buffer(64)
        self._sign(DIGEST)

    @property
    def public_key(self) -> bytes:
        """33 bytes."""
        text, count = ctypes.create_string_buffer(33), ctypes.c_size_t(33)
        self.library.secp256k1_ec_pubkey_serialize(self.context, text, ctypes.byref(count), self.key, 0x102)
        return text.raw

    def _sign(self, digest: bytes) -> None:
        self.library.secp256k1_ecdsa_sign(self.context, self.signature, digest, self.secret, None, None)

    def sign(self, digest: bytes) -> bytes:
        """Strict DER, with a low s."""
        self._sign(digest)
        text, count = ctypes.create_string_buffer(72), ctypes.c_size_t(72)
        self.library.secp256k1_ecdsa_signature_serialize_der(self.context, text, ctypes.byref(count), self.signature)
        return text.raw[:count.value]

    def verify(self, digest: bytes) -> int:
        """Of the signature made last."""
        return self.library.secp256k1_ecdsa_verify(self.context, self.signature, digest, self.key)


class P256:
    """A key of libcrypto."""

    def __init__(self, der: bytes | None = None):
        """`der`: an ECPrivateKey (RFC 5915); none for a fresh key."""
        self.library = library("crypto")
        for name in ("EC_KEY_new_by_curve_name", "d2i_ECPrivateKey", "ECDSA_do_sign"):
            getattr(self.library, name).restype = ctypes.c_void_p
        if der is None:
            self.key = ctypes.c_void_p(self.library.EC_KEY_new_by_curve_name(_NID_P256))
            self.library.EC_KEY_generate_key(self.key)
        else:
            start = ctypes.c_char_p(der)
            self.key = ctypes.c_void_p(self.library.d2i_ECPrivateKey(None, ctypes.byref(start), len(der)))

    def sign(self, digest: bytes) -> tuple[int, int]:
        """r and s, which may be high."""
        text, count = ctypes.create_string_buffer(80), ctypes.c_uint(80)
        self.library.ECDSA_sign(0, digest, len(digest), text, ctypes.byref(count), self.key)
        r_end = 4 + text.raw[3]
        return int.from_bytes(text.raw[4:r_end], "big"), int.from_bytes(text.raw[r_end + 2:count.value], "big")


def _p256() -> Callable[[], int]:
    signer = P256()
    signature = ctypes.c_void_p(signer.library.ECDSA_do_sign(DIGEST, 32, signer.key))
    return lambda: signer.library.ECDSA_do_verify(DIGEST, 32, signature, signer.key)


def _ed25519() -> Callable[[], int]:
    sodium = library("sodium")
    sodium.sodium_init()
    public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
    signature = ctypes.create_string_buffer(64)
    sodium.crypto_sign_seed_keypair(public, secret, SECRET)
    sodium.crypto_sign_detached(signature, None, DIGEST, ctypes.c_ulonglong(32), secret)
    return lambda: sodium.crypto_sign_verify_detached(signature, DIGEST, ctypes.c_ulonglong(32), public)
