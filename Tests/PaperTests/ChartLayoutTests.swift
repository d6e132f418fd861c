// SPDX-License-Identifier: Apache-2.0
// No text of a chart covers another or leaves its frame, whatever the figures are.

import DockModel
import Testing

@testable import Paper

@Suite struct ChartLayoutTests {
    private func sketch(_ chart: Chart, width: Double = 460, height: Double = 250) throws -> (
        Sketch, Rect
    ) {
        let frame = Rect(10, 10, width, height)
        return (ChartDrawing.sketch(chart, in: frame, fonts: try FontShelf()), frame)
    }

    /// Pairs of texts that lie on each other.
    private func clashes(_ sketch: Sketch) -> [String] {
        let texts = sketch.textPlaces
        var clashes: [String] = []
        for (index, text) in texts.enumerated() {
            for other in texts[(index + 1)...] where text.place.overlaps(other.place) {
                clashes.append("\"\(text.text)\" and \"\(other.text)\"")
            }
        }
        return clashes
    }

    private func strays(_ sketch: Sketch, _ frame: Rect) -> [String] {
        let page = Rect(frame.x - 4, frame.y - 4, frame.width + 8, frame.height + 8)
        return sketch.textPlaces.filter { !page.holds($0.place) }.map(\.text)
    }

    @Test(arguments: 0..<120) func `no text of a chart covers another or leaves the frame`(seed: Int)
        throws
    {
        let chart = Sample.chart(seed: UInt64(seed) &* 977 &+ 1)
        for (width, height) in [(460.0, 250.0), (300, 170), (700, 400)] {
            let (sketch, frame) = try sketch(chart, width: width, height: height)
            #expect(clashes(sketch) == [], "seed \(seed), \(width) x \(height)")
            #expect(strays(sketch, frame) == [], "seed \(seed), \(width) x \(height)")
        }
    }

    @Test func `the texts of a wear chart are all there`() throws {
        let (sketch, _) = try sketch(Sample.wear.chart())
        let texts = sketch.textPlaces.map(\.text)
        for text in [
            "Wear of cover drive", "Dock NORTH, unit CD-2231", "Travel current (A)",
            "Date (Europe/Berlin)",
            "End of life 2.6 A", "P50 2027-06-06", "Forecast P10 to P90: 2027-05-23 to 2027-06-27",
        ] { #expect(texts.contains(text), "\(texts)") }
        #expect(texts.count { $0 == "plan" } == 3)
    }

    @Test func `no flag's line runs through the text of another`() throws {
        for seed in 0..<40 {
            var figures = SampleFigures(seed: UInt64(seed))
            var chart = Sample.wear.chart()
            chart.markers = (0..<12).map { index in
                ChartMarker("notice \(index)", x: Sample.after(days: figures.next() * 200).seconds)
            }
            let (sketch, _) = try sketch(chart)
            let names = sketch.textPlaces.filter { $0.text.hasPrefix("notice") }
            for case .line(let points, _, _, .dotted, _) in sketch.marks where points.count == 2 {
                let line = Rect(points[0].x - 0.1, points[0].y, 0.2, points[1].y - points[0].y)
                #expect(!names.contains { $0.place.overlaps(line) }, "seed \(seed)")
            }
            let dropped = sketch.textPlaces.first { $0.text.hasPrefix("Labels without room: ") }
            let count = dropped.flatMap { Int($0.text.dropFirst(21).prefix { $0.isNumber }) } ?? 0
            #expect(names.count + count == 12, "seed \(seed)")
        }
    }

    @Test func `a chart without figures says so`() throws {
        var chart = Chart(title: "Empty", x: .time("Date"), y: .number("Current", unit: "A"))
        #expect(try sketch(chart).0.textPlaces.contains { $0.text == "No figures yet" })
        chart.series = [ChartSeries("a", [ChartPoint(1, .nan), ChartPoint(.infinity, 2)])]
        let texts = try sketch(chart).0.textPlaces.map(\.text)
        #expect(texts.contains("No figures yet"))
        #expect(texts.contains("Left out because they are no numbers: 2."))
    }

    @Test func `a single figure is drawn`() throws {
        var chart = Chart(title: "One", x: .number("n", unit: ""), y: .number("y", unit: "A"))
        chart.series = [ChartSeries("a", [ChartPoint(5, 0)])]
        let discs = try sketch(chart).0.marks.filter { if case .disc = $0 { true } else { false } }
        #expect(discs.count == 1)
    }

    @Test func `the forecast ends at the end of life`() throws {
        let chart = Sample.wear.chart()
        let band = try #require(chart.bands.first)
        #expect(band.places.map(\.x) == band.places.map(\.x).sorted())
        #expect(
            band.places.last == ChartBand.Place(Sample.after(days: 221).seconds, low: 2.6, high: 2.6))
        #expect(band.places[1].high == 2.6 && band.places[1].low < 2.6)
        let middle = try #require(chart.series.last)
        #expect(middle.points.last == ChartPoint(Sample.after(days: 200).seconds, 2.6))
    }

    @Test func `a forecast before the last figure does not run backwards`() throws {
        var wear = Sample.wear
        wear.end = WearHistory.End(p10: 0, p50: 1, p90: 2)
        let band = try #require(wear.chart().bands.first)
        #expect(Set(band.places.map(\.x)).count == 1)
    }

    @Test func `a part without forecast has no band`() {
        var wear = Sample.wear
        wear.end = nil
        #expect(wear.chart().bands.isEmpty)
        wear.end = WearHistory.End(p10: .nan, p50: 1, p90: 2)
        #expect(wear.chart().bands.isEmpty)
    }
}
