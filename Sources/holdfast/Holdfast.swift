import CSystem
import Custody
import Glibc

@main
struct Holdfast {
    static func main() {
        ProcessHardening.apply()
    }
}
