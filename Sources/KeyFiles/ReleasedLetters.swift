import Groups
import Secrets

// What a file is shows in single letters (a bracket, a quotation mark, a blank), and the letters around them may be those
// of a key. So each question is answered without a branch on the letter, and only the answer is released.

extension UInt8 {
    /// Whether it is this letter.
    func released(is letter: UInt8) -> Bool { released(within: letter...letter) }

    /// Whether it lies in the range.
    func released(within range: ClosedRange<UInt8>) -> Bool {
        MemoryChecker.released(1 & mask(within: range)) == 1
    }

    /// All ones if it lies in the range, else all zeros.
    @inline(__always)
    fileprivate func mask(within range: ClosedRange<UInt8>) -> UInt64 {
        let letter = UInt64(self)
        // Inside of the range neither difference is negative; outside one is, which shows in its top bit.
        let outside = ((letter &- UInt64(range.lowerBound)) | (UInt64(range.upperBound) &- letter)) &>> 63
        return maskFromBit(1 ^ outside)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether every byte lies in one of the ranges; all are looked at, and of the single ones nothing is released.
    func consists(of ranges: [ClosedRange<UInt8>]) -> Bool {
        var foreign: UInt64 = 0
        for byte in self {
            var isInside: UInt64 = 0
            for range in ranges { isInside |= byte.mask(within: range) }
            foreign |= ~isInside
        }
        return MemoryChecker.released(foreign) == 0
    }

    /// Whether it begins with this letter.
    func begins(_ letter: Unicode.Scalar) -> Bool { !isEmpty && self[0].released(is: UInt8(ascii: letter)) }

    /// Whether it begins with `0x` or `0X`; of a key's first digit it does not tell whether that is 0.
    var beginsLikeHex: Bool {
        guard count >= 2 else { return false }
        let isZero = self[0].mask(within: 0x30...0x30)
        let isX = self[1].mask(within: 0x58...0x58) | self[1].mask(within: 0x78...0x78)
        return MemoryChecker.released(1 & isZero & isX) == 1
    }
}
