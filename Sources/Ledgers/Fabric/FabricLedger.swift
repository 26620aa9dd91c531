import Encodings
package import Transactions

/// Hyperledger Fabric 1.4 to 3: what clients sign, and blocks.
package enum FabricLedger: Ledger {
    package static let name = LedgerName.fabric

    /// `.chain` is the channel that the message must be for.
    package static let understands: Set<TermName> = [
        .chain, .form(.network), .besides(.proposal), .besides(.certificateAuthority),
        .besides(.previousTransaction),
    ]

    /// Larger files are named by the person; looking must be cheap.
    static let mostLookedAt = 16 << 20

    package static func look(at bytes: [UInt8]) -> Look? {
        guard bytes.count <= mostLookedAt, couldBeMessage(bytes) else { return nil }
        let fault: FabricError
        do throws(FabricError) {
            let content = try Content(parsing: bytes)
            return Look(.certain, content.signature.isEmpty ? .unsigned : .signed)
        } catch { fault = error }
        let blockFault: FabricError
        do throws(FabricError) {
            _ = try BlockChain(parsing: bytes)
            return Look(.certain, .signed)
        } catch { blockFault = error }
        // A fault below the header of a message lies in something that reads as Fabric's from the outside.
        guard max(fault.depth, blockFault.depth) >= 2 else { return nil }
        return Look(.possible, blockFault.depth > fault.depth ? .signed : .either, nodesMayTake: true)
    }

    /// Whether some reading of a file begins like a message or like blocks; where none does every fault lies outermost.
    private static func couldBeMessage(_ file: [UInt8]) -> Bool {
        guard let readings = try? FabricText.candidates(file) else { return false }
        return readings.contains { WireFields.fill($0) || WireFields.fillFirst($0) }
    }

    /// - Throws: `FabricError` with the place; `.alreadySigned`, `.block`.
    package static func readUnsigned(_ bytes: [UInt8], under terms: Terms) throws -> any Signable {
        do throws(FabricError) {
            let content = try Content(parsing: bytes)
            guard content.signature.isEmpty else { throw FabricError.alreadySigned }
            return content
        } catch {
            if error != .alreadySigned, (try? BlockChain(parsing: bytes)) != nil { throw FabricError.block }
            throw error
        }
    }

    /// - Throws: `FabricError` with the place; `.notSigned`.
    package static func readSigned(_ bytes: [UInt8], under terms: Terms) throws -> any Verifiable {
        do throws(FabricError) {
            let content = try Content(parsing: bytes)
            guard !content.signature.isEmpty else { throw FabricError.notSigned }
            return content
        } catch {
            if error == .notSigned { throw error }
            do throws(FabricError) { return try BlockChain(parsing: bytes) } catch let other {
                throw other.depth > error.depth ? other : error
            }
        }
    }
}
