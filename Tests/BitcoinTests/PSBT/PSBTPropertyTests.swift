import Bitcoin
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

@Suite struct PSBTPropertyTests {
    /// One input of each kind that a key signs alone, with what a wallet tells of it.
    private func mixed(version: Int) throws -> PSBTMaker {
        let xOnly = try Keys.xOnly(ganacheKey)
        let leaf = Script.singleKeyLeaf(xOnly)
        let otherKey = try Keys.xOnly(Keys.other)
        let root = Taproot.leafHash(of: leaf)
        let output = try Taproot.outputKey(internalKey: otherKey, merkleRoot: root)
        let wrapped = try Keys.ownWitness()
        let multisig = try Keys.multisig(1, [ganacheKey, Keys.other])
        var maker = PSBTMaker()
        maker.version = version
        maker.spend(.p2pkh(hash: try Keys.hash(ganacheKey)), 1_000_000)
        maker.spend(try Keys.ownWitness(), 1_000_000, .both)
        maker.spend(.p2sh(of: wrapped), 1_000_000, .both, [.init(0x04, wrapped.bytes)])
        maker.spend(.p2wsh(of: multisig), 1_000_000, .transaction, [.init(0x05, multisig.bytes)])
        maker.spend(.p2sh(of: multisig), 1_000_000, .transaction, [.init(0x04, multisig.bytes)])
        maker.spend(
            try Bitcoin.Address.p2tr(try Keys.publicKey(ganacheKey), on: .mainnet).script, 1_000_000, .claim,
            [.init(0x17, xOnly)])
        maker.spend(
            .p2tr(outputKey: output.x), 1_000_000, .claim,
            [.init(0x15, [0xC0 | (output.yIsOdd ? 1 : 0)] + otherKey, leaf.bytes + [0xC0]), .init(0x17, otherKey)])
        maker.pay(try Keys.otherWitness(), 6_900_000)
        maker.pay(try Keys.ownWitness(), 90_000)
        return maker
    }

    @Test(arguments: [0, 2])
    func signsEveryKindInOneTransaction(version: Int) throws {
        let maker = try mixed(version: version)
        let signed = try maker.psbt.signed(by: try testKey(ganacheKey), under: Terms(form: .network))
        let transaction = try Bitcoin.Transaction(parsing: try Hex.decode(signed.text))
        let spent = try maker.psbt.summary(signer: nil, under: Terms()).members["spends"]?.array ?? []
        let outputs = try spent.map { coin in
            Output(value: 1_000_000, script: Script(try Hex.decode(try #require(coin["script"]?.string))))
        }
        let verifier = InputVerifier(transaction, spending: outputs)
        for input in transaction.inputs.indices {
            #expect(verifier.verdicts(ofInput: input).map(\.status) == [.valid])
        }
        // The size that the fee was judged by is that of the transaction, but for the lengths of signatures.
        let about = try maker.psbt.summary(signer: nil, under: Terms()).members["virtualSize"]?.integer ?? 0
        #expect((0...10).contains(about - transaction.virtualSize))
    }

    @Test(arguments: Seed.fresh(64))
    func survivesWhateverIsDoneToIt(seed: Seed) throws {
        var generator = seed.generator
        let key = try testKey(ganacheKey)
        let unsigned = try mixed(version: generator.oneIn(2) ? 0 : 2).psbt
        let signed = try unsigned.signed(by: key, under: Terms(form: generator.oneIn(2) ? .usual : .finalized)).file
        let everything = Terms(accepting: Set(Risk.allCases), form: generator.oneIn(2) ? .usual : .network)
        for start in [unsigned.serialized, try PSBT(parsing: signed).serialized] {
            for _ in 0..<20 {
                guard let psbt = try? PSBT(parsing: generator.mutated(start)) else { continue }
                #expect(try PSBT(parsing: psbt.serialized) == psbt)
                _ = psbt.summary(signer: try key.verifyingKey(), under: everything)
                _ = psbt.refusals(signer: nil, under: everything)
                _ = try psbt.verified(under: Terms())
                // What is signed all the same verifies: `signed` reads back what it made.
                _ = try? psbt.signed(by: key, under: everything)
            }
        }
    }

    @Test(arguments: Seed.fresh(32))
    func noSignedByteCanBeAltered(seed: Seed) throws {
        var generator = seed.generator
        let key = try testKey(ganacheKey)
        let signed = try PSBT(parsing: try mixed(version: 0).psbt.signed(by: key, under: Terms()).file)
        #expect(try signed.verified(under: Terms()).signatures.allSatisfy { $0.status == .valid })
        // The unsigned transaction stands behind the magic, its key and its length.
        let transaction = 10..<10 + signed.transaction.serialized(withWitness: false).count
        for _ in 0..<8 {
            var bytes = signed.serialized
            bytes[generator.int(transaction.lowerBound...transaction.upperBound - 1)] ^=
                1 << UInt8(generator.int(0...7))
            guard let altered = try? PSBT(parsing: bytes) else { continue }
            let verdicts = try altered.verified(under: Terms()).signatures
            #expect(verdicts.contains { if case .invalid = $0.status { true } else { false } })
            #expect(
                !altered.refusals(signer: try key.verifyingKey(), under: Terms(accepting: Set(Risk.allCases))).isEmpty)
            #expect(throws: (any Error).self) { try altered.extracted() }
        }
    }

    @Test func manyInputsCostNoMoreThanTheirNumber() throws {
        func seconds(_ count: Int) throws -> Double {
            var maker = PSBTMaker()
            for _ in 0..<count { maker.spend(try Keys.ownWitness(), 1_000_000, .transaction) }
            maker.pay(try Keys.otherWitness(), UInt64(count) * 1_000_000 - 200 * UInt64(count))
            let psbt = try maker.psbt
            let key = try testKey(ganacheKey)
            let clock = ContinuousClock()
            let time = try clock.measure { _ = try psbt.signed(by: key, under: Terms(form: .network)) }
            return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
        }
        _ = try seconds(10)
        let (few, many) = (try seconds(200), try seconds(2000))
        print("signing 200 and 2000 P2WPKH inputs: \(few) s, \(many) s")
        // Ten times the inputs; a square would be a hundred times.
        #expect(many < 40 * few)
    }
}
