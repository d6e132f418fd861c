// SPDX-License-Identifier: Apache-2.0
// The entry of libFuzzer for MAVLink: octets as a link, in one piece and in two, and the frames in them as the answers
// to every exchange. A frame survives being sent again; an exchange ends in time, whatever comes.
// `Scripts/fuzz-readers` builds and runs it; SwiftPM does not know it.

import DockModel
import Glibc

@testable import MAVLink

/// Runs one input. Its first octet says where the link is cut in two, and in its upper bits whether the octets behind
/// it are a link as it is, or messages (id, times, length, payload) of a vehicle that keeps to the checksums.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let octets = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let first = octets.first else { return 0 }
    let isWritten = first >= 128
    let (link, spans) = isWritten ? written(octets[1...]) : (Array(octets[1...]), [])
    var whole = FrameParser(), cut = FrameParser()
    let frames = whole.receive(link) + whole.finish()
    let place = link.count * Int(first & 0x7F) / 128
    let pieces = cut.receive(Array(link[..<place])) + cut.receive(Array(link[place...])) + cut.finish()
    must(frames == pieces && whole.statistics == cut.statistics, "the pieces change the frames")
    must(whole.pendingBytes == 0 && frames.count * 8 <= link.count, "more frames than octets")
    for frame in frames.prefix(40) { sendAgain(frame) }
    if !frames.isEmpty { exchange(with: frames, every: spans, pick: Int(first & 0x7F)) }
    return 0
}

private let own = MAVLinkAddress(system: 255, component: 25)
private let vehicle = MAVLinkAddress(system: 1, component: 1)
private let ends = Correspondents(own: own, vehicle: vehicle)

/// Messages of a vehicle as octets say, and how long after one another they come.
private func written(_ octets: ArraySlice<UInt8>) -> ([UInt8], [Duration]) {
    var rest = octets, link: [UInt8] = [], spans: [Duration] = []
    var encoder = FrameEncoder(source: vehicle)
    let types = MessageTable.all
    while rest.count >= 3, link.count < 16_384 {
        let type = types[Int(rest.removeFirst()) % types.count]
        spans.append(.milliseconds(Int64(rest.removeFirst()) * 20))
        let length = min(Int(rest.removeFirst()), rest.count)
        link += encoder.encode(type.init(payload: FramePayload(Array(rest.prefix(length)))))
        rest = rest.dropFirst(length)
    }
    return (link, spans)
}

/// Encodes what was read; it must be read as the same.
private func sendAgain(_ frame: MAVLinkFrame) {
    _ = frame.fields
    guard let type = MessageTable.all.first(where: { $0.traits.id == frame.messageID }) else { return }
    var encoder = FrameEncoder(source: frame.source)
    var parser = FrameParser()
    // A payload may be longer than the fields that this build knows, and is sent without the zeros at its end.
    let known = type.init(payload: frame.payload)
    let again = parser.receive(encoder.encode(known)) + parser.finish()
    let isSame = again.count == 1 && type.init(payload: again[0].payload).payload() == known.payload()
    must(isSame, "\(type) is not what it was")
}

/// Lets the frames be the answers to one exchange, and to the report.
private func exchange(with frames: [MAVLinkFrame], every spans: [Duration], pick: Int) {
    let item = MissionItem(frame: .globalRelativeAlt, command: .navWaypoint, parameters: [0, 0, 0, 0, 47, 8, 10])
    let items = [MissionItem](repeating: item, count: pick / 8)
    let timing = FileTiming()
    switch pick % 8 {
    case 0: drive(MissionUpload(items: items, type: .mission, between: ends), frames, spans)
    case 1: drive(MissionDownload(type: .mission, between: ends), frames, spans)
    case 2: drive(CommandExchange(.arm, between: ends), frames, spans)
    case 3: drive(LogPull(between: ends, of: pick < 64 ? .px4 : .ardupilot), frames, spans)
    case 4: drive(FileDownload("/a", between: ends, sequence: 0, timing: timing), frames, spans)
    case 5: drive(FileQuestion(.directory("/a"), between: ends, sequence: 0, timing: timing), frames, spans)
    case 6:
        let isPX4 = pick < 64
        drive(ParameterRead(between: ends, encoding: isPX4 ? .bytewise : .cast, hasHash: isPX4), frames, spans)
    default: report(of: frames, spans)
    }
}

private func drive<Machine: MicroProtocol>(_ machine: Machine, _ frames: [MAVLinkFrame], _ spans: [Duration]) {
    var machine = machine
    var now = Instant(seconds: 10)
    var sent = machine.start(at: now).count
    for (index, frame) in frames.enumerated() where machine.outcome == nil {
        now = now + (spans.isEmpty ? .milliseconds(30) : spans[index % spans.count])
        sent += machine.receive(frame, at: now).count + machine.tick(at: now).count
    }
    // Then the vehicle is silent.
    for _ in 0..<20_000 {
        guard machine.outcome == nil else { break }
        guard let due = machine.deadline else { break }
        now = max(now, due)
        sent += machine.tick(at: now).count
    }
    must(machine.outcome != nil && machine.deadline == nil, "\(Machine.self) does not end")
    must(sent <= 60_000 + frames.count * 70, "\(Machine.self) floods the link: \(sent)")
}

private func report(of frames: [MAVLinkFrame], _ spans: [Duration]) {
    var report = VehicleReport(address: vehicle)
    var now = Instant(seconds: 10)
    for (index, frame) in frames.enumerated() {
        now = now + (spans.isEmpty ? .milliseconds(30) : spans[index % spans.count])
        report.receive(frame, at: now)
        report.tick(at: now)
    }
    let landed = report.landed(at: now, notOlderThan: .seconds(3))
    must(landed.state == .unknown || !frames.isEmpty, "a vehicle that was not heard stands")
}

private func must(_ isTrue: Bool, _ what: @autoclosure () -> String) {
    guard !isTrue else { return }
    let octets = Array("broken: \(what())\n".utf8)
    _ = unsafe octets.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    abort()
}
