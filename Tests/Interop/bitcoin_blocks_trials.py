"""Whether a transaction is in a block: headers and Merkle proofs that btclib makes, as `gettxoutproof` would."""

from datetime import datetime, timedelta, timezone

from btclib.block.block_header import BlockHeader
from btclib.block.mining import mine
from btclib.block.partial_merkle_tree import PartialMerkleTree
from btclib.p2p.merkleblock import MerkleBlock
from embit.transaction import Transaction, TransactionInput, TransactionOutput

from bitcoin_trials import receiver
from trial import ANSWER_IS_NO, DAMAGED, require, require_equal, trial

REGTEST_BITS = bytes.fromhex("207fffff")


def header_over(t, root, previous, time):
    unsolved = BlockHeader(0x20000000, previous, root, time, REGTEST_BITS, t.random.randrange(2**20))
    return mine(unsolved)


class Chain:
    """A block that holds a transaction, and some on top of it, with the regtest difficulty."""

    def __init__(self, t):
        ids = [t.bytes(32) for _ in range(t.random.randrange(1, 40))]
        self.transaction = Transaction(
            vin=[TransactionInput(t.bytes(32), 0)], vout=[TransactionOutput(t.random.randrange(10**8), receiver(t))])
        self.place = t.random.randrange(len(ids))
        ids[self.place] = self.transaction.txid()
        tree = PartialMerkleTree.from_txids(ids, [place == self.place for place in range(len(ids))])
        time = datetime(2026, 1, 1, tzinfo=timezone.utc)
        self.headers = [header_over(t, tree.merkle_root, t.bytes(32), time)]
        for number in range(t.random.randrange(6)):
            earlier = self.headers[-1]
            self.headers.append(header_over(t, t.bytes(32), earlier.hash, time + timedelta(minutes=10 * number + 10)))
        self.proof = MerkleBlock(self.headers[0], tree).serialize()
        self.tree = tree

    @property
    def header_bytes(self):
        return b"".join(header.serialize() for header in self.headers)

    def options(self, t, headers=None, proof=None):
        def form(content):
            return t.file(content.hex() + "\n" if t.random.random() < 0.5 else content)
        return ["--in-block", form(headers or self.header_bytes), "--proof", form(proof or self.proof),
                "--network", "regtest"]


def answer(t, subject, *options, expect=0):
    """A transaction goes into a file; an id stands on the command line, since a file of 64 digits looks like a key."""
    if len(subject) != 64:
        return t.verify(subject, *options, expect=expect)
    return t.run("verify", subject, "--json", *options, expect=expect).json


@trial
def finds_a_transaction_in_a_block_of_btclib(t):
    chain = Chain(t)
    raw, txid = chain.transaction.serialize().hex(), chain.transaction.txid().hex()
    for subject in (raw, txid):
        found = answer(t, subject, *chain.options(t), expect=None)
        require(found.get("ok"), "the proof is not accepted", found)
    answer(t, txid, *chain.options(t), "--checkpoint", chain.headers[0].hash.hex())
    answer(t, txid, *chain.options(t), "--checkpoint", t.bytes(32).hex(), expect=ANSWER_IS_NO)


@trial
def finds_no_other_transaction_there(t):
    chain = Chain(t)
    answer(t, t.bytes(32).hex(), *chain.options(t), expect=ANSWER_IS_NO)


@trial
def no_changed_bit_of_the_proof_is_good(t):
    chain, txid = Chain(t), None
    txid = chain.transaction.txid().hex()
    for _ in range(3):
        changed = t.flipped(chain.proof)
        try:
            parsed = MerkleBlock.parse(changed)
            same = parsed.header.hash == chain.headers[0].hash and parsed.tree.merkle_root == parsed.header.merkle_root
        except Exception:
            same = False
        # Only what btclib takes for a proof of the same block may pass.
        answer(t, txid, *chain.options(t, proof=changed), expect={0, 1, 4} if same else {1, 4})


@trial
def no_changed_bit_of_the_headers_is_good(t):
    """Half of all hashes are work enough on regtest, so that the link to the proof or to the next header must break."""
    chain = Chain(t)
    txid = chain.transaction.txid().hex()
    length = 80 * (len(chain.headers) - 1) or 80
    changed = t.flipped_at(chain.header_bytes, 0, length)
    answer(t, txid, *chain.options(t, headers=changed), expect={1, 4})
