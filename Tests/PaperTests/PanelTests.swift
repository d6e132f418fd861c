// SPDX-License-Identifier: Apache-2.0
// Short sections side by side and charts in a grid: nothing leaves its column, nothing covers another.

import DockModel
import Testing

@testable import Paper

@Suite struct PanelTests {
    private func pages(_ elements: [DocumentElement]) throws -> [Sketch] {
        let document = Document(title: "Title", id: "D-1", created: Sample.begin, elements: elements)
        return DocumentLayout.pages(of: document, fonts: try FontShelf())
    }

    private func panel(_ name: String, lines: Int) -> DocumentElement.Panel {
        DocumentElement.Panel(
            name,
            (0..<lines).map { .fact("\(name) \($0)", String(repeating: "long value ", count: 6)) } + [
                .item("\(name) item"), .note("\(name) note"),
                .table(.init(columns: [.init("Part"), .init("P10")], rows: [["\(name) part", "3 Mar 2026"]])),
            ])
    }

    @Test func `two sections of a row stand side by side and in their columns`() throws {
        let page = try #require(try pages([.panels([[panel("Left", lines: 5), panel("Right", lines: 2)]])]).first)
        let places = page.textPlaces
        let left = try #require(places.first { $0.text == "Left" }?.place)
        let right = try #require(places.first { $0.text == "Right" }?.place)
        #expect(left.y == right.y && right.x > 300)
        for (text, place) in places where text.hasPrefix("Left") { #expect(place.right < right.x) }
        for (index, one) in places.enumerated() {
            for other in places.dropFirst(index + 1) { #expect(!one.place.overlaps(other.place), "\(one) \(other)") }
        }
    }

    @Test func `a row that does not fit begins a new page, and one higher than a page is cut`() throws {
        let rows = Array(repeating: [panel("A", lines: 12), panel("B", lines: 12)], count: 6)
        #expect(try pages([.panels(rows)]).count > 1)
        let high = try pages([.panels([[panel("High", lines: 400)]])])
        #expect(high.count <= 2)
        #expect(high.flatMap(\.textPlaces).contains { $0.text == "…" })
        for page in high { #expect(page.textPlaces.allSatisfy { $0.place.bottom < 842 }) }
    }

    @Test func `a document says how many pages it has`() throws {
        var document = Document(title: "Title", id: "D-1", created: Sample.begin)
        #expect(try document.pageCount() == 1)
        document.elements = [.paragraph("a"), .pageBreak, .banner("b", ink: .orange)]
        #expect(try document.pageCount() == 2)
    }

    @Test func `charts of a grid stand apart`() throws {
        let charts = (0..<5).map { number in
            var chart = Chart(title: "Chart \(number)", x: .number("x", unit: "s"), y: .number("y", unit: "A"))
            chart.series = [ChartSeries("", [ChartPoint(0, 0), ChartPoint(1, Double(number))])]
            return chart
        }
        let page = try #require(try pages([.picture(ChartGrid(title: "all", charts: charts), height: 600)]).first)
        let titles = page.textPlaces.filter { $0.text.hasPrefix("Chart ") }.map(\.place)
        #expect(titles.count == 5)
        #expect(Set(titles.map(\.x)).count == 2 && Set(titles.map(\.y)).count == 3)
        let none = try pages([.picture(ChartGrid(title: "none", charts: []), height: 200)])
        #expect(none.count == 1)
    }

    @Test func `figures are drawn in the reader's units, with their limit`() {
        var wind = WindRecord(
            dock: "North", zone: "UTC", mean: [ChartPoint(0, 4.4704)], gusts: [ChartPoint(0, 8.9408)], limit: 13.4112)
        wind.unit = ShownUnit("mph", factor: 1 / 0.44704)
        let chart = wind.chart()
        #expect(chart.y.unit == "mph")
        #expect(chart.series.flatMap(\.points).map { $0.y.rounded() } == [20, 10])
        #expect(chart.limits.first?.label.contains("30 mph") == true)
    }
}
