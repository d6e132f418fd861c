// SPDX-License-Identifier: Apache-2.0
// The metrics page, read by a strict reader of the text format: HELP and TYPE first, names and base units, counters in
// _total, labels quoted and escaped, no series twice.

import DockModel
import Testing

@testable import Console

/// A strict reading of a metrics page.
struct MetricsReader {
    private(set) var faults: [String] = []
    /// Values by series as written.
    private(set) var series: [String: Double] = [:]
    private(set) var kinds: [String: String] = [:]

    init(_ text: String) {
        var helped: Set<String> = [], current = ""
        if !text.hasSuffix("\n") { faults.append("no line feed at the end") }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            if line.hasPrefix("# HELP ") {
                guard words.count == 4 else { faults.append("help without words: \(line)"); continue }
                if !helped.insert(words[2]).inserted { faults.append("help twice: \(words[2])") }
                current = words[2]
            } else if line.hasPrefix("# TYPE ") {
                guard words.count == 4, words[2] == current, kinds[current] == nil else {
                    faults.append("type out of place: \(line)")
                    continue
                }
                kinds[current] = words[3]
                check(name: current, kind: words[3])
            } else {
                read(line, of: current)
            }
        }
    }

    private mutating func check(name: String, kind: String) {
        let isWord = name.utf8.allSatisfy {
            ("a"..."z").contains(Character(UnicodeScalar($0))) || $0 == 0x5F || (0x30...0x39).contains($0)
        }
        if !isWord { faults.append("name \(name)") }
        if kind != "gauge" && kind != "counter" { faults.append("kind \(kind)") }
        if (kind == "counter") != name.hasSuffix("_total") { faults.append("counter and _total: \(name)") }
        for unit in ["milliseconds", "_ms", "minutes", "hours", "days", "percent", "kilobytes", "_kb"]
        where name.contains(unit) {
            faults.append("no base unit: \(name)")
        }
    }

    private mutating func read(_ line: Substring, of family: String) {
        var rest = line
        let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
        guard name == family, kinds[name] != nil else { return faults.append("series out of place: \(line)") }
        rest = rest.dropFirst(name.count)
        if rest.first == "{" {
            rest = rest.dropFirst()
            var names: Set<String> = []
            while rest.first != "}" {
                let label = String(rest.prefix { $0.isLetter || $0 == "_" })
                rest = rest.dropFirst(label.count)
                guard !label.isEmpty, names.insert(label).inserted, rest.hasPrefix("=\"") else {
                    return faults.append("label: \(line)")
                }
                rest = rest.dropFirst(2)
                guard skipValue(&rest) else { return faults.append("value of \(label): \(line)") }
                if rest.first == "," {
                    rest = rest.dropFirst()
                } else if rest.first != "}" {
                    return faults.append("list: \(line)")
                }
            }
            rest = rest.dropFirst()
        }
        guard rest.first == " ", let value = Double(rest.dropFirst().replacing("Inf", with: "inf")) else {
            return faults.append("number: \(line)")
        }
        let key = String(line.dropLast(rest.count))
        if series.updateValue(value, forKey: key) != nil { faults.append("twice: \(key)") }
    }

    /// Skips a label's value with its closing quote.
    private func skipValue(_ rest: inout Substring) -> Bool {
        while let character = rest.unicodeScalars.first {
            rest.unicodeScalars.removeFirst()
            switch character {
            case "\"": return true
            case "\\":
                guard let next = rest.unicodeScalars.popFirst(), "\\\"n".unicodeScalars.contains(next) else {
                    return false
                }
            default: if character.value < 0x20 { return false }
            }
        }
        return false
    }
}

@Suite struct MetricsTests {
    private func page(_ dock: SampleDock) async -> String {
        let site = ConsoleSite(model: dock, hosts: HostRule(listeningOn: "127.0.0.1"))
        return await site.reply(method: "GET", target: "/metrics", hosts: ["localhost"]).text
    }

    @Test func `the metrics of a sound dock are clean and say what the pages say`() async {
        var dock = SampleDock()
        dock.pages.hardware.points = [
            PointFact(
                device: "mast",
                reading: ReadingRow(
                    name: "wind_speed", value: .number(4.25), unit: "m/s", quality: .good, age: .seconds(1)))
        ]
        let read = MetricsReader(await page(dock))
        #expect(read.faults == [])
        #expect(read.series[#"roost_point_value{device="mast",point="wind_speed",unit="m/s"}"#] == 4.25)
        #expect(read.series[#"roost_vehicle_battery_ratio"#] == 0.84)
        #expect(read.series[#"roost_cover_position{position="closed"}"#] == 1)
        #expect(read.series[#"roost_cover_position{position="open"}"#] == 0)
        #expect(read.kinds["roost_device_requests_total"] == "counter")
    }

    @Test(arguments: SampleDock.hostileTexts.indices)
    func `hostile names break no line of the metrics`(index: Int) async {
        let read = MetricsReader(await page(SampleDock.hostile(SampleDock.hostileTexts[index])))
        #expect(read.faults == [])
        #expect(read.series.count > 40)
    }

    @Test func `what is not measured has no series`() async {
        var dock = SampleDock(page: OverviewPage(dockName: "new", now: SampleDock.now))
        dock.pages.hardware.points = [
            PointFact(
                device: "mast",
                reading: ReadingRow(name: "wind", value: .number(4), unit: "m/s", quality: .stale, age: nil))
        ]
        let read = MetricsReader(await page(dock))
        #expect(read.faults == [])
        #expect(
            !read.series.keys.contains { $0.hasPrefix("roost_point_value") || $0.hasPrefix("roost_vehicle") })
        #expect(read.series[#"roost_point_good{device="mast",point="wind",unit="m/s"}"#] == 0)
    }

    @Test func `the strict reader finds what it looks for`() {
        #expect(MetricsReader("a 1\n").faults.count == 1)
        #expect(MetricsReader("# HELP a b\n# TYPE a counter\na 1\n").faults == ["counter and _total: a"])
        #expect(MetricsReader("# HELP a b\n# TYPE a gauge\na 1\na 1\n").faults == ["twice: a"])
        #expect(MetricsReader("# HELP a b\n# TYPE a gauge\na{x=\"\\q\"} 1\n").faults.count == 1)
        #expect(MetricsReader("# HELP a_ms b\n# TYPE a_ms gauge\na_ms 1\n").faults == ["no base unit: a_ms"])
    }
}
