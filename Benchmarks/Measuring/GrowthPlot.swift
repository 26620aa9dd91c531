import Glibc
import Groups

/// How the works grow with the threshold, drawn beside what others take: four fields, both axes logarithmic.
package struct GrowthPlot {
    private let report: SharingReport
    private static let works: [(work: SharingWork, title: String)] = [
        (.checkAll, "check all n shares"), (.checkOne, "check one share"), (.split, "split a key"),
        (.rebuild, "rebuild it from checked shares, with x·G"),
    ]
    private static let width = 1040.0, height = 900.0

    package init(_ report: SharingReport) { self.report = report }

    /// The drawing, an SVG 1.1 of 1040 × 900 units.
    package var svg: String {
        let fields = GrowthPlot.works.enumerated().map { place, entry in
            Field(
                rows: report.rows.filter { $0.work == entry.work }, work: entry.work, title: entry.title,
                left: place % 2 == 0 ? 80 : 590, top: place < 2 ? 120 : 480
            ).svg
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(plain(GrowthPlot.width)) \(plain(GrowthPlot.height))" \
            font-family="DejaVu Sans, Helvetica, sans-serif" font-size="12" fill="#222">
            <rect width="100%" height="100%" fill="#fff"/>
            <text x="40" y="36" font-size="20">What sharing a key costs, in verifications of one signature (V)</text>
            \((legend + fields + caption).joined(separator: "\n"))
            </svg>

            """
    }

    private var legend: [String] {
        var left = 40.0
        var parts: [String] = []
        let groups = CurveName.allCases.map { (color($0), "", "Holdfast, \($0.rawValue)") }
        for (color, dashes, name) in groups + [
            (peerColor, peerDashes, "best of vsss-rs, ZF frost and kyber, secp256k1")
        ] {
            parts.append(line((left, 62), (left + 30, 62), color, dashes, width: 2))
            parts.append(text(name, left + 36, 66))
            left += 56 + 7.4 * Double(name.count)
        }
        parts.append(diamond(left + 8, 62, "#222"))
        parts.append(text("goal", left + 20, 66))
        return parts
    }

    private var caption: [String] {
        let units = report.units.map { "\($0.group.rawValue) \(decimal($0.microseconds, digits: 1)) µs" }
        let lines = [
            "1 V is one verification by the group's own library in the same process: \(units.joined(separator: ", ")). Medians; bars reach",
            "from quartile to quartile. Thresholds 2, 3, 7, 67, 334, 667 of 3, 5, 10, 100, 500, 1000 holders.",
            "Dashed: vsss-rs 6.0.1, ZF frost 3.0, kyber v4. The ring at 667 of 1000 is the best of them as published in the table of goals of this",
            "project's issue 5 (V of 36 µs); the line through it is how they grow by their products of points and of numbers, and was not measured.",
        ]
        return lines.enumerated().map { text($1, 40, 836 + 17 * Double($0), "#555") }
    }
}

/// One work.
private struct Field {
    let rows: [SharingRow]
    let work: SharingWork
    let title: String
    let left, top: Double
    private var right: Double { left + 410 }
    private var bottom: Double { top + 270 }

    private var x: Axis {
        Axis(low: 1.6, high: Double(max(1000, rows.map(\.size.threshold).max() ?? 0)) * 1.1, start: left, end: right)
    }

    private var y: Axis {
        let goals = rows.compactMap { Goal.of($0, among: rows)?.limit }
        let peers = SharingSize.usual.compactMap { Peers.estimated(work, $0) }
        return .decades(around: rows.map(\.verifications.median) + goals + peers, start: bottom, end: top)
    }

    var svg: String {
        let parts =
            grid + [text(title, left, top - 26, "#222", size: 15), text(summary, left, top - 9, "#555", size: 11)]
        return (parts + peers + CurveName.allCases.flatMap(series)).joined(separator: "\n")
    }

    /// The figures at the largest usual size, each in the colour of its curve.
    private var summary: String {
        let found = rows.filter { $0.size == Peers.size }.map { row in
            span("\(row.group.rawValue) \(figure(row.verifications.median))", color(row.group))
        }
        let peer = Peers.published(work).map { [span("best peer \(grouped($0))", peerColor)] } ?? []
        return "667 of 1000: \((found + peer).joined(separator: ", "))"
    }

    private var grid: [String] {
        let x = x, y = y
        let heights = y.decades.flatMap { value in
            [
                line((left, y.place(value)), (right, y.place(value)), "#ddd"),
                text(power(value), left - 8, y.place(value) + 4, "#555", anchor: "end"),
            ]
        }
        let columns = [2.0, 3, 7, 67, 334, 667].flatMap { value in
            [
                line((x.place(value), bottom), (x.place(value), bottom + 4), "#888"),
                text(plain(value), x.place(value), bottom + 18, "#555", anchor: "middle"),
            ]
        }
        let axes = [
            line((left, bottom), (right, bottom), "#888"),
            text("threshold t", right, bottom + 34, "#555", anchor: "end"),
            text("V", left - 8, top - 9, "#555", anchor: "end"),
        ]
        return heights + columns + axes
    }

    private var peers: [String] {
        guard let published = Peers.published(work) else { return [] }
        let x = x, y = y
        let points = SharingSize.usual.compactMap { size in
            Peers.estimated(work, size).map { (x.place(Double(size.threshold)), y.place($0)) }
        }
        let ring = (x.place(Double(Peers.size.threshold)), y.place(published))
        return [
            path(points, peerColor, peerDashes),
            "<circle cx=\"\(plain(ring.0))\" cy=\"\(plain(ring.1))\" r=\"4.5\" fill=\"#fff\" stroke=\"\(peerColor)\" stroke-width=\"2\"/>",
        ]
    }

    private func series(_ group: CurveName) -> [String] {
        let x = x, y = y, color = color(group)
        let own = rows.filter { $0.group == group }.sorted { $0.size.threshold < $1.size.threshold }
        let points = own.map { (x.place(Double($0.size.threshold)), y.place($0.verifications.median)) }
        let marks = zip(own, points).flatMap { row, point in
            [
                line(
                    (point.0, y.place(row.verifications.lowerQuartile)),
                    (point.0, y.place(row.verifications.upperQuartile)),
                    color, width: 5),
                "<circle cx=\"\(plain(point.0))\" cy=\"\(plain(point.1))\" r=\"3\" fill=\"\(color)\"/>",
            ]
        }
        let goals = own.compactMap { row in
            Goal.of(row, among: rows).map { diamond(x.place(Double(row.size.threshold)), y.place($0.limit), color) }
        }
        return [path(points, color)] + marks + goals
    }
}

private let peerColor = "#777"
private let peerDashes = "6 4"

/// Okabe and Ito's colours, which differ for every kind of eye.
private func color(_ group: CurveName) -> String {
    switch group {
    case .secp256k1: "#0072b2"
    case .p256: "#d55e00"
    case .ed25519: "#009e73"
    }
}

private func line(
    _ from: (Double, Double), _ to: (Double, Double), _ color: String, _ dashes: String = "", width: Double = 1
) -> String {
    path([from, to], color, dashes, width: width)
}

private func path(_ points: [(Double, Double)], _ color: String, _ dashes: String = "", width: Double = 2) -> String {
    let places = points.map { "\(plain($0.0)),\(plain($0.1))" }.joined(separator: " ")
    let dashed = dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\""
    return
        "<polyline points=\"\(places)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"\(plain(width))\"\(dashed)/>"
}

private func diamond(_ x: Double, _ y: Double, _ color: String) -> String {
    let places = [(x - 6, y), (x, y - 6), (x + 6, y), (x, y + 6)].map { "\(plain($0.0)),\(plain($0.1))" }
    return
        "<polygon points=\"\(places.joined(separator: " "))\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"1.5\"/>"
}

private func text(
    _ content: String, _ x: Double, _ y: Double, _ color: String = "#222", size: Double = 12, anchor: String = "start"
) -> String {
    "<text x=\"\(plain(x))\" y=\"\(plain(y))\" fill=\"\(color)\" font-size=\"\(plain(size))\" text-anchor=\"\(anchor)\">\(content)</text>"
}

private func span(_ content: String, _ color: String) -> String { "<tspan fill=\"\(color)\">\(content)</tspan>" }

/// A power of ten.
private func power(_ value: Double) -> String {
    value >= 1 ? grouped(value) : "0." + String(repeating: "0", count: Int(-log10(value).rounded()) - 1) + "1"
}

/// A length or a place, to a tenth.
private func plain(_ number: Double) -> String {
    let tenths = (number * 10).rounded() / 10
    return tenths == tenths.rounded() ? String(Int(tenths)) : tenths.description
}

/// A whole number with a comma between thousands.
private func grouped(_ number: Double) -> String {
    let digits = Array(String(Int(number.rounded())))
    return digits.enumerated().map { place, digit in
        place > 0 && (digits.count - place) % 3 == 0 ? ",\(digit)" : String(digit)
    }.joined()
}
