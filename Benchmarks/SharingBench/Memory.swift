import Glibc

/// How much memory the process has in its hands, as the kernel counts it.
enum Memory {
    /// Lets the peak start again from what is in use now; where the kernel refuses, it goes on from the start.
    static func forgetPeak() {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return }
        // "5": "reset the peak resident set size" (proc(5), /proc/pid/clear_refs).
        fputs("5", file)
        fclose(file)
    }

    /// The most that was resident since.
    static var peakBytes: Int? {
        guard let file = fopen("/proc/self/status", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            guard text.hasPrefix("VmHWM:") else { continue }
            return Int(text.filter(\.isNumber)).map { $0 * 1024 }
        }
        return nil
    }
}
