// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

/// @title A public board for dealings to own keys (holdfast-own-keys(5)) and for what is handed in for them.
///
/// @notice It stands in for a public folder that nobody can take away. It holds no coins, has no owner, cannot be
/// stopped or replaced, and never looks into the bytes that it is given.
///
/// What it KEEPS in its storage:
///   - for each dealing, under the SHA-256 of its binary form: who published it first, and in which block;
///   - for each request, how many submissions were published for it.
///
/// What an EVENT holds: the bytes themselves. They cost least there, other contracts cannot read them, and nodes find them by
/// the event's topics.
///
/// What it DOES NOT CHECK: anything. Whoever pays can publish bytes that are no dealing, a submission that is junk, or an
/// argument that is not what the bytes say. All of these prove themselves, or do not, to whoever reads them:
/// `holdfast check` and `holdfast rebuild` judge the bytes and never the sender. The publisher of a dealing is who
/// paid for it; who dealt it is shown by the proof inside.
///
/// What everyone SEES FOR EVER: the public keys of the holders and of the shared key, t and n, and when who published
/// what. Names, the label and the sealed original are not in the binary form.
contract HoldfastBoard {
    struct Entry {
        address publisher;
        uint64 blockNumber;
    }

    /// @notice Who published the dealing with this SHA-256 first, and in which block its event stands. The
    /// publisher is 0 where nobody did.
    mapping(bytes32 => Entry) public dealings;

    /// @notice How many submissions were published under the id of a request. Junk counts too.
    mapping(bytes32 => uint256) public submissions;

    /// @param hash The SHA-256 of the dealing's binary form: what `sha256sum` gives of the file.
    /// @param dealing The binary form, for `holdfast check`.
    event DealingPublished(bytes32 indexed hash, address indexed publisher, bytes dealing);

    /// @param dealing The id of a dealing with publicly verifiable shares.
    /// @param proof The SHA-256 of its `dealing.proof`, which is too large for a transaction and is fetched elsewhere.
    event ProofPublished(bytes32 indexed dealing, bytes32 indexed proof, address indexed publisher);

    /// @param dealing The id of the dealing, as the publisher gave it.
    event AcknowledgementPublished(bytes32 indexed dealing, address indexed publisher, bytes acknowledgement);

    /// @param request The id of the request, as the publisher gave it.
    event SubmissionPublished(bytes32 indexed request, address indexed publisher, bytes submission);

    /// @notice The same bytes are on the board already, so that nothing is left to do.
    error AlreadyPublished(bytes32 hash);

    /// @notice Publishes a dealing. It is kept under its own hash, so that nobody can take another's place.
    function publishDealing(bytes calldata dealing) external returns (bytes32 hash) {
        hash = sha256(dealing);
        if (dealings[hash].publisher != address(0)) revert AlreadyPublished(hash);
        dealings[hash] = Entry(msg.sender, uint64(block.number));
        emit DealingPublished(hash, msg.sender, dealing);
    }

    /// @notice Publishes the hash of a proof. The dealing names the same one; this says that the proof is to be had.
    function publishProof(bytes32 dealing, bytes32 proof) external {
        emit ProofPublished(dealing, proof, msg.sender);
    }

    /// @notice Publishes a holder's word that their share of a dealing is good.
    function publishAcknowledgement(bytes32 dealing, bytes calldata acknowledgement) external {
        emit AcknowledgementPublished(dealing, msg.sender, acknowledgement);
    }

    /// @notice Publishes an answer to a request. holdfast seals it to the one who asks;
    /// whether these bytes are sealed, and to whom, they do not show.
    function publishSubmission(bytes32 request, bytes calldata submission) external {
        submissions[request] += 1;
        emit SubmissionPublished(request, msg.sender, submission);
    }
}
