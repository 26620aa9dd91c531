import ProtocolBuffers

/// Which blocks are asked for: `orderer.SeekInfo` and `orderer.SeekPosition`.
struct Seek: Hashable, Sendable {
    let start: String
    let stop: String
    /// What else was asked for, in words.
    let options: [String]

    init(_ bytes: [UInt8], _ path: String) throws(FabricError) {
        let info = try Wire.read(Fabric_SeekInfo.self, bytes, path)
        start = try Seek.words(info.start, path + ".start")
        stop = try Seek.words(info.stop, path + ".stop")
        var options = [
            info.behavior == 0 ? "waits for blocks that are not there yet" : "ends where a block is not there"
        ]
        guard (0...1).contains(info.behavior) else { throw .unknownValue(path + ".behavior", Int(info.behavior)) }
        guard (0...1).contains(info.errorResponse) else {
            throw .unknownValue(path + ".error_response", Int(info.errorResponse))
        }
        guard (0...1).contains(info.contentType) else {
            throw .unknownValue(path + ".content_type", Int(info.contentType))
        }
        if info.errorResponse == 1 { options.append("also from an orderer in error") }
        if info.contentType == 1 { options.append("headers and signatures only") }
        self.options = options
    }

    static func words(_ position: Fabric_SeekPosition, _ path: String) throws(FabricError) -> String {
        switch position.type {
        case .newest: "the newest block"
        case .oldest: "the oldest block"
        case .specified(let block) where block.number == .max: "no end"
        case .specified(let block): "block \(block.number)"
        case .nextCommit: "the next block"
        case nil: throw .missing(path)
        }
    }
}
