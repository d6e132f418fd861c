// SPDX-License-Identifier: Apache-2.0
// Made-up figures for the tests of charts and pages: the same on every run.

import DockModel

@testable import Paper

/// Figures without end, the same on every run.
struct SampleFigures {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// 0 to 1.
    mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / 9_007_199_254_740_992
    }

    /// 0 up to below a number.
    mutating func next(below count: Int) -> Int { Int(next() * Double(count)) }
}

/// Things to draw.
enum Sample {
    /// 2026-11-18T11:06:40Z.
    static let begin = WallTime(milliseconds: 1_795_000_000_000)
    static let day = 86_400.0

    /// Code points that are no characters: a literal cannot hold them.
    static let noCharacters = String(
        String.UnicodeScalarView([0xFFFE, 0xFDD0, 0x10FFFF].compactMap(Unicode.Scalar.init)))

    static func after(days: Double) -> WallTime { WallTime(seconds: begin.seconds + days * day) }

    static var wear: WearHistory {
        var figures = SampleFigures(seed: 7)
        let measured = (0..<160).map { index -> ChartPoint in
            let x = Double(index)
            return ChartPoint(begin.seconds + x * day, 1.4 + 0.005 * x + (figures.next() - 0.5) * 0.18)
        }
        var wear = WearHistory(
            dock: "NORTH", part: "cover drive", serial: "CD-2231", measure: "Travel current", unit: "A",
            axis: .date(zone: "Europe/Berlin"), measured: measured, endOfLife: 2.6)
        wear.end = WearHistory.End(
            p10: after(days: 186).seconds, p50: after(days: 200).seconds, p90: after(days: 221).seconds)
        wear.notices = [118.0, 126, 150].map {
            WearHistory.Notice(at: after(days: $0).seconds, stage: "plan")
        }
        return wear
    }

    static var path: [GeoPoint] {
        (0..<200).map { index in
            GeoPoint(
                latitude: 52.52 + Double(index % 20) * 0.0001, longitude: 13.4 + Double(index) * 0.00002,
                height: 60 + Double(index % 5))
        }
    }

    /// A record that lacks nothing.
    static var record: FlightRecord {
        var record = FlightRecord(
            id: "NORTH-0412", dock: "NORTH", zone: "Europe/Berlin", written: begin)
        record.authority.operatorName = "Muster Inspektion GmbH"
        record.authority.responsible = "K. Jäger"
        record.authority.authorisation = "LBA-2026-0099"
        record.authority.sight = "BVLOS"
        record.aircraft.registration = "D-NORTH1"
        record.aircraft.totalHours = 128.4
        record.activity = "Roof survey"
        record.verdict = "done"
        record.takeOff = FlightRecord.Leg(at: begin, position: path[0], place: "Dock NORTH, roof")
        record.landing = FlightRecord.Leg(
            at: WallTime(milliseconds: begin.milliseconds + 2_467_000), position: path[0],
            place: "Dock NORTH, roof")
        record.maxima.height = 62.4
        record.battery.start = 98
        record.gates = [
            FlightRecord.Gate(name: "wind", answer: "pass", value: "6.2 m/s", limit: "12 m/s")
        ]
        record.checks = [
            FlightRecord.Check(.preflight, what: "self test", result: "passed"),
            FlightRecord.Check(.site, what: "camera view", result: "clear"),
            FlightRecord.Check(.radio, what: "C2 link", result: "-71 dBm"),
        ]
        (record.incidents, record.defects) = ([], [])
        record.changes = ["propellers changed"]
        record.events = [FlightRecord.Event(at: begin, grade: "notice", text: "armed")]
        record.digests = [
            FlightRecord.Digest("flight log", hex: String(repeating: "3fa9c0d1", count: 8))
        ]
        record.profile = FlightProfile(
            id: "NORTH-0412", height: [ChartPoint(begin.seconds, 0), ChartPoint(begin.seconds + 60, 62)],
            battery: [ChartPoint(begin.seconds, 98), ChartPoint(begin.seconds + 2_467, 41)])
        (record.path, record.plan) = (path, [path[0], path[199]])
        return record
    }

    static var order: WorkOrder {
        var order = WorkOrder(
            id: "WO-0031", dock: "NORTH", from: after(days: 3), until: after(days: 9),
            zone: "Europe/Berlin",
            issued: begin)
        order.place = "Hall 3, roof"
        var drive = WorkOrderItem(
            part: "cover-drive", name: "cover drive", serial: "CD-2231",
            why: "P10 lies within the lead time.")
        drive.measured = "travel current 2.21 A, end of life 2.60 A"
        (drive.p10, drive.p50) = (after(days: 26), after(days: 40))
        (drive.leadDays, drive.cost, drive.inStock) = (14, WorkOrderItem.Cost(412.5, "EUR"), 0)
        drive.history = wear
        var propellers = WorkOrderItem(
            part: "propellers", name: "propellers", serial: "P-442", quantity: 4, why: "Due.")
        propellers.cost = WorkOrderItem.Cost(18, "EUR")
        order.items = [drive, propellers]
        order.tasks = ["Clean the lens of the pad camera."]
        return order
    }

    /// A chart with a bit of everything, at random.
    static func chart(seed: UInt64) -> Chart {
        var figures = SampleFigures(seed: seed)
        let isTime = figures.next() < 0.5
        let span =
            isTime
            ? [3_600.0, day, 40 * day, 900 * day][figures.next(below: 4)]
            : [0.01, 10, 5_000][figures.next(below: 3)]
        let start = isTime ? begin.seconds : figures.next() * 100
        let size = [1e-6, 1, 40, 3e8][figures.next(below: 4)]
        func words(_ figures: inout SampleFigures) -> String {
            (0...figures.next(below: 7)).map { _ in
                ["wind", "µΩ", "Böe", "limit", "notice"][figures.next(below: 5)]
            }
            .joined(separator: " ")
        }
        var chart = Chart(
            title: words(&figures), subtitle: words(&figures),
            x: isTime ? .time("Time", zone: "Europe/Berlin") : .number(words(&figures), unit: "m"),
            y: .number(words(&figures), unit: "A"),
            right: figures.next() < 0.3 ? .number(words(&figures), unit: "%") : nil,
            language: figures.next() < 0.5 ? .english : .german)
        func points(_ figures: inout SampleFigures) -> [ChartPoint] {
            (0...figures.next(below: 300)).map { _ in
                ChartPoint(start + figures.next() * span, (figures.next() - 0.3) * size)
            }
        }
        let styles: [ChartSeries.Style] = [
            .line(.solid), .points(.cross), .both(.ring), .steps(.long), .columns,
        ]
        for _ in 0...figures.next(below: 4) {
            chart.series.append(
                ChartSeries(
                    words(&figures), points(&figures), style: styles[figures.next(below: 5)],
                    isOnRight: figures.next() < 0.3))
        }
        for _ in 0..<figures.next(below: 3) {
            chart.limits.append(ChartLimit(words(&figures), at: figures.next() * size))
        }
        for _ in 0..<figures.next(below: 8) {
            let y = figures.next() < 0.4 ? figures.next() * size : nil
            chart.markers.append(ChartMarker(words(&figures), x: start + figures.next() * span, y: y))
        }
        if figures.next() < 0.4 {
            chart.limits.append(ChartLimit("today", at: start + figures.next() * span, isVertical: true))
        }
        chart.note = words(&figures)
        return chart
    }
}
