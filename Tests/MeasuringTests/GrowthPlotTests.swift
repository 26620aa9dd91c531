import Groups
import Measuring
import Testing

@Suite struct GrowthPlotTests {
    private func report(_ groups: [CurveName], _ works: [SharingWork] = SharingWork.allCases) -> SharingReport {
        var report = SharingReport()
        for group in groups {
            for size in SharingSize.usual {
                report.rows += works.map { work in
                    SharingRow(
                        work: work, group: group, size: size,
                        verifications: Spread(of: [0.02, 1, Double(size.threshold)]),
                        microseconds: 36)
                }
            }
            report.units.append((group, 36))
        }
        return report
    }

    /// A polyline of six places.
    private func curves(_ svg: String, _ color: String) -> Int {
        svg.split(separator: "\n").count { line in
            line.hasPrefix("<polyline") && line.contains("stroke=\"\(color)\"")
                && line.split(separator: "\"")[1].split(separator: " ").count == SharingSize.usual.count
        }
    }

    @Test func eachGroupHasACurveInEachField() {
        let svg = GrowthPlot(report(CurveName.allCases)).svg
        for color in ["#0072b2", "#d55e00", "#009e73", "#777"] { #expect(curves(svg, color) == 4) }
        let one = GrowthPlot(report([.ed25519], [.split])).svg
        #expect(curves(one, "#009e73") == 1)
        #expect(curves(one, "#0072b2") == 0)
    }

    @Test(arguments: [[], CurveName.allCases])
    func itIsWellFormedWhateverWasMeasured(groups: [CurveName]) {
        let svg = GrowthPlot(report(groups)).svg
        #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
        // No letter stands outside of quotes and elements that would have to be escaped.
        #expect(!svg.contains("&"))
        #expect(svg.count { $0 == "<" } == svg.count { $0 == ">" })
        #expect(svg.split(separator: "<text").count == svg.split(separator: "</text>").count)
        #expect(!svg.contains("nan") && !svg.contains("inf"))
    }

    @Test func othersStandWhereTheyWerePublished() throws {
        let published: [(SharingWork, Double)] = [
            (.checkAll, 814_000), (.checkOne, 814), (.split, 1800), (.rebuild, 960),
        ]
        for (work, verifications) in published {
            #expect(Peers.estimated(work, Peers.size) == verifications)
            #expect(try #require(Peers.estimated(work, SharingSize(67, 100))) < verifications)
        }
        #expect(Peers.estimated(.sign, .oneKey) == nil)
    }
}
