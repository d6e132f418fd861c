// SPDX-License-Identifier: Apache-2.0
// Real logs of both autopilots give the figures that the reference readers give, in pieces of any size.

import FlightLog
import Foundation
import Testing

private let names = [
    "px4_mission_rtl.ulg", "px4_hw_small.ulg", "px4_appended.ulg", "copter_auto.BIN", "copter_crash.BIN",
    "plane_short.BIN",
]

@Suite struct RealLogTests {
    /// Where two JSON values differ; what was not expected is not looked at.
    private func differences(_ place: String, _ expected: Any, _ found: Any?) -> [String] {
        if let expected = expected as? [String: Any] {
            guard let found = found as? [String: Any] else { return ["\(place): missing"] }
            return expected.keys.sorted().flatMap { key in
                differences("\(place).\(key)", expected[key] as Any, found[key])
            }
        }
        if let expected = expected as? NSObject, let found = found as? NSObject, expected == found {
            return []
        }
        return ["\(place): expected \(expected), found \(found ?? "nothing")"]
    }

    @Test(arguments: names) func `a real log gives the figures of the reference reader`(name: String) throws {
        let all = try JSONSerialization.jsonObject(with: Data(try fixture("expected.json")))
        let expected = try #require((all as? [String: Any])?[name])
        let found = try json(try summary(of: try fixture(name)))
        #expect(differences(name, expected, found) == [])
    }

    @Test func `a difference is found`() {
        #expect(differences("a", ["b": [1, 2]], ["b": [1, 3]]).count == 1)
        #expect(differences("a", ["b": 1], ["c": 1]).count == 1)
        #expect(differences("a", ["b": NSNull()], ["b": 0]).count == 1)
        #expect(differences("a", ["b": 1.5], ["b": 1.5, "c": 2]).isEmpty)
    }

    @Test(arguments: names, [13, 4_096, 70_001])
    func `the pieces in which a log comes change nothing`(name: String, piece: Int) throws {
        let bytes = try fixture(name)
        #expect(try summary(of: bytes, piece: piece) == summary(of: bytes))
    }

    @Test func `single bytes make the same summary`() throws {
        let bytes = try fixture("plane_short.BIN")
        #expect(try summary(of: bytes, piece: 1) == summary(of: bytes))
    }

    @Test func `a current that is not measured is unknown and not zero`() throws {
        let battery = try #require(try summary(of: try fixture("px4_mission_rtl.ulg")).battery)
        #expect(battery.consumedMilliampereHours == nil)
        #expect(battery.greatestAmperes == nil)
        #expect(battery.startVolts == 16.2)
        let crash = try #require(try summary(of: try fixture("copter_crash.BIN")).battery)
        #expect(crash.consumedMilliampereHours ?? 0 > 500)
        #expect(crash.greatestAmperes ?? 0 > 15)
    }

    @Test func `GPS week and milliseconds give the time of day`() throws {
        let log = try summary(of: try fixture("copter_auto.BIN"))
        #expect(log.utc(log.takeoffMicroseconds) == "2019-03-27T14:53:24Z")
    }

    @Test func `a path has both its ends and no more places than the limit`() throws {
        let log = try summary(of: try fixture("px4_mission_rtl.ulg"))
        #expect(log.path.count > 100)
        #expect(log.path.count <= FlightLogLimit.pathPoints)
        #expect(log.path.first?.microseconds ?? .max < log.path.last?.microseconds ?? 0)
    }

    @Test func `satellites and vibration have their quality`() throws {
        let log = try summary(of: try fixture("copter_crash.BIN"))
        #expect(log.gps?.satellitesLeast ?? 0 > 10)
        #expect(log.gps?.hdopWorst ?? 99 < 2)
        #expect(log.vibration?.greatest.count == 3)
    }

    @Test(arguments: names) func `text, CSV and KML can be made of every log`(name: String) throws {
        var log = try summary(of: try fixture(name))
        log.file = "<a&b>.ulg"
        #expect(log.text.contains { $0.hasPrefix("  duration_s") && $0.hasSuffix(" s") })
        let rows = log.csv.components(separatedBy: "\r\n")
        #expect(rows.first == "section,name,value,unit")
        #expect(rows.contains { $0.hasPrefix("log,bytes,") && $0.hasSuffix(",byte") })
        let parser = XMLParserProbe(log.kml)
        #expect(parser.isWellFormed)
        #expect(log.kml.contains("&lt;a&amp;b&gt;.ulg"))
    }
}

/// Whether XML is well formed, as far as tags that open and close tell.
private struct XMLParserProbe {
    let isWellFormed: Bool

    init(_ text: String) {
        var open: [Substring] = []
        var isGood = true
        for piece in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
            guard let end = piece.firstIndex(of: ">") else { isGood = false; break }
            let tag = piece[..<end]
            if tag.hasPrefix("?") || tag.hasSuffix("/") { continue }
            if tag.hasPrefix("/") {
                if open.popLast() != tag.dropFirst() { isGood = false }
            } else {
                open.append(tag.prefix { $0 != " " })
            }
        }
        isWellFormed = isGood && open.isEmpty && !text.isEmpty
    }
}
