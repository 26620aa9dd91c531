import Digests
import Encodings
import Groups
import Signatures
import Transactions

/// A signature that stands in a PSBT and is not yet part of a final script.
struct PSBTSignature: Hashable, Sendable {
    enum Signer: Hashable, Sendable {
        /// A key of 33 or 65 bytes, by ECDSA.
        case key([UInt8])
        /// The output key of taproot.
        case outputKey
        /// An x-coordinate of 32 bytes, for one leaf.
        case leaf(key: [UInt8], hash: [UInt8])
    }

    let input: Int
    let signer: Signer
    let bytes: [UInt8]
}

/// A signature and what it is worth.
struct JudgedSignature: Sendable {
    let signature: PSBTSignature
    let status: SignatureVerdict.Status
    /// The key, where it was needed to tell.
    let key: VerifyingKey?
}

/// What the signatures of a PSBT are made over, and what they are worth.
///
/// Made once for all inputs: what they have in common is hashed once, and each signature is verified once.
struct SignatureJudge: Sendable {
    let hashes: SignatureHashes
    private let checks: [InputCheck]
    /// For each input its signatures, in the order of `PSBTInput.signatures`.
    private(set) var judged: [[JudgedSignature]] = []
    /// All that were found good, before and here.
    private(set) var verified: VerifiedSignatures

    /// - Parameter verified: What was found good of the same PSBT before.
    init(_ psbt: PSBT, knowing verified: VerifiedSignatures = VerifiedSignatures()) {
        hashes = SignatureHashes(psbt.transaction, spending: psbt.checks.map(\.spent))
        checks = psbt.checks
        self.verified = verified
        judged.reserveCapacity(psbt.inputs.count)
        for input in psbt.inputs {
            var ofInput: [JudgedSignature] = []
            for signature in input.signatures {
                var key: VerifyingKey?
                let status = status(of: signature, &key)
                ofInput.append(JudgedSignature(signature: signature, status: status, key: key))
            }
            judged.append(ofInput)
        }
    }

    /// The signatures of an input that are good.
    func good(input: Int) -> [PSBTSignature] { judged[input].filter { $0.status == .valid }.map(\.signature) }

    /// What an ECDSA signature for an input is made over; `nil` where how the output is spent is not known.
    func digest(input: Int, type: SighashType) -> [UInt8]? {
        guard let spending = checks[input].spending, let spent = checks[input].spent else { return nil }
        switch spending.era {
        case .legacy: return hashes.legacy(input: input, scriptCode: spending.script.bytes, type: type)
        case .witnessV0:
            return hashes.witnessV0(
                input: input, scriptCode: spending.script.bytes, value: spent.value, type: type)
        case .taproot: return nil
        }
    }

    /// What a taproot signature for an input is made over.
    /// - Throws: As `SignatureHashes.taproot`.
    func taprootDigest(input: Int, type: SighashType, leafHash: [UInt8]?) throws(BitcoinError) -> [UInt8] {
        try hashes.taproot(input: input, type: type, leafHash: leafHash)
    }

    /// Whether a signature is good: strict in its form, with a low s, by a key that the script names.
    private mutating func status(of signature: PSBTSignature, _ found: inout VerifyingKey?) -> SignatureVerdict.Status {
        guard let spending = checks[signature.input].spending else {
            return .notJudged(code: "not-known-how-spent", reason: checks[signature.input].gap)
        }
        switch (signature.signer, spending.taproot) {
        case (.key(let key), nil): return ecdsaStatus(of: signature, by: key, spending, &found)
        case (.outputKey, let taproot?):
            return schnorrStatus(of: signature, by: taproot.outputKey, leafHash: nil, &found)
        case (.leaf(let key, let hash), let taproot?): return leafStatus(of: signature, by: key, hash, taproot, &found)
        case (.key, .some), (.outputKey, nil), (.leaf, nil):
            return .invalid(
                code: "signature-of-other-kind", reason: "the output that is spent takes no signature of this kind")
        }
    }

    private mutating func ecdsaStatus(
        of signature: PSBTSignature, by key: [UInt8], _ spending: Spending, _ found: inout VerifyingKey?
    ) -> SignatureVerdict.Status {
        let names: Bool? =
            switch spending.template {
            case .p2pk(let named): named == key
            case .p2pkh(let hash): Hash160.hash(key) == hash
            case .multisig(let multisig): multisig.keys.contains(key)
            default: nil
            }
        guard names ?? true else {
            return .invalid(code: "key-not-in-script", reason: "the script that is spent does not name its key")
        }
        do throws(SpendFault) {
            let read: ScriptSignature
            do throws(BitcoinError) { read = try ScriptSignature(signature.bytes) } catch { throw .form(error) }
            guard let digest = digest(input: signature.input, type: read.type) else {
                return .notJudged(code: "not-known-how-spent", reason: checks[signature.input].gap)
            }
            do throws(SignaturesError) {
                let verifying = try verified.keys.reading(key)
                found = verifying
                if !verified.contains(signature.bytes, over: digest, by: verifying.encoded) {
                    try ECDSA.verify(read.signature, digest: digest, by: verifying, lowS: .required)
                    verified.insert(signature.bytes, over: digest, by: verifying.encoded)
                }
            } catch { throw SpendFault(error) }
            // Good over what it covers; only a script that is understood can tell whether that is enough.
            return names == nil ? SpendFault.unknownScript(spending.place).status : .valid
        } catch { return error.status }
    }

    /// Anyone makes a good signature for a leaf that is in no tree, or by a key that no leaf names: neither spends anything.
    private mutating func leafStatus(
        of signature: PSBTSignature, by key: [UInt8], _ hash: [UInt8], _ taproot: TaprootSpending,
        _ found: inout VerifyingKey?
    ) -> SignatureVerdict.Status {
        let leaf = taproot.leaves.first { $0.hash == hash }
        if let leaf, leaf.version != Taproot.tapscriptVersion {
            return SpendFault.unknownLeafVersion(leaf.version).status
        }
        let status = schnorrStatus(of: signature, by: key, leafHash: hash, &found)
        guard status == .valid else { return status }
        guard let leaf else {
            return .notJudged(code: "not-known-how-spent", reason: "the leaf that it is for is not given")
        }
        guard let signers = leaf.signers else { return SpendFault.unknownScript(.leaf).status }
        return signers.keys.contains(key)
            ? .valid : .invalid(code: "key-not-in-script", reason: "the leaf that it is for does not name its key")
    }

    private mutating func schnorrStatus(
        of signature: PSBTSignature, by key: [UInt8], leafHash: [UInt8]?, _ found: inout VerifyingKey?
    ) -> SignatureVerdict.Status {
        do throws(SpendFault) {
            let read: TaprootSignature
            let digest: [UInt8]
            do throws(BitcoinError) {
                read = try TaprootSignature(signature.bytes)
                digest = try taprootDigest(input: signature.input, type: read.type, leafHash: leafHash)
            } catch { throw error == .previousOutputsNeeded ? .otherOutputsMissing : .form(error) }
            do throws(SignaturesError) {
                let verifying = try verified.keys.readingEven(key)
                found = verifying
                if !verified.contains(signature.bytes, over: digest, by: key) {
                    try Schnorr.verify(read.signature, message: digest, by: try XOnlyKey(verifying))
                    verified.insert(signature.bytes, over: digest, by: key)
                }
            } catch { throw SpendFault(error) }
            return .valid
        } catch { return error.status }
    }
}

extension SpendFault {
    fileprivate init(_ error: SignaturesError) {
        switch error {
        case .signatureDoesNotVerify: self = .doesNotVerify
        case .signatureNotLowS: self = .notLowS
        default: self = .key(error)
        }
    }
}

extension Spending {
    /// Where the script stands that has to be satisfied.
    fileprivate var place: SpendFault.ScriptPlace {
        witnessScript != nil ? .witness : redeemScript != nil ? .redeem : .output
    }
}

extension PSBTInput {
    /// All signatures that wait for being made final, in the order of their type numbers.
    var signatures: [PSBTSignature] {
        let partial = partialSignatures.map { PSBTSignature(input: number, signer: .key($0.key), bytes: $0.signature) }
        let keyPath = taprootKeySignature.map { PSBTSignature(input: number, signer: .outputKey, bytes: $0) }
        let leaf = leafSignatures.map {
            PSBTSignature(input: number, signer: .leaf(key: $0.key, hash: $0.leafHash), bytes: $0.signature)
        }
        return partial + [keyPath].compactMap { $0 } + leaf
    }
}
