// SPDX-License-Identifier: Apache-2.0
// The commands of `roost hardware` that read files and lists: recordings of any length, and what is no recording.

import DockModel
import Foundation
import Registers
import Testing

@testable import roost

private let profileText = """
    schema: roost-modbus-profile/1
    id: box
    class: io
    status: invented
    transport: {kinds: [tcp], unit: 1}
    points:
      - {id: level, fn: holding, address: 0, type: u16, range: [0, 9]}

    """

/// A folder with a profile and a recording in it.
private func withRecording(_ body: (FileHandle) throws -> Void, _ look: (HardwareReplay, Int32) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "roost-replay-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // A folder that stays behind does no harm.
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(profileText.utf8).write(to: folder.appending(path: "box.yaml"))
    let recording = folder.appending(path: "box.jsonl")
    try Data().write(to: recording)
    let out = try FileHandle(forWritingTo: recording)
    try body(out)
    try out.close()
    var shelf = HardwareShelfOptions()
    shelf.folder = folder.path()
    var replay = HardwareReplay()
    (replay.file, replay.profile, replay.variant, replay.json) = (recording.path(), nil, nil, false)
    replay.shelf = shelf
    let input = try FileHandle(forReadingFrom: recording)
    try look(replay, input.fileDescriptor)
    try input.close()
}

private let head = Data(#"{"format":"roost-modbus-recording/1","profile":"box","unit":1}"#.utf8) + Data("\n".utf8)
private let good = #"{"address":0,"count":1,"ms":1.5,"table":"holding","us":9,"words":[7]}"# + "\n"

@Suite struct HardwareReplayTests {
    @Test func `a recording may be longer than any profile`() throws {
        let padded = good.dropLast() + String(repeating: " ", count: 1_500) + "\n"
        let block = Data(String(repeating: String(padded), count: 1_000).utf8)
        #expect(block.count * 4 > 5 << 20)
        try withRecording { out in
            try out.write(contentsOf: head)
            for _ in 0..<4 { try out.write(contentsOf: block) }
            try out.write(contentsOf: Data(#"{"address":0,"count":1,"ms":2,"table":"holding","failure":"late"}"#.utf8))
        } _: { replay, input in
            var lines = 0
            let counts = try replay.replay(input) { line in
                lines += 1
                #expect(lines > 4_000 || line.reading.shown == "7")
            }
            #expect(counts == .init(exchanges: 4_001, readings: 4_001, bad: 1) && lines == 4_001)
        }
    }

    @Test(
        arguments: [
            "", "{}\n", "not JSON\n", #"{"format":"roost-modbus-recording/2","profile":"box"}"# + "\n",
            String(repeating: " ", count: 70_000) + "{}\n",
        ])
    func `what is no recording is refused`(text: String) throws {
        try withRecording {
            try $0.write(contentsOf: Data(text.utf8))
        } _: { replay, input in
            #expect(throws: CommandExit.badConfiguration) { try replay.replay(input) { _ in } }
        }
    }

    @Test(
        arguments: [
            "x\n", "{\"table\":\"holding\",\"address\":0,\"count\":0}\n", "{\"table\":\"teapot\"}\n",
            "{\"words\":[" + String(repeating: "0,", count: 40_000) + "0]}\n",
        ])
    func `a line that is none of a recording ends it after the lines before`(text: String) throws {
        try withRecording {
            try $0.write(contentsOf: head + Data((good + "\n" + text + good).utf8))
        } _: { replay, input in
            var lines = 0
            #expect(throws: CommandExit.badConfiguration) { try replay.replay(input) { _ in lines += 1 } }
            #expect(lines == 1)
        }
    }
}

@Suite struct HardwareListTests {
    @Test func `hosts are one name, one address or a range of IPv4 numbers`() throws {
        #expect(try hardwareHosts("10.0.0.254-255") == ["10.0.0.254", "10.0.0.255"])
        #expect(try hardwareHosts("10.0.0.7-7") == ["10.0.0.7"])
        #expect(try hardwareHosts("10.0.0.7") == ["10.0.0.7"])
        #expect(try hardwareHosts("0.0.0.0-255").count == 256)
        #expect(try hardwareHosts("plc-1.dock.example") == ["plc-1.dock.example"])
        #expect(try hardwareHosts("[fe80::1%eth0]") == ["fe80::1%eth0"])
    }

    @Test(arguments: [
        ("10.0.0.250-256", "\"256\" is not a number from 0 to 255"),
        ("10.0.0.9-3", "ends at 3, before it begins at 9"), ("256.0.0.1-2", "\"256\""), ("10.0.0.300", "\"300\""),
        ("10.0.0.1-2-3", "more than one range"), ("10.0.0.-3", "\"\" is not a number"), ("10.0.0.3-", "\"\""),
        ("10.0.0-1", "has 3 numbers"), ("10.0.0.0.1", "has 5 numbers"),
        ("10.0.1-2.3", "\"1-2\""), ("10.0.0.99999999999999999999-1", "\"99999999999999999999\""), ("", "is no host"),
        ("a b", "is no host"),
    ])
    func `hosts that are none are refused with what is wrong`(text: String, why: String) {
        let error = #expect(throws: HardwareHostsError.self) { try hardwareHosts(text) }
        #expect(error?.text.contains(why) == true, "\(text): \(error?.text ?? "accepted")")
    }

    @Test func `a reading without a good value shows the failsafe of its profile, and a good one does not`() throws {
        let profile = DeviceProfile(
            id: "x",
            points: [
                PointProfile(
                    id: "wind", fn: .holding, address: 0, type: .u16, unit: "m/s", range: ValueRange(low: 0, high: 90),
                    failsafe: 90),
                PointProfile(id: "smoke", fn: .coil, address: 0, type: .bool, failsafe: 1),
                PointProfile(id: "none", fn: .holding, address: 1, type: .u16),
            ])
        func view(_ point: PointID, _ value: ReadingValue?, _ quality: ReadingQuality) -> HardwareReadingView {
            HardwareReadingView(
                Reading(
                    device: "d", point: point, value: value, unit: profile.point(point)?.unit ?? "", quality: quality,
                    taken: Instant(seconds: 1)), profile: profile)
        }
        #expect(view("wind", .number(7.5), .good).shown == "7.5 m/s")
        #expect(view("wind", nil, .stale).shown == "-, failsafe 90 m/s")
        #expect(view("wind", .number(96), .uncertain).shown == "96 m/s, failsafe 90 m/s")
        #expect(view("smoke", nil, .badComm).shown == "-, failsafe on")
        #expect(view("none", nil, .badComm).shown == "-")
        let json = String(decoding: try JSONEncoder().encode(view("wind", nil, .neverRead)), as: UTF8.self)
        #expect(json.contains("\"failsafe\":90") && json.contains("\"quality\":\"neverRead\""))
        #expect(!json.contains("\"value\""))
        let good = String(decoding: try JSONEncoder().encode(view("wind", .number(3), .good)), as: UTF8.self)
        #expect(good.contains("\"value\":3") && !good.contains("failsafe"))
    }

    @Test func `lists of numbers keep their order, name nothing twice and are read in one pass`() {
        #expect(wholeNumbers("7,1-3,2-4", in: 1...10) == [7, 1, 2, 3, 4])
        #expect(wholeNumbers("0", in: 0...255) == [0])
        #expect(wholeNumbers("1-65535,1-65535,502", in: 1...65_535)?.count == 65_535)
        for text in ["", ",", "1,", "0", "11", "3-1", "1-2-3", "-1", "1-", "a", "1-65535,x", "99999999999999999999"] {
            #expect(wholeNumbers(text, in: 1...10) == nil, "\(text)")
        }
    }
}
