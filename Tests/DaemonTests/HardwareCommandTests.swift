// SPDX-License-Identifier: Apache-2.0
// The commands of `roost hardware` that read files and lists: recordings of any length, and what is no recording.

import Foundation
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
    @Test func `lists of numbers keep their order, name nothing twice and are read in one pass`() {
        #expect(wholeNumbers("7,1-3,2-4", in: 1...10) == [7, 1, 2, 3, 4])
        #expect(wholeNumbers("0", in: 0...255) == [0])
        #expect(wholeNumbers("1-65535,1-65535,502", in: 1...65_535)?.count == 65_535)
        for text in ["", ",", "1,", "0", "11", "3-1", "1-2-3", "-1", "1-", "a", "1-65535,x", "99999999999999999999"] {
            #expect(wholeNumbers(text, in: 1...10) == nil, "\(text)")
        }
    }
}
