// SPDX-License-Identifier: Apache-2.0
// Replay files: what is written is read back equal, and whatever else comes is refused with its reason.

import Foundation
import RoostCore
import RoostSim
import Testing

@Suite struct ReplayFiles {
    static let script = SimulationScript(
        seed: 7, days: 0.5, site: .withRods,
        happenings: [
            Happening(at: 60, kind: .mission(window: 600)),
            Happening(at: 90.25, kind: .fault(.coverJammed, lasts: 120, strength: 0.25)),
            Happening(at: 100, kind: .operatorSays(.callHome)),
        ])
    static let file = ReplayFile(
        script: script,
        violation: Violation(
            invariant: .i5CoverMovesOnlyWithTheChargerOff, seconds: 99, phase: .opening, detail: "2 A flow"))

    static func text(_ change: (String) -> String) throws -> Data {
        Data(change(String(decoding: try file.json(), as: UTF8.self)).utf8)
    }

    @Test func `what is written is read back equal`() throws {
        #expect(try ReplayFile(json: try Self.file.json()) == Self.file)
        #expect(Self.file.suggestedName == "replay-I5-seed-7.json")
    }

    @Test func `a run without a violation can be kept, too`() throws {
        let file = ReplayFile(script: Self.script, violation: nil)
        #expect(try ReplayFile(json: try file.json()) == file)
    }

    @Test func `happenings out of order are put in order`() throws {
        var file = Self.file
        file.script.happenings.reverse()
        #expect(try ReplayFile(json: try file.json()) == Self.file)
    }

    @Test func `another version is refused by its number, whatever else the file holds`() throws {
        #expect(throws: ReplayFileError.unknownVersion(2)) {
            try ReplayFile(json: Data(#"{"version":2}"#.utf8))
        }
        #expect("\(ReplayFileError.unknownVersion(2))".contains("version 2, this program reads version 1"))
    }

    @Test(arguments: [
        ("", "it is not JSON"), ("{\"version\": 1", "it is not JSON"), ("[1]", "at its top"),
        ("{}", "\"version\" is missing"), ("{\"version\":1}", "\"script\" is missing"),
        ("{\"version\":\"one\"}", "at version"),
    ])
    func `octets that are no replay file say what is wrong`(text: String, reason: String) {
        let error = #expect(throws: ReplayFileError.self) { try ReplayFile(json: Data(text.utf8)) }
        #expect(error?.description.contains(reason) == true)
    }

    @Test(arguments: [
        ("\"coverJammed\"", "\"coverFlies\""), ("\"days\" : 0.5", "\"days\" : -1"),
        ("\"days\" : 0.5", "\"days\" : 1e300"), ("\"lasts\" : 120", "\"lasts\" : -3"),
        ("\"strength\" : 0.25", "\"strength\" : 7"), ("\"at\" : 60", "\"at\" : -60"),
        ("\"window\" : 600", "\"window\" : 1e200"), ("\"seed\" : 7", "\"seed\" : -7"),
    ])
    func `a run that cannot be is refused`(from: String, to: String) throws {
        let octets = try Self.text { $0.replacingOccurrences(of: from, with: to) }
        #expect(octets != (try Self.file.json()))
        #expect(throws: ReplayFileError.self) { try ReplayFile(json: octets) }
    }

    @Test func `happenings are told in words`() {
        #expect(
            Self.script.happenings.map(\.words) == [
                "day 1 00:01:00.0  a mission falls due, to start within 10 min",
                "day 1 00:01:30.2  fault: cover jammed for 2 min, strength 0.25",
                "day 1 00:01:40.0  a person: call home",
            ])
    }

    @Test(arguments: [
        (SimulatedFault.modbusCRC, "modbus CRC"), (.sensorNaN, "sensor NaN"),
        (.wrongSystemID, "wrong system ID"),
        (.clockAt1970, "clock at 1970"), (.powerCutAtEffect, "power cut at effect"),
    ])
    func `the names of faults are told as words`(fault: SimulatedFault, words: String) {
        let kind = Happening.Kind.fault(fault, lasts: 60, strength: 1)
        #expect(kind.words == "fault: \(words) for 60 s, strength 1")
    }

    @Test(arguments: [
        (0.0, "day 1 00:00:00.0"), (86_399.99, "day 1 23:59:59.9"), (86_400 * 365.0, "day 366 00:00:00.0"),
        (-5, "day 1 00:00:00.0"),
    ])
    func `virtual time is told by day and clock`(seconds: Double, text: String) {
        #expect(VirtualTime.text(seconds) == text)
    }

    @Test(arguments: [
        (0.0, "0 s"), (2.25, "2.3 s"), (90, "90 s"), (150, "2.5 min"), (7_200, "2 h"), (259_200, "3 days"),
    ])
    func `lengths are told in the unit that suits them`(seconds: Double, text: String) {
        #expect(VirtualTime.length(seconds) == text)
    }
}
