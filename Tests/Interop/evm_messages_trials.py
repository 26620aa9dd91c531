"""Messages of EIP-191, typed data of EIP-712 and authorizations of EIP-7702, beside eth-account."""

import json

from eth_account import Account
from eth_account.messages import encode_defunct, encode_typed_data
from eth_utils import to_checksum_address

from evm_trials import CHAINS, account, address, key_file
from trial import UNSAFE, require, require_equal, trial


def signature(signed):
    return "0x" + signed.signature.hex().removeprefix("0x")


def text(t):
    return "".join(t.random.choice("pay 12 kWh to Ünna\n€…") for _ in range(t.random.randrange(1, 120)))


@trial
def signs_personal_messages_as_eth_account(t):
    who, message = account(t), text(t)
    key = key_file(t, who)
    ours = t.sign_message(message, "evm", key=key if t.random.random() < 0.7 else t.shares(key, "secp256k1"))
    require_equal(ours["signed"], signature(who.sign_message(encode_defunct(text=message))), "the signatures differ")
    require_equal(ours["signer"], who.address, "the signer differs")
    recovered = Account.recover_message(encode_defunct(text=message), signature=ours["signed"])
    require_equal(recovered, who.address, "eth-account recovers another signer")


@trial
def verifies_personal_messages_of_eth_account(t):
    who, message = account(t), text(t)
    signed = who.sign_message(encode_defunct(text=message))
    answer = t.verify_message(signature(signed), message, "evm")
    require_equal([s["signer"] for s in answer["signatures"]], [who.address], "the signer differs")
    t.verify_message(signature(signed), message, "evm", "--signer", who.address)
    t.verify_message(signature(signed), message + ".", "evm", "--signer", who.address, expect=1)
    changed = "0x" + t.flipped(signed.signature).hex()
    t.verify_message(changed, message, "evm", "--signer", who.address, expect={1, 4})


PLAIN = {
    "uint256": lambda t: t.random.randrange(2**t.random.choice([8, 64, 256])),
    "int64": lambda t: t.random.randrange(-(2**63), 2**63),
    "address": address,
    "bool": lambda t: t.random.random() < 0.5,
    "string": text,
    "bytes": lambda t: "0x" + t.bytes(t.random.randrange(50)).hex(),
    "bytes32": lambda t: "0x" + t.bytes(32).hex(),
}


def typed_data(t, chain=None):
    """Random nested structures, in the form that wallets hand to `eth_signTypedData_v4`."""
    def members(prefix, others):
        made = []
        for number in range(t.random.randrange(1, 6)):
            kind = t.random.choice(list(PLAIN) + others)
            made.append({"name": f"{prefix}{number}", "type": kind + t.random.choice(["", "", "[]", "[2]"])})
        return made

    types = {"Leaf": members("leaf", [])}
    types["Branch"] = members("branch", ["Leaf"]) + [{"name": "leaf", "type": "Leaf"}]
    types["Root"] = members("root", ["Leaf", "Branch"]) + [{"name": "branch", "type": "Branch"}]

    def value(kind):
        if kind.endswith("]"):
            count = 2 if kind.endswith("[2]") else t.random.randrange(4)
            return [value(kind[: kind.rindex("[")]) for _ in range(count)]
        if kind in types:
            return {member["name"]: value(member["type"]) for member in types[kind]}
        return PLAIN[kind](t)

    domain = {"name": "Settlement", "version": "1", "chainId": chain or t.random.choice(CHAINS),
              "verifyingContract": address(t), "salt": "0x" + t.bytes(32).hex()}
    kinds = {"name": "string", "version": "string", "chainId": "uint256", "verifyingContract": "address",
             "salt": "bytes32"}
    kept = [name for name in kinds if name == "chainId" or t.random.random() < 0.7]
    types["EIP712Domain"] = [{"name": name, "type": kinds[name]} for name in kept]
    return {"types": types, "primaryType": "Root", "domain": {name: domain[name] for name in kept},
            "message": value("Root")}


@trial
def signs_typed_data_as_eth_account(t):
    who, data = account(t), typed_data(t)
    ours = t.sign(json.dumps(data), key=key_file(t, who))
    theirs = who.sign_message(encode_typed_data(full_message=data))
    require_equal(ours["signed"], signature(theirs), "the signatures differ")
    require_equal(ours["signer"], who.address, "the signer differs")


@trial
def verifies_typed_data_of_eth_account(t):
    who, data = account(t), typed_data(t)
    signed = who.sign_message(encode_typed_data(full_message=data))
    document = json.dumps(data)
    t.verify_message(signature(signed), document, "evm", "--signer", who.address)
    data["message"]["branch"]["leaf"]["leaf0"] = typed_data(t)["message"]
    t.verify_message(signature(signed), json.dumps(data), "evm", "--signer", who.address, expect={1, 2, 4})


@trial
def refuses_typed_data_with_more_or_less_than_its_types(t):
    who, data = account(t), typed_data(t, chain=246)
    t.sign(json.dumps(data), "--chain", "energy-web", key=key_file(t, who))
    t.sign(json.dumps(data), "--chain", "1", key=key_file(t, who), expect=UNSAFE)
    extra = json.loads(json.dumps(data))
    extra["message"]["unseen"] = "1"
    t.sign(json.dumps(extra), key=key_file(t, who), expect={2, 4})
    del data["message"]["branch"]
    t.sign(json.dumps(data), key=key_file(t, who), expect={2, 4})


@trial
def signs_a_permit_in_words(t):
    who = account(t)
    fields = [("owner", "address"), ("spender", "address"), ("value", "uint256"), ("nonce", "uint256"),
              ("deadline", "uint256")]
    domain = {"name": "Token", "version": "1", "chainId": 246, "verifyingContract": address(t)}
    kinds = [("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address")]
    data = {
        "types": {"EIP712Domain": [{"name": n, "type": k} for n, k in kinds],
                  "Permit": [{"name": n, "type": k} for n, k in fields]},
        "primaryType": "Permit", "domain": domain,
        "message": {"owner": who.address, "spender": address(t), "value": str(2**256 - 1), "nonce": 0,
                    "deadline": 1_800_000_000},
    }
    outcome = t.run("sign", t.file(json.dumps(data)), "--key", key_file(t, who), "--yes", expect=0)
    data["message"]["value"] = 2**256 - 1
    require_equal(outcome.text, signature(who.sign_message(encode_typed_data(full_message=data))), "they differ")
    require("UNLIMITED" in outcome.talk, "an unlimited permit is not shouted", outcome)
    require(data["message"]["spender"] in outcome.talk, "the spender is not shown", outcome)


@trial
def signs_a_transfer_by_authorization_in_words(t):
    """ERC-3009, as payment services ask for it."""
    who, receiver = account(t), address(t)
    amount = t.random.randrange(10**12)
    fields = [("from", "address"), ("to", "address"), ("value", "uint256"), ("validAfter", "uint256"),
              ("validBefore", "uint256"), ("nonce", "bytes32")]
    kinds = [("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address")]
    data = {
        "types": {"EIP712Domain": [{"name": n, "type": k} for n, k in kinds],
                  "TransferWithAuthorization": [{"name": n, "type": k} for n, k in fields]},
        "primaryType": "TransferWithAuthorization",
        "domain": {"name": "Token", "version": "2", "chainId": 246, "verifyingContract": address(t)},
        "message": {"from": who.address, "to": receiver, "value": amount, "validAfter": 0,
                    "validBefore": 1_800_000_000, "nonce": "0x" + t.bytes(32).hex()},
    }
    outcome = t.run("sign", t.file(json.dumps(data)), "--key", key_file(t, who), "--yes", expect=0)
    require_equal(outcome.text, signature(who.sign_message(encode_typed_data(full_message=data))), "they differ")
    require(f"send {amount} units" in outcome.talk and receiver in outcome.talk, "the transfer is not said", outcome)


@trial
def says_whom_a_sign_in_is_for(t):
    """ERC-4361: another account or another service in the URI is warned of, and the chain compared."""
    who = account(t)
    def message(domain="service.example", named=who.address, uri="https://service.example/login", chain=246):
        return (f"{domain} wants you to sign in with your Ethereum account:\n{named}\n\nHello.\n\nURI: {uri}\n"
                f"Version: 1\nChain ID: {chain}\nNonce: 32891756\nIssued At: 2026-09-30T16:25:24Z")
    def codes(*words, **parts):
        answer = t.sign_message(message(**parts), "evm", *words, key=key_file(t, who))
        return [warning["code"] for warning in answer["warnings"]]
    require_equal(codes(), [], "a good sign-in has warnings")
    require_equal(codes(named=address(t)), ["sign-in-account"], "another account is not said")
    require_equal(codes(uri="https://other.example/"), ["sign-in-domain"], "another service is not said")


@trial
def signs_authorizations_as_eth_account(t):
    who = account(t)
    asked = {"chainId": t.random.choice(CHAINS), "address": address(t), "nonce": t.random.randrange(2**20)}
    t.sign(json.dumps(asked), key=key_file(t, who), expect=UNSAFE)
    ours = t.sign(json.dumps(asked), "--authorization", key=key_file(t, who))
    theirs = who.sign_authorization(asked)
    require_equal(ours["signer"], who.address, "the signer differs")
    given = ours["authorization"]
    number = lambda value: int(value, 0) if isinstance(value, str) else value
    for name, expected in [("r", theirs.r), ("s", theirs.s), ("nonce", theirs.nonce), ("chainId", theirs.chain_id)]:
        require_equal(number(given[name]), expected, f"{name} differs")
    require_equal(number(given["yParity"]), theirs.y_parity, "the parity differs")
    require_equal(to_checksum_address(given["address"]), asked["address"], "the contract differs")


@trial
def puts_its_authorization_into_a_transaction_of_eth_account(t):
    """The way that a sponsor takes: one signs the authorization, another the transaction that carries it."""
    owner, sponsor = account(t), account(t)
    asked = {"chainId": 246, "address": address(t), "nonce": t.random.randrange(100)}
    given = t.sign(json.dumps(asked), "--authorization", key=key_file(t, owner))["authorization"]
    numbers = {name: int(v, 0) if isinstance(v, str) and name != "address" else v for name, v in given.items()}
    signed = sponsor.sign_transaction({
        "type": 4, "chainId": 246, "nonce": 0, "to": owner.address, "value": 0, "gas": 200_000, "data": "0x",
        "maxFeePerGas": 10**9, "maxPriorityFeePerGas": 10**9, "accessList": [], "authorizationList": [numbers]})
    answer = t.verify("0x" + signed.raw_transaction.hex())
    signers = {s["place"]: s["signer"] for s in answer["signatures"]}
    require_equal(signers.get("signature"), sponsor.address, "the sender differs")
    require(owner.address in [s for place, s in signers.items() if place != "signature"], "whose account it is", answer)
