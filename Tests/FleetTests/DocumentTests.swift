// SPDX-License-Identifier: Apache-2.0
// Documents as they are written, against golden files and against the AsyncAPI page; and as they are judged on arrival.

import DockModel
import Foundation
import Testing

@testable import Fleet

@Suite struct DocumentTests {
    private func golden(_ name: String) throws -> String {
        let url = try #require(Bundle.module.url(forResource: "Golden/\(name)", withExtension: nil))
        return try String(contentsOf: url, encoding: .utf8)
    }

    @Test(arguments: Example.full)
    func `a document is written as its golden file shows`(report: FleetReport) throws {
        let text = String(decoding: Example.document(report), as: UTF8.self) + "\n"
        #expect(try text == golden("\(report.stream.rawValue).json"))
    }

    @Test(arguments: Example.full + Example.bare)
    func `what is written is found good, member for member`(report: FleetReport) throws {
        let octets = Example.document(report)
        let arrived = try ArrivedDocument(octets, dock: "NORTH", stream: report.stream)
        let envelope = Example.envelope(report.stream)
        #expect((arrived.epoch, arrived.sequence) == (envelope.epoch, envelope.sequence))
        #expect(arrived.sent == envelope.sent && arrived.isClockTrusted)
        #expect(Array(octets[arrived.body]) == report.body)
        #expect((arrived.heads != nil) == (report.stream == .state))
    }

    @Test(arguments: Example.full + Example.bare)
    func `the AsyncAPI page describes what is written`(report: FleetReport) throws {
        let page = try AsyncPage()
        let document = try JSONSerialization.jsonObject(with: Data(Example.document(report)))
        #expect(page.complaints(document, "\(report.stream.rawValue.capitalized)Document") == [])
    }

    @Test func `the AsyncAPI page describes the notes and every topic`() throws {
        let page = try AsyncPage()
        let note = RangeNote(
            epoch: 5, stream: .flight,
            ranges: [try #require(SequenceRange(3, 3)), try #require(SequenceRange(7, 90))])
        for (octets, schema) in [(note.octets, "RangeNote"), (LinkNote(isUp: false).octets, "LinkNote")] {
            #expect(page.complaints(try JSONSerialization.jsonObject(with: Data(octets)), schema) == [])
        }
        #expect(RangeNote(note.octets) == note)
        #expect(LinkNote(LinkNote(isUp: true).octets) == LinkNote(isUp: true))
        let topics: [FleetTopic] =
            FleetStream.allCases.map { .document(dock: "{dock}", $0) }
            + [.link(dock: "{dock}"), .gone(dock: "{dock}"), .request(dock: "{dock}"), .bundle(dock: "{dock}")]
        #expect(Set(topics.map(\.description)) == page.addresses)
    }

    @Test func `the page's own checker finds what is wrong`() throws {
        let page = try AsyncPage()
        let wrong: [String: Any] = ["schema": "roost-fleet/2", "up": "yes", "more": 1]
        #expect(page.complaints(wrong, "LinkNote").count == 3)
        #expect(page.complaints([String: Any](), "LinkNote").count == 2)
    }

    @Test func `a body never grows beyond its limit, and lists are cut before anything else`() throws {
        var report = RollUpReport(day: "2026-11-26")
        let long = String(repeating: "ü", count: 5_000)
        report.parts = (0..<1_000).map {
            PartReport(
                part: "\($0)\(long)", name: long, serial: long, use: 1, useUnit: long, daysP10: 1, daysP50: 2,
                leadDays: 3)
        }
        report.incidents = (0..<500).map { ("\($0)\(long)", 1) }
        let octets = Example.document(.rollup(report))
        #expect(octets.count <= FleetLimit.documentOctets)
        let arrived = try ArrivedDocument(octets, dock: "NORTH", stream: .rollup)
        #expect(String(decoding: octets[arrived.body], as: UTF8.self).contains("\"part_count\":1000,"))
    }

    @Test func `numbers that JSON cannot write become null, and none loses its millionths`() {
        var report = StateReport()
        (report.latitude, report.longitude, report.interval, report.battery) = (
            .nan, -.infinity, 0.1 + 0.2, -0.0000004
        )
        let text = String(decoding: FleetReport.state(report).body, as: UTF8.self)
        #expect(text.contains("\"latitude\":null,\"longitude\":null,"))
        #expect(text.contains("\"interval_s\":0.3,") && text.contains("\"battery_percent\":0,"))
    }

    private func fault(_ text: String, stream: FleetStream = .wear) -> DocumentFault? {
        do throws(DocumentFault) {
            _ = try ArrivedDocument(Array(text.utf8), dock: "NORTH", stream: stream)
            return nil
        } catch { return error }
    }

    private let good = String(decoding: Example.document(.wear(Example.wear)), as: UTF8.self)

    @Test func `a document that lies or is broken is refused with its reason`() {
        #expect(fault(good) == nil)
        #expect(fault(good.replacing("\"NORTH\"", with: "\"SOUTH\"")) == .otherDock("SOUTH"))
        #expect(fault(good, stream: .flight) == .otherStream("wear"))
        #expect(fault(good.replacing("roost-fleet/1", with: "roost-fleet/2")) == .schema("roost-fleet/2"))
        #expect(fault(good.replacing("\"sequence\":7", with: "\"sequence\":0")) == .member("sequence"))
        #expect(fault(good.replacing("\"sequence\":7", with: "\"sequence\":7.5")) == .member("sequence"))
        #expect(
            fault(good.replacing("\"sequence\":7", with: "\"sequence\":9007199254740992"))
                == .member("sequence"))
        #expect(
            fault(good.replacing("\"clock_trusted\":true", with: "\"clock_trusted\":1"))
                == .member("clock_trusted"))
        #expect(fault(good.replacing("\"sent_ms\"", with: "\"sent\"")) == .member("sent_ms"))
        #expect(fault("{\"schema\":\"roost-fleet/1\"}") == .member("dock"))
        #expect(fault(String(repeating: " ", count: 16_385)) == .tooLarge(octets: 16_385))
        let state = String(decoding: Example.document(.state(Example.state)), as: UTF8.self)
        #expect(fault(state, stream: .state) == nil)
        #expect(
            fault(state.replacing("\"flight\":12", with: "\"flight\":-1"), stream: .state) == .member("heads")
        )
        #expect(fault(state.replacing("\"shed\":0,", with: ""), stream: .state) == .member("shed"))
    }

    @Test(arguments: [
        "", "[]", "{", "{}x", "{\"a\":01}", "{\"a\":1,}", "{\"a\":\"\\u0000\"}", "{\"a\":\"\\ud800\"}",
        "{\"a\":1e9999}",
        "{\"a\":1,\"a\":2}", "{\"a\":tru}", "{\"a\":\"\u{1}\"}", "{\"a\":-}", "{\"a\":.5}", "{\"a\":\"\\x\"}",
        "{\"a\":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}", "{\"a\":123456789012345678901234567890123}",
    ])
    func `what is no JSON that can be kept is malformed`(text: String) {
        guard case .malformed? = fault(text) else {
            Issue.record("\(text): \(String(describing: fault(text)))")
            return
        }
    }

    @Test func `no cut and no changed octet makes the judge trap`() {
        let octets = Example.document(.state(Example.state))
        for end in octets.indices {
            #expect(throws: DocumentFault.self) {
                try ArrivedDocument(Array(octets[..<end]), dock: "NORTH", stream: .state)
            }
        }
        var refused = 0
        for place in octets.indices {
            for bit in 0..<8 {
                var changed = octets
                changed[place] ^= 1 << bit
                do throws(DocumentFault) {
                    _ = try ArrivedDocument(changed, dock: "NORTH", stream: .state)
                } catch { refused += 1 }
            }
        }
        #expect(refused > octets.count)
    }

    @Test func `a topic is one of ours or none`() {
        for topic in [
            FleetTopic.document(dock: "NORTH-2.a_b", .rollup), .link(dock: "N"), .gone(dock: "N"),
            .request(dock: "N"),
        ] {
            #expect(FleetTopic(topic.description) == topic)
        }
        for text in [
            "", "roost/1/up/N", "roost/1/up//state", "roost/2/up/N/state", "roost/1/up/N/other",
            "roost/1/down/N/state",
            "roost/1/up/N/state/", "roost/1/up/\(String(repeating: "N", count: 33))/state",
            "roost/1/up/+/state",
            "roost/1/up/a b/state", "$share/g/roost/1/up/N/state",
        ] {
            #expect(FleetTopic(text) == nil, "\(text)")
        }
    }

    @Test func `a note that is none is not taken`() {
        for text in [
            "{}", "{\"schema\":\"roost-fleet/1\",\"epoch\":1,\"stream\":\"flight\",\"ranges\":[[5,4]]}",
            "{\"schema\":\"roost-fleet/1\",\"epoch\":1,\"stream\":\"x\",\"ranges\":[]}",
            "{\"schema\":\"roost-fleet/1\",\"epoch\":1,\"stream\":\"flight\",\"ranges\":[[0,4]]}",
        ] {
            #expect(RangeNote(Array(text.utf8)) == nil)
        }
    }
}
