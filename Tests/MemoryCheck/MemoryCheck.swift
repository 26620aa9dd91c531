import Glibc

/// Runs one path on secret data, for valgrind's memcheck to watch: it reports every branch and every address that depends
/// on bytes that were marked secret.
///
/// `MemoryCheck NAME` runs one case, `MemoryCheck --list` names them. For each path there is a leaky twin in this same
/// program, which memcheck has to report: a watch that sees nothing would pass everything.
@main
struct MemoryCheck {
    static func main() {
        guard CommandLine.arguments.count == 2 else {
            print("usage: MemoryCheck CASE | --list")
            exit(2)
        }
        let name = CommandLine.arguments[1]
        if name == "--list" {
            for (name, _) in cases + leakyTwins { print(name) }
            return
        }
        guard let (_, run) = (cases + leakyTwins).first(where: { $0.0 == name }) else {
            print("no case is called \(name)")
            exit(2)
        }
        do {
            try run()
        } catch {
            print("\(name): \(error)")
            exit(3)
        }
    }
}

/// Keeps a result from being optimised away, without looking at it.
@inline(never) @_optimize(none)
func keep<T>(_ value: T) {}
