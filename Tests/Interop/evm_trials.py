"""EVM transactions beside eth-account: the same bytes in both directions, and call data that eth-abi made."""

import json

import rlp
from eth_abi import encode as abi_encode
from eth_account import Account
from eth_utils import keccak, to_checksum_address

from trial import UNSAFE, require, require_equal, trial

# The highest chain id that tools agree on fits 2^53; those of Energy Web and well-known chains come more often.
CHAINS = [1, 10, 137, 246, 73799, 31337]
GWEI = 10**9


def account(t):
    return Account.from_key(t.bytes(32))


def address(t):
    return to_checksum_address(t.bytes(20))


def key_file(t, of):
    """The key as nodes and wallets keep it in text."""
    digits = of.key.hex().removeprefix("0x")
    return t.file(t.random.choice([digits, "0x" + digits, digits + "\n"]))


def access_list(t):
    return [
        {"address": address(t), "storageKeys": ["0x" + t.bytes(32).hex() for _ in range(t.random.randrange(3))]}
        for _ in range(t.random.randrange(3))
    ]


def fees(t, kind):
    if kind < 2:
        return {"gasPrice": t.random.randrange(100 * GWEI)}
    tip = t.random.randrange(3 * GWEI)
    return {"maxPriorityFeePerGas": tip, "maxFeePerGas": tip + t.random.randrange(100 * GWEI)}


def authorization(t, chain):
    """One that another account signed, as a member of a type 4 transaction."""
    signed = account(t).sign_authorization(
        {"chainId": t.random.choice([chain, 0]), "address": address(t), "nonce": t.random.randrange(10)}
    )
    return {
        "chainId": signed.chain_id, "address": to_checksum_address(signed.address), "nonce": signed.nonce,
        "yParity": signed.y_parity, "r": signed.r, "s": signed.s,
    }


def transaction(t, kind, **members):
    """Random contents, as a dictionary that eth-account takes."""
    chain = t.random.choice(CHAINS)
    made = {
        "type": kind, "chainId": chain, "nonce": t.random.randrange(2**16), "to": address(t),
        "value": t.random.randrange(10**t.random.randrange(1, 22)), "gas": t.random.randrange(200_000, 2_000_000),
        "data": "0x" + t.bytes(t.random.choice([0, 1, 4, 36, 200])).hex(), **fees(t, kind),
    }
    if kind == 0:
        del made["type"]
    else:
        made["accessList"] = access_list(t)
    if kind == 3:
        made["maxFeePerBlobGas"] = t.random.randrange(10 * GWEI)
        made["blobVersionedHashes"] = ["0x01" + t.bytes(31).hex() for _ in range(t.random.randrange(1, 7))]
    if kind == 4:
        made["authorizationList"] = [authorization(t, chain) for _ in range(t.random.randrange(1, 4))]
    return made | members


def as_tools_write_it(t, made):
    """The same contents in the spellings that JSON of the ecosystem has: numbers, decimal text and hexadecimal text."""
    other = {"gas": "gasLimit", "data": "input"}
    def number(value):
        return t.random.choice([value if value < 2**53 else str(value), str(value), hex(value)])
    def spelled(name, value):
        name = other[name] if name in other and t.random.random() < 0.5 else name
        if isinstance(value, dict):
            return name, dict(spelled(*member) for member in value.items())
        if isinstance(value, list):
            return name, [spelled("", element)[1] for element in value]
        if isinstance(value, int):
            return name, number(value)
        return name, value.lower() if name == "to" and value and t.random.random() < 0.5 else value
    return json.dumps(dict(spelled(*member) for member in made.items()))


def compare(t, made, *options):
    """Signs with both, from the key file or from shares; the results must be the same bytes."""
    who = account(t)
    key = key_file(t, who)
    if t.random.random() < 0.25:
        key = t.shares(key, "secp256k1")
    ours = t.sign(as_tools_write_it(t, made), *options, key=key)
    theirs = who.sign_transaction(made)
    require_equal(ours["signed"], "0x" + theirs.raw_transaction.hex().removeprefix("0x"), "the signed bytes differ")
    require_equal(ours["hash"], "0x" + theirs.hash.hex().removeprefix("0x"), "the transaction's hash differs")
    require_equal(ours["signer"], who.address, "the signer differs")
    require_equal(Account.recover_transaction(ours["signed"]), who.address, "eth-account recovers another signer")


@trial
def signs_type_0_as_eth_account(t):
    compare(t, transaction(t, 0))


@trial
def signs_type_1_as_eth_account(t):
    compare(t, transaction(t, 1))


@trial
def signs_type_2_as_eth_account(t):
    compare(t, transaction(t, 2))


@trial
def signs_type_3_as_eth_account(t):
    compare(t, transaction(t, 3))


@trial
def signs_type_4_as_eth_account(t):
    made = transaction(t, 4)
    refusal = t.sign(as_tools_write_it(t, made), key=key_file(t, account(t)), expect={0, UNSAFE})
    compare(t, made, *([] if refusal["ok"] else ["--authorization", "--allow-replayable"]))


@trial
def signs_a_contract_creation_as_eth_account(t):
    made = transaction(t, t.random.choice([0, 1, 2]), data="0x" + t.bytes(t.random.randrange(1, 2000)).hex())
    made["to"] = ""
    compare(t, made)


@trial
def signs_without_chain_id_only_when_told(t):
    made = transaction(t, 0)
    del made["chainId"]
    refusal = t.sign(json.dumps(made), key=key_file(t, account(t)), expect=UNSAFE)
    require("--allow-replayable" in json.dumps(refusal), "the refusal does not name what lifts it", refusal)
    compare(t, made, "--allow-replayable")


@trial
def signs_unsigned_rlp(t):
    """The form that `cast mktx --raw-unsigned` and ethers' `unsignedSerialized` give, encoded by the rlp package."""
    made = transaction(t, t.random.choice([0, 2]))
    destination, data = bytes.fromhex(made["to"][2:]), bytes.fromhex(made["data"][2:])
    if "maxFeePerGas" in made:
        entries = [(bytes.fromhex(e["address"][2:]), [bytes.fromhex(k[2:]) for k in e["storageKeys"]])
                   for e in made["accessList"]]
        unsigned = b"\x02" + rlp.encode([
            made["chainId"], made["nonce"], made["maxPriorityFeePerGas"], made["maxFeePerGas"], made["gas"],
            destination, made["value"], data, entries])
    else:
        unsigned = rlp.encode([
            made["nonce"], made["gasPrice"], made["gas"], destination, made["value"], data, made["chainId"], b"", b""])
    who = account(t)
    text = t.random.choice(["0x", ""]) + unsigned.hex() + t.random.choice(["\n", ""])
    ours = t.sign(text, key=key_file(t, who))
    require_equal(ours["signed"], "0x" + who.sign_transaction(made).raw_transaction.hex(), "the signed bytes differ")


@trial
def gives_the_result_alone_on_standard_output(t):
    made, who = transaction(t, 2), account(t)
    path, key = t.file(json.dumps(made)), key_file(t, who)
    outcome = t.run("sign", path, "--key", key, "--yes", "--quiet", expect=0)
    require_equal(outcome.out.decode(), "0x" + who.sign_transaction(made).raw_transaction.hex() + "\n", "not only that")
    t.run("sign", path, "--key", key, "--yes", "--quiet", "-o", "signed.txt", expect=0)
    require_equal(Account.recover_transaction((t.folder / "signed.txt").read_text().strip()), who.address, "-o differs")


@trial
def refuses_another_chain_and_another_account(t):
    made, who = transaction(t, 2, chainId=246), account(t)
    t.sign(json.dumps(made), "--chain", "volta", key=key_file(t, who), expect=UNSAFE)
    t.sign(json.dumps(made | {"from": address(t)}), key=key_file(t, who), expect=UNSAFE)
    ours = t.sign(json.dumps(made | {"from": who.address}), "--chain", "energy-web", key=key_file(t, who))
    require_equal(ours["signer"], who.address, "the signer differs")


@trial
def verifies_what_eth_account_signed(t):
    who = account(t)
    signed = who.sign_transaction(transaction(t, t.random.randrange(5)))
    content = t.random.choice(["0x", ""]) + signed.raw_transaction.hex() + t.random.choice(["\n", ""])
    answer = t.verify(content)
    signer = [s["signer"] for s in answer["signatures"] if s["place"] == "signature"]
    require_equal(signer, [who.address], "the signer differs")
    require_equal(answer["hash"], "0x" + signed.hash.hex(), "the transaction's hash differs")
    t.verify(content, "--signer", who.address)
    t.verify(content, "--signer", account(t).address, expect=1)


@trial
def no_changed_bit_keeps_the_signer(t):
    who = account(t)
    raw = who.sign_transaction(transaction(t, t.random.randrange(5))).raw_transaction
    for _ in range(4):
        t.refused("0x" + t.flipped(raw).hex(), "--signer", who.address)


# Call data

ABI_TYPES = {
    "address": lambda t: address(t).lower(),
    "uint256": lambda t: t.random.randrange(2**t.random.choice([1, 8, 64, 256])),
    "int128": lambda t: t.random.randrange(-(2**127), 2**127),
    "uint8": lambda t: t.random.randrange(256),
    "bool": lambda t: t.random.random() < 0.5,
    "bytes32": lambda t: t.bytes(32),
    "bytes4": lambda t: t.bytes(4),
    "bytes": lambda t: t.bytes(t.random.randrange(70)),
    "string": lambda t: "".join(t.random.choice("kWh ÄÖ€ 0123abc") for _ in range(t.random.randrange(40))),
}


def parameter(t, name, depth=0):
    """A random parameter: its entry in the ABI, its type as eth-abi takes it, and a value."""
    shape = t.random.choice(["plain", "plain", "array", "fixed", "tuple"]) if depth < 2 else "plain"
    if shape == "plain":
        kind = t.random.choice(list(ABI_TYPES))
        return {"name": name, "type": kind}, kind, ABI_TYPES[kind](t)
    if shape == "tuple":
        parts = [parameter(t, f"{name}{letter}", depth + 1) for letter in "xyz"[: t.random.randrange(1, 4)]]
        entry = {"name": name, "type": "tuple", "components": [part[0] for part in parts]}
        return entry, f"({','.join(part[1] for part in parts)})", tuple(part[2] for part in parts)
    kind = t.random.choice(list(ABI_TYPES))
    count = t.random.randrange(1, 4)
    suffix = f"[{count}]" if shape == "fixed" else "[]"
    return {"name": name, "type": kind + suffix}, kind + suffix, [ABI_TYPES[kind](t) for _ in range(count)]


def call(name, parameters):
    """Selector and arguments, as eth-abi encodes them."""
    types = [part[1] for part in parameters]
    return keccak(text=f"{name}({','.join(types)})")[:4] + abi_encode(types, [part[2] for part in parameters])


@trial
def shows_a_call_by_its_abi(t):
    parameters = [parameter(t, f"part{letter}") for letter in "ABCDE"[: t.random.randrange(1, 6)]]
    name = "settle" + t.bytes(3).hex()
    abi = [{"type": "function", "name": name, "stateMutability": "nonpayable", "outputs": [],
            "inputs": [part[0] for part in parameters]}]
    made = transaction(t, 2, data="0x" + call(name, parameters).hex())
    who = account(t)
    arguments = [t.file(json.dumps(made)), "--key", key_file(t, who), "--yes", "--abi", t.file(json.dumps(abi))]
    outcome = t.run("sign", *arguments, expect=0)
    require_equal(outcome.text, "0x" + who.sign_transaction(made).raw_transaction.hex(), "the signed bytes differ")
    require(name in outcome.talk, "the function's name is not shown", outcome)
    for entry, kind, value in parameters:
        require(entry["name"] in outcome.talk, f"the name {entry['name']} is not shown", outcome)
        if kind.startswith(("uint", "int")) and isinstance(value, int):
            require(str(value) in outcome.talk, f"{value} of {entry['name']} is not shown", outcome)
        if kind == "address":
            require(to_checksum_address(value) in outcome.talk, f"{value} of {entry['name']} is not shown", outcome)
        if kind == "string" and value.isascii() and value.strip():
            shown = "".join(outcome.talk.split())
            require("".join(value.split()) in shown, f"{value!r} of {entry['name']} is not shown", outcome)


@trial
def shows_token_calls_without_an_abi(t):
    amount = t.random.choice([2**256 - 1, t.random.randrange(10**24)])
    spender = address(t)
    name, types, values = t.random.choice([
        ("transfer", ["address", "uint256"], [spender, amount]),
        ("approve", ["address", "uint256"], [spender, amount]),
        ("transferFrom", ["address", "address", "uint256"], [address(t), spender, amount]),
        ("setApprovalForAll", ["address", "bool"], [spender, True]),
    ])
    data = keccak(text=f"{name}({','.join(types)})")[:4] + abi_encode(types, values)
    made = transaction(t, 2, data="0x" + data.hex())
    outcome = t.run("sign", t.file(json.dumps(made)), "--key", key_file(t, account(t)), "--yes", expect=0)
    require(name in outcome.talk, "the function is not shown", outcome)
    require(spender in outcome.talk, "whom it is for is not shown", outcome)
    if "uint256" in types and amount < 2**256 - 1:
        require(str(amount) in outcome.talk, "the amount is not shown", outcome)
    if name == "approve" and amount == 2**256 - 1:
        require("UNLIMITED" in outcome.talk, "an unlimited approval is not shouted", outcome)


@trial
def shows_what_a_safe_does_through_multi_send(t):
    """A Safe's transaction that runs MultiSend, with calls that eth-abi made inside."""
    spender, token, receiver, safe, library = (address(t) for _ in range(5))
    approve = keccak(text="approve(address,uint256)")[:4] + abi_encode(["address", "uint256"], [spender, 2**256 - 1])
    inner = [(token, 0, approve), (receiver, 3 * 10**18, b""), (token, 0, t.bytes(40))]
    t.random.shuffle(inner)
    calls = b"".join(
        b"\0" + bytes.fromhex(to[2:]) + value.to_bytes(32) + len(data).to_bytes(32) + data for to, value, data in inner)
    multi_send = keccak(text="multiSend(bytes)")[:4] + abi_encode(["bytes"], [calls])
    types = ["address", "uint256", "bytes", "uint8", "uint256", "uint256", "uint256", "address", "address", "bytes"]
    zero = "0x" + 40 * "0"
    data = keccak(text=f"execTransaction({','.join(types)})")[:4] + abi_encode(
        types, [library, 0, multi_send, 1, 0, 0, 0, zero, zero, t.bytes(65)])
    made = transaction(t, 2, data="0x" + data.hex(), to=safe)
    outcome = t.run("sign", t.file(json.dumps(made)), "--key", key_file(t, account(t)), "--yes", expect=0)
    for shown in [spender, token, receiver, safe, library, "UNLIMITED", "DELEGATECALL", " with 3 "]:
        require(shown in outcome.talk, f"{shown} is not shown", outcome)


@trial
def says_what_is_not_written_as_eth_abi_writes_it(t):
    """An offset that leads over a gap: contracts read the same, and so does the summary, with a warning."""
    spender = address(t)
    approve = keccak(text="approve(address,uint256)")[:4] + abi_encode(["address", "uint256"], [spender, 2**256 - 1])
    plain = abi_encode(["bytes[]"], [[approve]])
    words = [plain[at:at + 32] for at in range(0, len(plain), 32)]
    gap = [(64).to_bytes(32), t.bytes(32), *words[1:]]
    data = keccak(text="multicall(bytes[])")[:4] + b"".join(gap)
    made = transaction(t, 2, data="0x" + data.hex())
    ours = t.sign(json.dumps(made), key=key_file(t, account(t)))
    codes = [warning["code"] for warning in ours["warnings"]]
    require("arguments-differ" in codes and "unlimited-approval" in codes, "the gap is not said", ours)
