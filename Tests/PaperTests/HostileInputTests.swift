// SPDX-License-Identifier: Apache-2.0
// Figures and texts from devices gone wrong: everything is drawn, nothing crashes or takes long.

import DockModel
import Testing

@testable import Paper

@Suite struct HostileInputTests {
    private static let wild: [Double] = [
        .nan, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, 1e-300, 1e12, -1e12, 1e13, 1.7e308,
        -1.7e308,
        253_402_300_799,
        -62_135_596_800, 9e15,
    ]
    private static let texts = [
        "", " ", "\u{0}", "\u{1B}[31m", String(repeating: "e\u{301}\u{302}", count: 20_000),
        Sample.noCharacters,
        String(repeating: "W", count: 100_000), "\u{202E}abc\u{202C}", "{n}{part}{{", "👩‍🚀🛰️",
        "שלום (12) עולם", "مرحبا", "中文テスト",
        "%s%n%@", "</svg><script>", String(repeating: "\u{200B}", count: 1_000_000),
    ]

    /// Draws in all formats; the PDF is checked by its makers' rivals elsewhere.
    private func draw(_ picture: some Drawable) throws {
        #expect(try picture.picture(.png(scale: 1), created: Sample.begin).count > 100)
        #expect(try picture.picture(.pdf, created: Sample.begin).count > 500)
        #expect(XMLReading().read(try picture.picture(.svg, created: Sample.begin)))
    }

    @Test(arguments: 0..<40) func `wild figures are drawn`(seed: Int) throws {
        var figures = SampleFigures(seed: UInt64(seed) &+ 99)
        func number() -> Double { Self.wild[figures.next(below: Self.wild.count)] }
        var chart = Sample.chart(seed: UInt64(seed))
        for index in chart.series.indices {
            for place in chart.series[index].points.indices where figures.next() < 0.3 {
                chart.series[index].points[place] = ChartPoint(number(), number())
            }
        }
        chart.bands = [
            ChartBand("b", (0..<20).map { _ in ChartBand.Place(number(), low: number(), high: number()) })
        ]
        chart.limits += [
            ChartLimit("l", at: number()), ChartLimit("v", at: number(), isVertical: true),
        ]
        chart.markers += [ChartMarker("m", x: number(), y: number()), ChartMarker("f", x: number())]
        chart.spans = [ChartSpan("s", from: number(), to: number())]
        try draw(chart)
    }

    @Test(arguments: texts.indices) func `wild texts are drawn`(index: Int) throws {
        let text = Self.texts[index]
        var wear = Sample.wear
        (wear.dock, wear.part, wear.serial, wear.measure) = (text, text, text, text)
        (wear.unit, wear.axis, wear.basis) = (text, .date(zone: text), text)
        wear.notices = [WearHistory.Notice(at: Sample.begin.seconds, stage: text)]
        try draw(wear.chart())
        var order = Sample.order
        (order.id, order.dock, order.place, order.zone, order.contact) = (text, text, text, text, text)
        order.items[0].part = PartID(text)
        (order.items[0].name, order.items[0].why, order.tasks) = (text, text, [text])
        #expect(try order.document(language: .german).pdf().count > 500)
        var record = Sample.record
        (record.id, record.dock, record.zone, record.activity) = (text, text, text, text)
        record.events = [FlightRecord.Event(at: WallTime(milliseconds: .max), grade: text, text: text)]
        #expect(try record.document().pdf().count > 500)
        #expect(XMLReading().read(Array(record.kml.utf8)))
    }

    @Test(.enabled(if: OtherProgram.isInstalled("qpdf")))
    func `a PDF of wild texts is sound`() throws {
        var document = Document(title: Self.texts.joined(), id: "D", created: Sample.begin)
        document.elements = Self.texts.map { .paragraph($0) }
        document.elements.append(
            .table(.init(columns: Self.texts.map { .init($0) }, rows: [Self.texts, []])))
        let check = try #require(OtherProgram("qpdf")).read(document.pdf(), ["--check", "FILE"])
        #expect(check.status == 0, "\(check.output)")
    }

    @Test func `code points that are no characters spoil no font`() throws {
        let fonts = try FontShelf()
        #expect(fonts.width(Sample.noCharacters + "\u{0}\u{1}", TextStyle()) == 0)
        var sketch = Sketch()
        sketch.text("a" + Sample.noCharacters + "b", at: Point(9, 9), TextStyle(), fonts: fonts)
        let canvas = try Canvas(.svg, width: 50, height: 50, fonts: fonts)
        try canvas.page(sketch)
        #expect(XMLReading().read(try canvas.finish(title: "t")))
        try fonts.check()
    }

    @Test func `wild places are drawn as a path`() throws {
        var path = FlightPath(title: "Path")
        try draw(path)
        for latitude in Self.wild {
            for longitude in Self.wild.prefix(9) {
                path.flown.append(GeoPoint(latitude: latitude, longitude: longitude))
            }
        }
        path.plan = [GeoPoint(latitude: 90, longitude: 180), GeoPoint(latitude: -90, longitude: -180)]
        (path.takeOff, path.landing) = (path.flown[0], path.plan[0])
        try draw(path)
        let texts = path.drawing(in: DrawingFrame(rect: Rect(0, 0, 400, 300), fonts: try FontShelf()))
            .sketch.textPlaces
        #expect(texts.contains { $0.text.hasPrefix("Left out because they are no numbers: ") })
    }

    @Test func `a path across the date line stays together`() throws {
        var path = FlightPath(title: "Path")
        path.flown = [
            GeoPoint(latitude: 0, longitude: 179.999), GeoPoint(latitude: 0, longitude: -179.999),
        ]
        let sketch = path.drawing(in: DrawingFrame(rect: Rect(0, 0, 400, 300), fonts: try FontShelf()))
            .sketch
        // 0.002° at the equator are 222 m: the bar is 50 m, not thousands of kilometres.
        #expect(sketch.textPlaces.contains { $0.text == "50 m" }, "\(sketch.textPlaces.map(\.text))")
    }

    @Test func `a hundred thousand figures and places stay small`() throws {
        var figures = SampleFigures(seed: 2)
        var chart = Sample.wear.chart()
        chart.series = [
            ChartSeries(
                "s", (0..<100_000).map { ChartPoint(Sample.begin.seconds + Double($0), figures.next()) })
        ]
        #expect(try chart.picture(.pdf, created: Sample.begin).count < 100_000)
        var path = FlightPath(title: "Path")
        path.flown = (0..<100_000).map { _ in
            GeoPoint(latitude: 52 + figures.next() * 0.01, longitude: 13 + figures.next() * 0.01)
        }
        #expect(try path.picture(.pdf, created: Sample.begin).count < 150_000)
    }

    @Test func `a record with ten thousand of everything has a bounded number of pages`() throws {
        var record = Sample.record
        record.events = (0..<10_000).map {
            FlightRecord.Event(
                at: WallTime(milliseconds: Int64($0)), grade: "warning", text: Self.texts[7] + " \($0)")
        }
        record.gates = (0..<10_000).map { FlightRecord.Gate(name: "g\($0)", answer: "hold") }
        record.digests = (0..<10_000).map {
            FlightRecord.Digest("d\($0)", hex: String(repeating: "f", count: 64))
        }
        let pages = DocumentLayout.pages(of: record.document(), fonts: try FontShelf())
        #expect(pages.count <= Document.pageLimit)
        #expect(
            pages.contains { $0.textPlaces.contains { $0.text == "1000 of 10000 rows are printed." } })
        var order = Sample.order
        order.items = (0..<5_000).map {
            WorkOrderItem(part: PartID("p\($0)"), name: "part", serial: "1", quantity: .max, why: "w")
        }
        #expect(
            DocumentLayout.pages(of: order.document(language: .german), fonts: try FontShelf()).count
                <= 60)
    }
}
