# pragma version ~=0.4.0
# SPDX-License-Identifier: Apache-2.0
"""
@title HoldfastBoard.sol once more, in Vyper: the same functions, events and storage, described there.
@notice The one difference: Vyper asks for a longest length. Of the binary forms, only blinded answers for some hundred holders
        come near it.
"""

MOST: constant(uint256) = 16384

# In one word, as Solidity lays its Entry: the publisher in the lower 160 bits, above it the number of the block.
entries: HashMap[bytes32, uint256]
submissions: public(HashMap[bytes32, uint256])

event DealingPublished:
    hash: indexed(bytes32)
    publisher: indexed(address)
    dealing: Bytes[MOST]

event ProofPublished:
    dealing: indexed(bytes32)
    proof: indexed(bytes32)
    publisher: indexed(address)

event AcknowledgementPublished:
    dealing: indexed(bytes32)
    publisher: indexed(address)
    acknowledgement: Bytes[MOST]

event SubmissionPublished:
    request: indexed(bytes32)
    publisher: indexed(address)
    submission: Bytes[MOST]


@external
def publishDealing(dealing: Bytes[MOST]) -> bytes32:
    hash: bytes32 = sha256(dealing)
    # In Solidity a refusal with the hash, AlreadyPublished.
    assert self.entries[hash] == 0, "already published"
    self.entries[hash] = convert(msg.sender, uint256) | convert(convert(block.number, uint64), uint256) << 160
    log DealingPublished(hash=hash, publisher=msg.sender, dealing=dealing)
    return hash


@external
@view
def dealings(hash: bytes32) -> (address, uint64):
    entry: uint256 = self.entries[hash]
    return convert(entry & convert(max_value(uint160), uint256), address), convert(entry >> 160, uint64)


@external
def publishProof(dealing: bytes32, proof: bytes32):
    log ProofPublished(dealing=dealing, proof=proof, publisher=msg.sender)


@external
def publishAcknowledgement(dealing: bytes32, acknowledgement: Bytes[MOST]):
    log AcknowledgementPublished(dealing=dealing, publisher=msg.sender, acknowledgement=acknowledgement)


@external
def publishSubmission(request: bytes32, submission: Bytes[MOST]):
    self.submissions[request] += 1
    log SubmissionPublished(request=request, publisher=msg.sender, submission=submission)
