import Bitcoin
import TestSupport
import Testing

@Suite struct ScriptTests {
    private let key33: [UInt8] = [2] + [UInt8](repeating: 9, count: 32)
    private let key65: [UInt8] = [4] + [UInt8](repeating: 9, count: 64)

    @Test func everyFormIsRecognisedAgain() {
        let short = [UInt8](repeating: 3, count: 20), long = [UInt8](repeating: 4, count: 32)
        let multisig = Multisig(threshold: 2, keys: [key33, key65, key33])
        let forms: [(Script, ScriptTemplate)] = [
            (.p2pk(key: key33), .p2pk(key: key33)), (.p2pk(key: key65), .p2pk(key: key65)),
            (.p2pkh(hash: short), .p2pkh(hash: short)), (.p2sh(hash: short), .p2sh(hash: short)),
            (.p2wpkh(hash: short), .p2wpkh(hash: short)), (.p2wsh(hash: long), .p2wsh(hash: long)),
            (.p2tr(outputKey: long), .p2tr(outputKey: long)), (multisig.script, .multisig(multisig)),
            (.singleKeyLeaf(long), .singleKeyLeaf(key: long)), (.data([1, 2]), .opReturn(data: [[1, 2]])),
            (Script([0x6A, 0x87]), .opReturn(data: nil)), (Script([0x6A]), .opReturn(data: [])),
            (.witness(version: 1, program: short), .futureWitness(version: 1, program: short)),
            (.witness(version: 16, program: [1, 2]), .futureWitness(version: 16, program: [1, 2])),
            (Script([]), .other), (Script([0x51]), .other), (.witness(version: 0, program: [1, 2]), .other),
        ]
        for (script, template) in forms { #expect(script.template == template) }
    }

    @Test(arguments: Seed.fresh(64))
    func aFormWithAChangedByteIsAnotherOne(_ seed: Seed) {
        var generator = seed.generator
        let scripts: [Script] = [
            .p2pkh(hash: generator.bytes(20)), .p2sh(hash: generator.bytes(20)), .p2wpkh(hash: generator.bytes(20)),
            .p2wsh(hash: generator.bytes(32)), .p2tr(outputKey: generator.bytes(32)), .p2pk(key: key33),
            Multisig(threshold: 1, keys: [key33, key33]).script,
        ]
        for script in scripts {
            let damaged = Script(generator.mutated(script.bytes))
            if damaged != script { #expect(damaged.template != script.template) }
        }
    }

    @Test(arguments: Seed.fresh(64))
    func whatIsPushedIsReadBackInItsShortestForm(_ seed: Seed) {
        var generator = seed.generator
        let items = (0..<generator.int(1...6)).map { _ in
            generator.bytes([0, 1, 1, 2, 75, 76, 255, 256, 520, 65536][generator.int(0...9)])
        }
        let script = Script(items.flatMap { Script.push($0) })
        #expect(script.pushes == items)
        #expect(script.pushesAreMinimal)
    }

    @Test func longerPushesThanNeededAreNoticed() {
        let forms: [[UInt8]] = [
            [1, 5], [1, 0x81], [0x4C, 0], [0x4C, 1, 7], [0x4D, 1, 0, 7], [0x4E, 1, 0, 0, 0, 7],
            [0x4D, 76, 0] + [UInt8](repeating: 0, count: 76),
        ]
        for form in forms {
            #expect(Script(form).pushes?.count == 1)
            #expect(!Script(form).pushesAreMinimal)
        }
    }

    @Test func pushesBeyondTheEndAreNone() {
        for form: [UInt8] in [[1], [2, 7], [0x4C], [0x4C, 1], [0x4D, 1], [0x4E, 0xFF, 0xFF, 0xFF, 0xFF], [75]] {
            #expect(Script(form).pushes == nil)
            #expect(Script(form).wholeInstructions == nil)
        }
        #expect(Script([0x76]).pushes == nil)
        #expect(Script([0x4F, 0x51, 0x60, 0]).pushes == [[0x81], [1], [16], []])
    }

    @Test func multisigHasATwentiethKeyAndNoTwentyFirst() {
        let twenty = Multisig(threshold: 20, keys: [[UInt8]](repeating: key33, count: 20))
        #expect(Multisig(twenty.script) == twenty)
        let more = [1, 21] + [UInt8](repeating: 0, count: 0)
        let keys = (0..<21).flatMap { _ in Script.push(key33) }
        #expect(Multisig(Script([0x51] + keys + more + [0xAE])) == nil)
        // Thresholds that cannot be met, and counts that do not fit.
        #expect(Multisig(Script([0x52] + Script.push(key33) + [0x51, 0xAE])) == nil)
        #expect(Multisig(Script([0x00] + Script.push(key33) + [0x51, 0xAE])) == nil)
        #expect(Multisig(Script([0x51] + Script.push(key33) + [0x52, 0xAE])) == nil)
        #expect(Multisig(Script([0x51, 0x51, 0xAE])) == nil)
        // A longer push than needed.
        #expect(Multisig(Script([0x51, 0x4C] + Script.push(key33) + [0x51, 0xAE])) == nil)
    }
}
