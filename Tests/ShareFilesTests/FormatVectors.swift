import Secrets
import ShareFiles
import TestSupport

extension FormatVectors {
    func dealing(_ file: String) throws -> DealingFile {
        try DealingFile(parsing: bytes(file))
    }

    func locked(_ file: String) throws -> LockedBytes {
        try LockedBytes(copying: bytes(file))
    }
}

extension DealingFile {
    /// Of public bytes.
    init(parsing bytes: [UInt8]) throws(ShareFilesError) {
        // Swift's own `withUnsafeBytes` forgets the type of an error.
        self = try bytes.withUnsafeBytes { raw in
            Result { () throws(ShareFilesError) in try DealingFile(parsing: raw) }
        }.get()
    }
}

extension LockedBytes {
    /// Of bytes that are secret only outside of a test.
    init(copying bytes: [UInt8]) throws(SecretsError) {
        try self.init(count: bytes.count)
        withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    }

    var array: [UInt8] { withUnsafeBytes { Array($0) } }
}

/// The stable word of what a body throws; `nil` where it throws nothing.
func codeThrown(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch let error as ShareFilesError {
        return error.code
    } catch {
        return "\(error)"
    }
}
