// SPDX-License-Identifier: Apache-2.0
// Figures that are many, out of order or none are thinned without losing a peak.

import Testing

@testable import Paper

@Suite struct ChartFiguresTests {
    private func chart(_ points: [ChartPoint]) -> Chart {
        var chart = Chart(title: "t", x: .number("x", unit: ""), y: .number("y", unit: ""))
        chart.series = [ChartSeries("s", points)]
        return chart
    }

    private let x = ChartScale(low: 0, high: 100_000, start: 0, end: 400)
    private let y = ChartScale(low: -10, high: 10, start: 200, end: 0)

    @Test func `a hundred thousand figures become a few and keep their peaks`() throws {
        var figures = SampleFigures(seed: 1)
        var points = (0..<100_000).map { ChartPoint(Double($0), figures.next()) }
        points[31_234].y = 9.5
        points[77_777].y = -8.25
        let runs = ChartFigures.runs(ChartFigures(chart(points)).series[0], x: x, y: y)
        #expect(runs.count == 1)
        let kept = try #require(runs.first)
        #expect(kept.count <= 4 * 801)
        #expect(kept.contains { $0.y == y.place(9.5) })
        #expect(kept.contains { $0.y == y.place(-8.25) })
        #expect(kept.map(\.x) == kept.map(\.x).sorted())
    }

    @Test func `few figures are all kept in their order`() {
        let points = [ChartPoint(0, 1), ChartPoint(500, 2), ChartPoint(500, -3), ChartPoint(90_000, 4)]
        let runs = ChartFigures.runs(ChartFigures(chart(points)).series[0], x: x, y: y)
        #expect(runs == [points.map { Point(x.place($0.x), y.place($0.y)) }])
    }

    @Test func `a figure that is none breaks the line`() {
        let points = [
            ChartPoint(0, 1), ChartPoint(10_000, .nan), ChartPoint(20_000, 2), ChartPoint(30_000, 3),
        ]
        let figures = ChartFigures(chart(points))
        #expect(ChartFigures.runs(figures.series[0], x: x, y: y).map(\.count) == [1, 2])
        #expect(figures.leftOut == 1)
    }

    @Test func `figures out of order are put in order`() {
        let points = [ChartPoint(30, 3), ChartPoint(10, 1), ChartPoint(20, 2), ChartPoint(10, 4)]
        #expect(ChartFigures(chart(points)).series[0].map(\.y) == [1, 4, 2, 3])
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e13, -1e300])
    func `a wild figure moves no axis`(wild: Double) throws {
        let points = [ChartPoint(0, 1), ChartPoint(1, wild), ChartPoint(wild, 1), ChartPoint(2, 2)]
        let chart = chart(points)
        let figures = ChartFigures(chart)
        let (xRange, yRange) = (
            try #require(figures.xRange(chart)), try #require(figures.yRange(chart, right: false))
        )
        #expect(xRange == (0, 2))
        #expect(yRange == (1, 2))
        #expect(figures.leftOut == 2)
    }

    @Test func `a band keeps its widest places`() {
        var points = (0..<50_000).map { ChartBand.Place(Double($0), low: -1, high: 1) }
        points[20_000].high = 7
        points[20_001].low = -6
        let outline = ChartFigures.outline(points, x: x, y: y)
        #expect(outline.count <= 2 * 802)
        #expect(outline.contains { $0.y == y.place(7) })
        #expect(outline.contains { $0.y == y.place(-6) })
    }

    @Test func `more of a kind than can be shown is left out and counted`() {
        var chart = chart([])
        chart.series = (0..<1_000).map { ChartSeries("s\($0)", [ChartPoint(Double($0), 1)]) }
        chart.limits = (0..<1_000).map { ChartLimit("l\($0)", at: Double($0)) }
        let (bounded, leftOut) = ChartFigures.bounded(chart)
        #expect(bounded.series.count + bounded.limits.count + leftOut == 2_000)
        #expect(leftOut > 1_800)
    }
}
