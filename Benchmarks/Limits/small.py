"""Transactions that the program takes whole: EVM and Solana, each of the largest size."""

import base64
import json
import pathlib

from measure import Bench
from sharing import GROUP, node_key

# A packet of the network.
MOST_SOLANA = 1232
MOST_EVM = 1 << 20
# Type, lengths, the members below, and a signature of 67 bytes.
_BESIDE_DATA = 109
_SYSTEM = bytes(32)


def transactions(bench: Bench) -> None:
    _evm(bench)
    _solana(bench)


def evm_members(size: int) -> str:
    """A transaction that has so many bytes when it is signed, or a few less, where r or s begins with zeros."""
    data = b"\x01" * (size - _BESIDE_DATA)
    return json.dumps({
        "type": 2, "chainId": 246, "nonce": 1, "gas": 30_000_000, "maxFeePerGas": 1, "maxPriorityFeePerGas": 1,
        "to": "0x" + "11" * 20, "value": 1, "data": "0x" + data.hex()})


def _evm(bench: Bench) -> None:
    key = node_key(bench, GROUP)
    content = bench.file("evm.json", evm_members(MOST_EVM))
    run = bench.run("sign", content, "--key", key, "--group", GROUP, "--yes", "--json")
    signed = run.json.get("signed", "")
    size, signer = len(signed) // 2 - 1, run.json.get("signer", "")
    bench.row("sign an EVM transaction of 1 MiB", size, run, GROUP, MOST_EVM - 4 < size <= MOST_EVM)
    run = bench.run("verify", bench.file("evm.hex", signed), "--signer", signer, "--json")
    bench.row(" its verification", MOST_EVM, run, GROUP, run.exit == 0 and run.json.get("ok") is True)
    changed = signed[:-2] + f"{int(signed[-2:], 16) ^ 1:02x}"
    run = bench.run("verify", bench.file("changed.hex", changed), "--signer", signer, "--json")
    bench.row(" one bit altered: refused", MOST_EVM, run, GROUP, run.exit == 1)


def _short(number: int) -> bytes:
    """Compact-u16."""
    return bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])


def _message(payer: bytes, memo: int) -> bytes:
    """58 transfers to one receiver, and a memo."""
    receiver = bytes(range(32))
    program = bytes.fromhex("054a535a992921064d24e87160da387c7c35b5ddbc92bb81e41fa8404105448d")
    transfer = b"\x02" + _short(2) + b"\x00\x01" + _short(12) + b"\x02\x00\x00\x00" + (1).to_bytes(8, "little")
    note = b"\x03" + _short(0) + _short(memo) + b"m" * memo
    return (b"\x01\x00\x02" + _short(4) + payer + receiver + _SYSTEM + program + bytes([7]) * 32 + _short(59)
            + transfer * 58 + note)


def solana_transaction(payer: bytes, size: int) -> bytes:
    """To be signed, with a memo that makes it so long."""
    unsigned = _short(1) + bytes(64) + _message(payer, 0)
    return _short(1) + bytes(64) + _message(payer, size - len(unsigned))


def solana_key(bench: Bench) -> tuple[pathlib.Path, bytes]:
    key = bench.folder / "solana.key"
    key.unlink(missing_ok=True)
    made = bench.run("keygen", "--group", "ed25519", "--format", "solana", "-o", key, "--json").json
    return key, bytes.fromhex(made["publicKey"])


def _solana(bench: Bench) -> None:
    key, payer = solana_key(bench)
    content = bench.file("solana", base64.b64encode(solana_transaction(payer, MOST_SOLANA)))
    run = bench.run("sign", content, "--key", key, "--yes", "--json")
    signed = base64.b64decode(run.json.get("signed", ""))
    bench.row("sign a Solana transaction of 1232 bytes", len(signed), run, "ed25519", len(signed) == MOST_SOLANA)
    run = bench.run("verify", bench.file("solana.signed", base64.b64encode(signed)), "--json")
    bench.row(" its verification", len(signed), run, "ed25519", run.exit == 0 and run.json.get("ok") is True)
    changed = signed[:-1] + b"n"
    run = bench.run("verify", bench.file("solana.changed", base64.b64encode(changed)), "--json")
    bench.row(" one letter altered: refused", len(signed), run, "ed25519", run.exit == 1)
