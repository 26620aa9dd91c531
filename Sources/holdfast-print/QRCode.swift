import CQRencode
import Glibc

/// A QR code (ISO/IEC 18004), made by libqrencode.
struct QRCode: ~Copyable {
    /// How much of a code may be stained and it still reads.
    enum Level {
        /// 15 %.
        case medium
        /// 30 %.
        case high
    }

    private let code: UnsafeMutablePointer<CQRencode.QRcode>
    /// Modules along one side, without the white margin.
    let width: Int
    /// The white margin that readers need, in modules.
    static let margin = 4

    /// A share line. In capitals it takes the denser mode, 11 bits for two letters.
    /// - Parameter line: Lower-case letters and digits.
    init?(capitalsOf line: UnsafeRawBufferPointer) {
        let made = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: line.count) { room in
            defer { overwrite(UnsafeMutableRawBufferPointer(room)) }
            for place in line.indices {
                let letter = line[place]
                room.initializeElement(at: place, to: letter >= UInt8(ascii: "a") ? letter & ~0x20 : letter)
            }
            return QRCode.encode(UnsafeBufferPointer(room), QR_MODE_AN, .high)
        }
        guard let made else { return nil }
        self.init(made)
    }

    /// A text of ASCII.
    init?(_ text: String) {
        let made = Array(text.utf8).withUnsafeBufferPointer { QRCode.encode($0, QR_MODE_8, .medium) }
        guard let made else { return nil }
        self.init(made)
    }

    private init(_ code: UnsafeMutablePointer<CQRencode.QRcode>) {
        self.code = code
        width = Int(code.pointee.width)
    }

    deinit {
        // libqrencode overwrites nothing itself.
        explicit_bzero(code.pointee.data, width * width)
        QRcode_free(code)
    }

    private static func encode(
        _ bytes: UnsafeBufferPointer<UInt8>, _ mode: QRencodeMode, _ level: Level
    ) -> UnsafeMutablePointer<CQRencode.QRcode>? {
        // Version 0 is the smallest that the data fits.
        guard let input = QRinput_new2(0, level == .high ? QR_ECLEVEL_H : QR_ECLEVEL_M) else { return nil }
        defer { QRinput_free(input) }
        guard QRinput_append(input, mode, Int32(bytes.count), bytes.baseAddress) == 0 else { return nil }
        return QRcode_encodeInput(input)
    }

    /// Whether a module is black.
    borrowing func isBlack(_ column: Int, _ row: Int) -> Bool { code.pointee.data[row * width + column] & 1 == 1 }
}
