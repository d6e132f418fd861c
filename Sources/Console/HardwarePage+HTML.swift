// SPDX-License-Identifier: Apache-2.0
// The hardware page as markup: devices with their links, then the points a page at a time. Rows and fields are
// bounded, so that the page stays small whatever the field bus holds.

internal import DockModel

extension HardwarePage {
    /// Points on one page.
    static let pageLength = 50
    /// Devices listed.
    static let deviceLimit = 12

    /// The page of some number as markup; nil when there is none.
    func rendered(page: Int, _ style: TimeStyle) -> String? {
        guard let paging = Paging(of: points.count, length: Self.pageLength, page: page) else { return nil }
        let content: HTML = #"""
            <h1>Hardware</h1>
            <p class="soft">\#(Words.time(now, style)). \#(devices.count) devices, \#(points.count) points.</p>
            <section class="card"><h2>Devices</h2>\#(deviceTable)</section>
            <section class="card gap"><h2>Points</h2>\#(pointTable(paging.range))
            \#(paging.markup("/hardware"))</section>
            """#
        return PageFrame(title: "Hardware", place: .hardware, isLive: true, content: content).rendered
    }

    private var deviceTable: HTML {
        TableView(
            columns: ["Device", "State", "Line", "Good replies", "Reply time", "Faults", "Last good"],
            of: devices,
            upTo: Self.deviceLimit, whenEmpty: "dock.yaml names no device."
        ) { device in
            let faults = device.faults.prefix(4).map { "\($0.count) \($0.name)" }.joined(separator: ", ")
            return [
                "\(device.id, upTo: 40)<br><span class=\"soft\">\(device.model, upTo: 60)</span>",
                state(device), "\(device.line, upTo: 60), unit \(device.unit)",
                "\(device.good) of \(device.requests)", replyTime(device),
                faults.isEmpty ? "none" : "\(faults, upTo: 120)",
                device.lastGoodAge.map { "\(TimeStyle.span($0)) ago" } ?? "never",
            ]
        }.markup
    }

    private func state(_ device: DeviceFact) -> HTML {
        let optional: HTML = device.isOptional ? #" <span class="soft">optional</span>"# : ""
        if device.isFrozen { return Words.badge("frozen", .attention) + optional }
        if device.isAnswering { return Words.badge("answers", .good) + optional }
        return Words.badge("away", device.isOptional ? .attention : .bad) + optional
    }

    private func replyTime(_ device: DeviceFact) -> HTML {
        guard let middle = device.middleReplyTime else { return Words.notMeasured }
        let slowest: HTML = device.slowestReplyTime.map { ", p99 \(Self.milliseconds($0))" } ?? ""
        return "p50 \(Self.milliseconds(middle))" + slowest
    }

    private static func milliseconds(_ span: Duration) -> String {
        "\(Words.number(span.inSeconds * 1_000)) ms"
    }

    private func pointTable(_ range: Range<Int>) -> HTML {
        TableView(
            columns: ["Point", "Value", "Quality", "Age", "Used for"], of: Array(points[range]),
            upTo: Self.pageLength, whenEmpty: "No point is read."
        ) { point in
            let reading = point.reading
            let assumed: HTML =
                point.assumed.map { #"<br><span class="soft">taken as \#($0, upTo: 60)</span>"# } ?? ""
            return [
                "\(point.device, upTo: 40).\(reading.name, upTo: 40)",
                Words.value(reading.value, unit: reading.unit, upTo: 60) + assumed,
                Words.badge(Words.quality(reading.quality)), Words.age(reading.age),
                point.role.map { "\($0, upTo: 40)" } ?? #"<span class="soft">shown only</span>"#,
            ]
        }.markup
    }
}
