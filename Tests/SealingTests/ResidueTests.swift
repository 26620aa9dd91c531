import Foundation
import Sealing
import Secrets
import TestSupport
import Testing

/// What sealing and opening leave in the memory of the process.
@Suite(.serialized) struct ResidueTests {
    /// A secret that this test itself keeps under a mask only, so as not to find its own copy.
    private struct Hidden {
        private static let mask: UInt8 = 0x5A
        private let masked: [UInt8]

        init(_ count: Int) {
            var generator = Seed.fresh(1)[0].generator
            masked = generator.bytes(count).map { $0 | 1 }
        }

        func locked() throws -> LockedBytes {
            var bytes = try LockedBytes(count: masked.count)
            bytes.withUnsafeMutableBytes { bytes in
                for place in masked.indices { bytes[place] = masked[place] ^ Hidden.mask }
            }
            return bytes
        }

        func isSame(as bytes: borrowing LockedBytes) -> Bool {
            bytes.withUnsafeBytes { bytes in
                bytes.count == masked.count && masked.indices.allSatisfy { bytes[$0] == masked[$0] ^ Hidden.mask }
            }
        }

        /// How often it stands in a buffer.
        private func count(in buffer: UnsafeRawBufferPointer) -> Int {
            guard buffer.count >= masked.count else { return 0 }
            let first = masked[0] ^ Hidden.mask
            var found = 0
            for start in 0...buffer.count - masked.count where buffer[start] == first {
                if masked.indices.allSatisfy({ buffer[start + $0] == masked[$0] ^ Hidden.mask }) { found += 1 }
            }
            return found
        }

        /// The kernel gives this file in pieces; Foundation takes the first one for the whole.
        private static func maps() -> String {
            let file = open("/proc/self/maps", O_RDONLY)
            defer { close(file) }
            var content: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(file, &part, part.count)
                guard count > 0 else { return String(decoding: content, as: UTF8.self) }
                content += part[..<count]
            }
        }

        /// How often it stands in all memory that this process can write.
        func countInMemory() throws -> Int {
            let maps = Hidden.maps()
            let memory = open("/proc/self/mem", O_RDONLY)
            defer { close(memory) }
            let piece = 1 << 18
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 16)
            defer {
                // What was found must not be found again here.
                wipe(buffer)
                buffer.deallocate()
            }
            var found = 0
            for line in maps.split(separator: "\n") {
                let fields = line.split(separator: " ")
                let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
                guard fields[1].hasPrefix("rw"), ends.count == 2 else { continue }
                for place in stride(from: ends[0], to: ends[1], by: piece - masked.count) {
                    let count = Int(min(UInt(piece), ends[1] - place))
                    let read = pread(memory, buffer.baseAddress!, count, off_t(place))
                    guard read > 0 else { continue }
                    found += self.count(in: UnsafeRawBufferPointer(rebasing: buffer[..<read]))
                }
            }
            return found
        }
    }

    @Test func neitherContentsNorPassphrasesStayBehind() throws {
        let (text, passphrase) = (Hidden(48), Hidden(24))
        do {
            let plaintext = try text.locked()
            #expect(try text.countInMemory() > 0, "a live copy in locked memory is found")
            let identity = try AgeIdentity.random()
            for armored in [false, true] {
                let file = try AgeFile.seal(plaintext, to: [identity.recipient], armored: armored)
                let opened = try AgeFile(parsing: file).open(with: [identity])
                let isSame = text.isSame(as: opened)
                let secret = try passphrase.locked()
                let other = try AgeFile.seal(plaintext, passphrase: secret, workFactor: 4, armored: armored)
                let again = try AgeFile(parsing: other).open(passphrase: secret)
                let isSameAgain = text.isSame(as: again)
                #expect(isSame && isSameAgain)
                var altered = file
                altered[altered.count / 2] ^= 1
                _ = try? AgeFile(parsing: altered).open(with: [identity])
            }
        }
        #expect(try text.countInMemory() == 0)
        #expect(try passphrase.countInMemory() == 0)
    }
}
