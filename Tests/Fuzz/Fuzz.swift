import FuzzTargets
import Glibc

// Built by `make fuzz` with -DFUZZING and libFuzzer, which calls the function below; otherwise a program that runs files
// through a target once more: `Fuzz TARGET FILE...`, and the names of the targets without any.

/// The target of this process.
private let target: FuzzTarget? = {
    #if FUZZING
    return getenv("HOLDFAST_FUZZ").flatMap { FuzzTarget.named(String(cString: $0)) }
    #else
    return CommandLine.arguments.dropFirst().first.flatMap { FuzzTarget.named($0) }
    #endif
}()

#if FUZZING
private typealias OneInput = @convention(c) (_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32

/// libFuzzer's own main, by the name that it has for programs that bring theirs.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ argumentCount: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>, _ body: OneInput
) -> Int32

/// What the package manager starts the program with.
@_cdecl("Fuzz_main")
func fuzzMain(
    _ argumentCount: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    var (count, arguments) = (argumentCount, arguments)
    return runDriver(&count, &arguments) { start, count in
        guard let target else { preconditionFailure("HOLDFAST_FUZZ names a target") }
        // libFuzzer takes a crash for a finding, and keeps the input.
        if let fault = target.fault(with: UnsafeRawBufferPointer(start: start, count: count)) {
            preconditionFailure("a reader ends with a value or an error of its own, and not with: \(fault)")
        }
        return 0
    }
}
#else
@main
enum Replay {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard !arguments.isEmpty else { return FuzzTarget.all.forEach { print($0.name) } }
        guard let target else { fail("\(arguments.first ?? "") is no target; without any, their names are listed") }
        for path in arguments.dropFirst() {
            let fault = bytes(of: path).withUnsafeBytes { target.fault(with: $0) }
            print("\(path): \(fault ?? "read, or refused for what it is")")
            if fault != nil { exit(1) }
        }
    }

    private static func fail(_ message: String) -> Never {
        let line = "Fuzz: \(message)\n"
        _ = write(STDERR_FILENO, line, line.utf8.count)
        exit(2)
    }

    private static func bytes(of path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { fail("\(path) cannot be opened; check the name") }
        defer { fclose(file) }
        var content: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while case let got = fread(&part, 1, part.count, file), got > 0 { content += part[..<got] }
        return content
    }
}
#endif
