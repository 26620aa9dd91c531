"""Bitcoin: PSBTs that embit makes and signs, and transactions that the script engine of btclib judges."""

import json
from dataclasses import dataclass

from btclib.script import taproot
from btclib.script.engine import verify_transaction
from btclib.tx.tx import Tx
from btclib.tx.tx_out import TxOut
from embit import hashes
from embit import script as scripts
from embit.ec import NUMS_PUBKEY, PrivateKey, PublicKey
from embit.finalizer import finalize_psbt
from embit.misc import secp256k1
from embit.networks import NETWORKS
from embit.psbt import PSBT
from embit.script import Script
from embit.transaction import SIGHASH, Transaction, TransactionInput, TransactionOutput

from trial import ANSWER_IS_NO, DAMAGED, UNSAFE, require, require_equal, trial

# The names of the command, and those of embit.
NETWORK_NAMES = {"mainnet": "main", "testnet": "test", "signet": "signet", "regtest": "regtest"}
OP_CHECKSIG = b"\xac"


def private_key(t, compressed=True):
    return PrivateKey(t.bytes(32), compressed=compressed)


def key_file(t, key, network=None):
    return t.file(key.secret.hex() + "\n")


@dataclass
class Coin:
    """An output to spend: what it looks like on the chain, and what a PSBT tells of it."""

    script: Script
    fields: dict

    def describe(self, scope):
        for name, value in self.fields.items():
            if isinstance(value, dict):
                getattr(scope, name).update(value)
            else:
                setattr(scope, name, value)


def single_key(kind, key):
    """The forms that one key spends."""
    public = key.get_public_key()
    if kind == "p2pkh":
        return Coin(scripts.p2pkh(public), {})
    if kind == "p2wpkh":
        return Coin(scripts.p2wpkh(public), {})
    if kind == "p2sh-p2wpkh":
        inner = scripts.p2wpkh(public)
        return Coin(scripts.p2sh(inner), {"redeem_script": inner})
    assert kind == "p2tr"
    internal = PublicKey.from_xonly(public.xonly())
    return Coin(scripts.p2tr(internal), {"taproot_internal_key": internal})


def multisig(kind, threshold, keys):
    inner = scripts.multisig(threshold, sorted(key.get_public_key() for key in keys))
    if kind == "p2wsh":
        return Coin(scripts.p2wsh(inner), {"witness_script": inner})
    outer = scripts.p2wsh(inner)
    return Coin(scripts.p2sh(outer), {"witness_script": inner, "redeem_script": outer})


def tree_of(t, *leaves):
    """A script tree in the nested lists of btclib, with random other leaves beside."""
    nodes = [[(0xC0, [key.xonly().hex(), "OP_CHECKSIG"])] for key in leaves]
    nodes += [[(0xC0, [private_key(t).xonly().hex(), "OP_CHECKSIG"])] for _ in range(t.random.randrange(3))]
    t.random.shuffle(nodes)
    while len(nodes) > 1:
        nodes.append([nodes.pop(0), nodes.pop(0)])
    return nodes[0]


def tree_key_path(t, key):
    """A taproot output whose internal key is ours, and whose script tree is others'."""
    internal = PublicKey.from_xonly(key.xonly())
    _, root = taproot.tree_helper(tree_of(t, private_key(t)))
    output = internal.taproot_tweak(root)
    return Coin(Script(b"\x51\x20" + output.xonly()), {"taproot_internal_key": internal, "taproot_merkle_root": root})


def tree_script_path(t, key):
    """A taproot output that nobody spends by its key (BIP-341's point), one leaf of which is ours."""
    tree = tree_of(t, key)
    leaves, root = taproot.tree_helper(tree)
    internal = PublicKey.from_xonly(NUMS_PUBKEY.xonly())
    output = internal.taproot_tweak(root)
    parity = next(
        parity for parity in (0, 1)
        if _is_output(internal.xonly(), root, output.xonly(), parity))
    described = {}
    for (version, script), path in leaves:
        body = bytes([32]) + bytes.fromhex(script[0]) + OP_CHECKSIG
        described[bytes([version | parity]) + internal.xonly() + path] = body + bytes([version])
    fields = {"taproot_internal_key": internal, "taproot_merkle_root": root, "taproot_scripts": described}
    return Coin(Script(b"\x51\x20" + output.xonly()), fields)


def _is_output(internal, root, output, parity):
    """embit drops the parity of an output key; libsecp256k1's own addition, which it carries, tells it."""
    point = secp256k1.ec_pubkey_add(
        secp256k1.ec_pubkey_parse(b"\x02" + internal), hashes.tagged_hash("TapTweak", internal + root))
    return secp256k1.ec_pubkey_serialize(point) == bytes([2 + parity]) + output


def receiver(t):
    """The script of somebody else's address, of any form."""
    key = private_key(t)
    kind = t.random.choice(["p2pkh", "p2wpkh", "p2sh-p2wpkh", "p2tr", "p2wsh"])
    return multisig("p2wsh", 2, [key, private_key(t)]).script if kind == "p2wsh" else single_key(kind, key).script


class Payment:
    """A PSBT that spends coins, with the previous transactions that hold them."""

    def __init__(self, t, coins, version=None, change=None, fee_share=0.02, previous="both", sighash=None):
        self.coins, self.previous = coins, []
        inputs, total = [], 0
        for coin in coins:
            value = t.random.randrange(100_000, 10**9)
            outputs = [TransactionOutput(t.random.randrange(600, 10**8), receiver(t)) for _ in range(3)]
            place = t.random.randrange(len(outputs))
            outputs[place] = TransactionOutput(value, coin.script)
            earlier = TransactionInput(t.bytes(32), t.random.randrange(4), script_sig=Script(b"\x51"))
            self.previous.append(Transaction(vin=[earlier], vout=outputs))
            sequence = t.random.choice([0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD])
            inputs.append(TransactionInput(self.previous[-1].txid(), place, sequence=sequence))
            total += value
        self.fee = max(300, min(int(total * fee_share), 20_000 if fee_share < 0.2 else total))
        outputs, left = [], total - self.fee
        for _ in range(t.random.randrange(3)):
            value = t.random.randrange(1000, left // 2)
            outputs.append(TransactionOutput(value, receiver(t)))
            left -= value
        outputs.append(TransactionOutput(left, change or receiver(t)))
        t.random.shuffle(outputs)
        locktime = t.random.choice([0, t.random.randrange(1, 900_000)])
        self.psbt = PSBT(Transaction(version=2, vin=inputs, vout=outputs, locktime=locktime), version=version)
        for scope, coin, earlier in zip(self.psbt.inputs, coins, self.previous):
            coin.describe(scope)
            segwit = coin.script.script_type() != "p2pkh"
            if previous == "both" or not segwit:
                scope.non_witness_utxo = earlier
            if segwit:
                scope.witness_utxo = earlier.vout[scope.vout]
            if sighash is not None:
                scope.sighash_type = sighash

    @property
    def spent(self):
        return [earlier.vout[scope.vout] for scope, earlier in zip(self.psbt.inputs, self.previous)]

    def file(self, t):
        return t.file(self.psbt.to_base64() + "\n" if t.random.random() < 0.7 else self.psbt.serialize())

    def prevouts(self, t):
        """The options that tell `verify` what is spent, in one of the two ways."""
        options = []
        for scope, earlier in zip(self.psbt.inputs, self.previous):
            if t.random.random() < 0.5:
                options += ["--previous", t.file(earlier.serialize().hex())]
            else:
                out = earlier.vout[scope.vout]
                options += ["--prevout", f"{scope.txid.hex()}:{scope.vout}:{out.value}:{out.script_pubkey.data.hex()}"]
        return options

    def judge(self, raw):
        """Runs every script in btclib's engine, as a node does."""
        spent = [TxOut(out.value, out.script_pubkey.data) for out in self.spent]
        verify_transaction(spent, Tx.parse(raw))
        # It is this payment and no other: embit has the same id without signatures.
        stripped = Transaction.parse(raw)
        for scope in stripped.vin:
            scope.script_sig, scope.witness = Script(b""), scripts.Witness([])
        stripped.clear_cache()
        require_equal(stripped.serialize(), self.psbt.tx.serialize(), "another transaction came back")


def addresses_shown(payment, talk, network="mainnet"):
    for out in payment.psbt.tx.vout:
        address = out.script_pubkey.address(NETWORKS[NETWORK_NAMES[network]])
        require(address in talk, f"the receiver {address} is not shown", talk)


def signs(t, kind, coins, key, also=()):
    """Signs a payment to the form for the network; btclib's engine and embit must agree with it."""
    network = t.random.choice(list(NETWORK_NAMES))
    payment = Payment(t, coins, version=t.random.choice([None, 2]))
    for cosigner in also:
        require(payment.psbt.sign_with(cosigner) > 0, f"embit signs nothing of this {kind}")
    file, keys = key_file(t, key, network), None
    if t.random.random() < 0.25:
        keys = t.shares(file, "secp256k1")
    signers = keys or ["--key", file]
    path = payment.file(t)
    raw = t.run("sign", path, *signers, "--yes", "--raw", "--network", network, expect=0)
    addresses_shown(payment, raw.talk, network)
    payment.judge(bytes.fromhex(raw.text))
    # The PSBT itself, which embit reads and where it knows how, finalizes to the same.
    signed = t.sign(path, "--network", network, key=keys or file)
    ours = PSBT.from_base64(signed["signed"])
    require_equal(ours.version, payment.psbt.version, "the version of the PSBT changed")
    require_equal(ours.tx.serialize(), payment.psbt.tx.serialize(), "the transaction changed")
    if kind not in ("p2tr", "p2tr with tree", "p2tr leaf") and not also:
        require_equal(finalize_psbt(ours).serialize(), bytes.fromhex(raw.text), "embit finalizes to something else")
    answer = t.verify(bytes.fromhex(raw.text) if t.random.random() < 0.5 else raw.text, *payment.prevouts(t))
    transaction = Transaction.parse(bytes.fromhex(raw.text))
    require_equal(answer["hash"], transaction.txid().hex(), "the transaction's id differs")
    finalized = t.sign(path, "--finalize", "--network", network, key=keys or file)
    final = PSBT.from_base64(finalized["signed"])
    for number, (scope, done) in enumerate(zip(final.inputs, transaction.vin)):
        require_equal((scope.final_scriptwitness or scripts.Witness([])).serialize(), done.witness.serialize(),
                      f"the witness of input {number} differs")
    t.verify(finalized["signed"])


def coins_of(t, kind, key):
    return [single_key(kind, key) for _ in range(t.random.randrange(1, 4))]


@trial
def signs_p2pkh(t):
    key = private_key(t)
    signs(t, "p2pkh", coins_of(t, "p2pkh", key), key)


@trial
def signs_p2pkh_of_an_uncompressed_key(t):
    key = private_key(t, compressed=False)
    payment = Payment(t, coins_of(t, "p2pkh", key), version=t.random.choice([None, 2]))
    raw = t.run("sign", payment.file(t), "--key", key_file(t, key), "--yes", "--raw", expect=0)
    payment.judge(bytes.fromhex(raw.text))
    t.verify(raw.text, *payment.prevouts(t))


@trial
def signs_p2wpkh(t):
    key = private_key(t)
    signs(t, "p2wpkh", coins_of(t, "p2wpkh", key), key)


@trial
def signs_p2sh_p2wpkh(t):
    key = private_key(t)
    signs(t, "p2sh-p2wpkh", coins_of(t, "p2sh-p2wpkh", key), key)


@trial
def signs_p2tr(t):
    key = private_key(t)
    signs(t, "p2tr", coins_of(t, "p2tr", key), key)


@trial
def signs_p2tr_with_a_script_tree_by_its_key(t):
    key = private_key(t)
    signs(t, "p2tr with tree", [tree_key_path(t, key)], key)


@trial
def signs_p2tr_by_a_leaf(t):
    key = private_key(t)
    signs(t, "p2tr leaf", [tree_script_path(t, key)], key)


@trial
def signs_several_forms_in_one_transaction(t):
    key = private_key(t)
    coins = [single_key(kind, key) for kind in ("p2pkh", "p2wpkh", "p2sh-p2wpkh", "p2tr")]
    coins += [tree_key_path(t, key), tree_script_path(t, key)]
    t.random.shuffle(coins)
    signs(t, "p2tr", coins, key)


@trial
def completes_a_multisig_that_embit_began(t):
    keys = [private_key(t) for _ in range(3)]
    kind = t.random.choice(["p2wsh", "p2sh-p2wsh"])
    signs(t, kind, [multisig(kind, 2, keys)], keys[0], also=[keys[1]])


@trial
def begins_a_multisig_that_embit_completes(t):
    keys = [private_key(t) for _ in range(3)]
    kind = t.random.choice(["p2wsh", "p2sh-p2wsh"])
    payment = Payment(t, [multisig(kind, 2, keys)], version=t.random.choice([None, 2]))
    path = payment.file(t)
    t.run("sign", path, "--key", key_file(t, keys[0]), "--yes", "--raw", expect=UNSAFE)
    outcome = t.run("sign", path, "--key", key_file(t, keys[0]), "--yes", expect=0)
    ours = PSBT.from_base64(outcome.text)
    mine = keys[0].get_public_key()
    require_equal(list(ours.inputs[0].partial_sigs), [mine], "not our partial signature alone")
    t.verify(outcome.text)
    require_equal(ours.sign_with(keys[2]), 1, "embit does not sign after us")
    payment.judge(finalize_psbt(ours).serialize())
    answer = t.verify(ours.to_base64())
    signers = {s["signer"] for s in answer["signatures"] if s["status"] == "valid"}
    require_equal(signers, {k.get_public_key().to_string() for k in (keys[0], keys[2])}, "the signers differ")


@trial
def leaves_inputs_of_others_to_them(t):
    ours, theirs = private_key(t), private_key(t)
    kinds = ["p2pkh", "p2wpkh", "p2sh-p2wpkh"]
    coins = [single_key(t.random.choice(kinds), key) for key in (ours, theirs, ours)]
    payment = Payment(t, coins, version=t.random.choice([None, 2]))
    outcome = t.run("sign", payment.file(t), "--key", key_file(t, ours), "--yes", expect=0)
    half = PSBT.from_base64(outcome.text)
    require_equal([len(scope.partial_sigs) for scope in half.inputs], [1, 0, 1], "not only our inputs were signed")
    require_equal(half.sign_with(theirs), 1, "embit does not sign the rest")
    payment.judge(finalize_psbt(half).serialize())
    t.verify(half.to_base64())


@trial
def keeps_fields_that_it_does_not_know(t):
    key = private_key(t)
    payment = Payment(t, coins_of(t, "p2wpkh", key), version=t.random.choice([None, 2]))
    parts = [payment.psbt, *payment.psbt.inputs, *payment.psbt.outputs]
    for part in parts:
        part.unknown = {bytes([0xFC, 4]) + b"grid" + bytes([t.random.randrange(0xFD)]) + t.bytes(2): t.bytes(t.random.randrange(300)),
                        bytes([t.random.randrange(0xE0, 0xF0)]) + t.bytes(2): t.bytes(20)}
    signed = t.sign(payment.file(t), key=key_file(t, key))
    ours = PSBT.from_base64(signed["signed"])
    after = [ours, *ours.inputs, *ours.outputs]
    require_equal([part.unknown for part in after], [part.unknown for part in parts], "unknown fields changed")


@trial
def signs_other_signature_types_only_when_told(t):
    key = private_key(t)
    kind = t.random.choice(["p2pkh", "p2wpkh", "p2tr"])
    sighash = t.random.choice([SIGHASH.NONE, SIGHASH.SINGLE]) | t.random.choice([0, SIGHASH.ANYONECANPAY])
    payment = Payment(t, [single_key(kind, key)], sighash=sighash)
    path, file = payment.file(t), key_file(t, key)
    refusal = t.sign(path, key=file, expect=UNSAFE)
    require("--allow-sighash" in json.dumps(refusal), "the refusal does not name what lifts it", refusal)
    raw = t.run("sign", path, "--key", file, "--yes", "--raw", "--allow-sighash", expect=0)
    payment.judge(bytes.fromhex(raw.text))


@trial
def signs_without_previous_transactions_only_when_told(t):
    key = private_key(t)
    kind = t.random.choice(["p2wpkh", "p2sh-p2wpkh"])
    payment = Payment(t, coins_of(t, kind, key), previous="outputs")
    path, file = payment.file(t), key_file(t, key)
    refusal = t.sign(path, key=file, expect=UNSAFE)
    require("--accept-unproven-fee" in json.dumps(refusal), "the refusal does not name what lifts it", refusal)
    raw = t.run("sign", path, "--key", file, "--yes", "--raw", "--accept-unproven-fee", expect=0)
    payment.judge(bytes.fromhex(raw.text))


@trial
def signs_p2tr_with_the_outputs_alone(t):
    """BIP-341 signs all amounts, so that nothing is left to prove."""
    key = private_key(t)
    payment = Payment(t, coins_of(t, "p2tr", key), previous="outputs", version=t.random.choice([None, 2]))
    raw = t.run("sign", payment.file(t), "--key", key_file(t, key), "--yes", "--raw", expect=0)
    payment.judge(bytes.fromhex(raw.text))


@trial
def pays_a_high_fee_only_when_told(t):
    key = private_key(t)
    payment = Payment(t, [single_key("p2wpkh", key)], fee_share=0.5)
    path, file = payment.file(t), key_file(t, key)
    refusal = t.sign(path, key=file, expect=UNSAFE)
    require("--accept-high-fee" in json.dumps(refusal), "the refusal does not name what lifts it", refusal)
    outcome = t.run("sign", path, "--key", file, "--yes", "--raw", "--accept-high-fee", expect=0)
    require(str(payment.fee) in outcome.talk.replace(",", ""), f"the fee of {payment.fee} sat is not shown", outcome)
    payment.judge(bytes.fromhex(outcome.text))


@trial
def refuses_a_previous_transaction_of_another_id(t):
    key = private_key(t)
    payment = Payment(t, [single_key("p2wpkh", key)])
    scope = payment.psbt.inputs[0]
    scope.non_witness_utxo.vout[scope.vout].value += 1
    scope.non_witness_utxo.clear_cache()
    t.sign(payment.psbt.to_base64(), key=key_file(t, key), expect={UNSAFE, DAMAGED})


@trial
def verifies_what_embit_signed(t):
    key = private_key(t)
    kind = t.random.choice(["p2pkh", "p2wpkh", "p2sh-p2wpkh", "p2tr"])
    payment = Payment(t, coins_of(t, kind, key), version=t.random.choice([None, 2]))
    require_equal(payment.psbt.sign_with(key), len(payment.coins), "embit does not sign all")
    raw = finalize_psbt(payment.psbt).serialize()
    payment.judge(raw)
    address = payment.coins[0].script.address()
    answer = t.verify(payment.psbt.to_base64())
    require_equal({s["status"] for s in answer["signatures"]}, {"valid"}, "a signature is not found valid")
    answer = t.verify(raw.hex(), *payment.prevouts(t), "--signer", address)
    require_equal({s["signer"] for s in answer["signatures"]}, {address}, "the signer differs")
    other = single_key(kind, private_key(t)).script.address()
    t.verify(raw.hex(), *payment.prevouts(t), "--signer", other, expect=ANSWER_IS_NO)


@trial
def verifies_the_leaf_signature_of_embit(t):
    key = private_key(t)
    payment = Payment(t, [tree_script_path(t, key)], version=t.random.choice([None, 2]))
    require_equal(payment.psbt.sign_with(key), 1, "embit does not sign")
    answer = t.verify(payment.psbt.to_base64())
    require_equal([s["status"] for s in answer["signatures"]], ["valid"], "not found valid")
    raw = t.run("sign", payment.file(t), "--key", key_file(t, key), "--yes", "--raw", expect=0)
    payment.judge(bytes.fromhex(raw.text))


@trial
def no_changed_bit_of_a_transaction_is_good(t):
    """Wherever btclib's engine no longer accepts it, `verify` must not."""
    keys = [private_key(t), private_key(t)]
    kind = t.random.choice(["p2pkh", "p2wpkh", "p2sh-p2wpkh", "p2tr", "p2wsh"])
    coin = multisig("p2wsh", 2, keys) if kind == "p2wsh" else single_key(kind, keys[0])
    payment = Payment(t, [coin])
    for key in keys if kind == "p2wsh" else keys[:1]:
        payment.psbt.sign_with(key)
    raw = finalize_psbt(payment.psbt).serialize()
    for _ in range(4):
        changed = t.flipped(raw)
        try:
            payment.judge(changed)
        except Exception:
            t.refused(changed.hex(), *payment.prevouts(t))
        else:
            raise AssertionError(f"btclib accepts {changed.hex()}")


@trial
def no_changed_signature_of_a_psbt_is_good(t):
    key = private_key(t)
    kind = t.random.choice(["p2pkh", "p2wpkh", "p2sh-p2wpkh"])
    payment = Payment(t, [single_key(kind, key)], version=t.random.choice([None, 2]))
    payment.psbt.sign_with(key)
    scope = payment.psbt.inputs[0]
    public, signature = next(iter(scope.partial_sigs.items()))
    scope.partial_sigs[public] = t.flipped(signature)
    t.refused(payment.psbt.to_base64())
    scope.partial_sigs[public] = signature
    t.verify(payment.psbt.to_base64())


@trial
def writes_a_binary_psbt_where_one_came_in(t):
    key = private_key(t)
    payment = Payment(t, coins_of(t, "p2wpkh", key))
    path = t.file(payment.psbt.serialize(), "payment.psbt")
    t.run("sign", path, "--key", key_file(t, key), "--yes", "--quiet", "-o", "signed.psbt", expect=0)
    payment.judge(finalize_psbt(PSBT.parse((t.folder / "signed.psbt").read_bytes())).serialize())
