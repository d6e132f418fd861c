// SPDX-License-Identifier: Apache-2.0
// The entry of libFuzzer for replies of devices: octets as a frame, and octets as the data of a good frame. What is
// accepted is checked against the frame by plain rules of its own; what is decoded must never be a value with a bad
// quality. `Scripts/fuzz-readers` builds and runs it; SwiftPM does not know it.

import DockModel
import Glibc
import Registers

/// One point of every type, order and speciality.
private let device: DeviceProfile = {
    var points: [PointProfile] = [
        PointProfile(id: "sf", fn: .holding, address: 0, type: .s16, nan: [0x8000]),
        PointProfile(id: "scaled", fn: .holding, address: 1, type: .u16, scalePoint: "sf", nan: [0xFFFF]),
        PointProfile(id: "text", fn: .holding, address: 2, type: .string, count: 3, byteOrder: .little),
        PointProfile(
            id: "state", fn: .holding, address: 5, type: .s16, enumeration: [-1: "a", 0: "b", 7: "c"]),
        PointProfile(
            id: "bits", fn: .holding, address: 6, type: .bits16,
            bits: [BitField(first: 0, text: "x"), BitField(first: 1, last: 15, text: "0 n 1 o")]),
        PointProfile(
            id: "field", fn: .holding, address: 7, type: .u16, range: ValueRange(low: 0, high: 100),
            mask: 0x0FF0),
    ]
    var address = 8
    for type in PointType.allCases where type != .bool && type != .string {
        for order in ByteOrder.allCases {
            points.append(
                PointProfile(
                    id: PointID("\(type.rawValue)-\(order.rawValue)"), fn: .holding, address: address,
                    type: type,
                    wordOrder: order, byteOrder: order == .big ? .little : .big, scale: 0.1, offset: -3,
                    range: ValueRange(low: -1e6, high: 1e6), nan: [0x7FFF], zeroSuspect: order == .little,
                    counter: true, rate: 5))
            address += type.words ?? 1
        }
    }
    for bit in 0..<11 {
        points.append(PointProfile(id: PointID("coil\(bit)"), fn: .coil, address: bit, type: .bool))
    }
    // Short reads: an input decodes the points of one of them, and a run of many inputs decodes all.
    return DeviceProfile(id: "fuzz", limits: ReadLimits(maxRegs: 12, gaps: .ok), points: points)
}()

private let plan = device.readPlan(for: Set(PollClass.allCases))

/// Each read of the plan with a profile of its own points alone.
private let narrow: [DeviceProfile] = plan.map { planned in
    var narrow = device
    narrow.points = planned.points.compactMap { device.point($0) }
    return narrow
}

/// What watches and counts each of those points, before anything was read.
private let watchesAtRest = narrow.map { $0.points.map { PlausibilityWatch(point: $0) } }
private let countersAtRest = narrow.map { $0.points.map { SteadyCounter(point: $0) } }

/// Writes with their replies, beside the reads of the plan.
private let requests: [ModbusRequest] =
    plan.compactMap { ModbusRequest(unit: 17, replyUnit: 5, read: $0) }
    + [
        ModbusAsk.writeCoil(address: 3, isOn: true), .writeRegister(address: 4, word: 0x1234),
        .writeCoils(address: 5, bits: [true, false, true]), .writeRegisters(address: 6, words: [1, 2, 3]),
    ].compactMap { ModbusRequest(unit: 17, replyUnit: 5, ask: $0) }

/// Runs one input: what to do and with which request, where to cut, then octets.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // Longer than any frame with octets behind it is nothing new: such inputs are kept out of the corpus.
    guard count <= 300 else { return -1 }
    let octets = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard octets.count >= 2 else { return 0 }
    let index = Int(octets[0] & 0x3F) % requests.count
    let request = requests[index], cut = Int(octets[1])
    let rest = Array(octets.dropFirst(2))
    switch octets[0] >> 6 {
    case 0: judge(rest, request, cut: cut)
    case 1: judge(framed(rest, request), request, cut: cut)
    case 2:
        let line = ReplyCheck.rtu(rest, for: request)
        if case .incomplete(let missing) = line { must(missing > 0, "an RTU reply lacks \(missing) octets") }
    default: decode(rest, index % plan.count)
    }
    return 0
}

/// Octets as the body of a frame with a true header.
private func framed(_ body: [UInt8], _ request: ModbusRequest) -> [UInt8] {
    let pdu = [request.function] + body
    return [
        0, 9, 0, 0, UInt8(truncatingIfNeeded: (pdu.count + 1) >> 8), UInt8(truncatingIfNeeded: pdu.count + 1),
        5,
    ] + pdu
}

private func judge(_ frame: [UInt8], _ request: ModbusRequest, cut: Int) {
    let (verdict, extra) = ReplyCheck.tcp(frame, for: request, transaction: 9)
    let early = ReplyCheck.tcp(Array(frame.prefix(cut)), for: request, transaction: 9).verdict
    switch verdict {
    case .incomplete(let missing):
        must(missing > 0 && missing <= ReplyCheck.longestFrame, "\(missing) octets missing")
    case .mismatch: break
    case .reply(let reply):
        must(extra >= 0 && extra < frame.count, "\(extra) octets behind")
        checkAccepted(reply, Array(frame.dropLast(extra)), request)
    }
    // What is wrong at once stays wrong, and what was complete stays complete.
    switch early {
    case .mismatch: must(isMismatch(verdict), "a wrong frame was forgiven")
    case .reply: must(verdict == early, "a reply changed with the octets behind it")
    case .incomplete: break
    }
}

private func isMismatch(_ verdict: ReplyVerdict) -> Bool {
    if case .mismatch = verdict { return true }
    return false
}

/// The rules of R2 once more, written out.
private func checkAccepted(_ reply: ModbusReply, _ frame: [UInt8], _ request: ModbusRequest) {
    must(
        frame.count >= 9 && frame[0] == 0 && frame[1] == 9 && frame[2] == 0 && frame[3] == 0,
        "header of \(frame)")
    must(Int(frame[4]) << 8 | Int(frame[5]) == frame.count - 6, "length of \(frame)")
    switch reply {
    case .exception(let code):
        must(
            frame.count == 9 && frame[7] == request.function | 0x80 && frame[8] == code, "exception \(frame)")
        must(frame[6] == 5 || (frame[6] == 17 && (code == 10 || code == 11)), "unit of \(frame)")
    case .written:
        must(frame[6] == 5 && frame.dropFirst(7).elementsEqual(request.pdu.prefix(5)), "echo \(frame)")
    case .words(let words):
        guard case .read(let table, _, let count) = request.ask else {
            return must(false, "words for a write")
        }
        must(frame[6] == 5 && frame[7] == request.function, "unit or function of \(frame)")
        must(words.count == Int(count), "\(words.count) words for \(count)")
        must(Int(frame[8]) == frame.count - 9, "byte count of \(frame)")
        must(!table.isBits || words.allSatisfy { $0 <= 1 }, "a bit of \(words)")
    }
}

/// Octets as the words of a reply, decoded twice with time between: once as they are, once with one word changed.
private func decode(_ octets: [UInt8], _ index: Int) {
    let planned = plan[index], device = narrow[index]
    var words = (0..<planned.count).map { index -> UInt16 in
        guard 2 * index + 1 < octets.count else { return 0 }
        return UInt16(octets[2 * index]) << 8 | UInt16(octets[2 * index + 1])
    }
    var watches = watchesAtRest[index], counters = countersAtRest[index]
    for round in 0..<3 {
        let taken = Instant(seconds: Double(round))
        for (place, (point, decoded)) in device.decodedPoints(of: planned, words: words).enumerated() {
            let isUsable = decoded.quality == .good || decoded.quality == .uncertain
            must(isUsable == (decoded.value != nil), "\(point.id) is \(decoded)")
            must(decoded.value?.number.map(\.isFinite) ?? true, "\(point.id) is \(decoded)")
            _ = point.meaning(ofRaw: decoded.raw)
            let reading = Reading(
                device: "d", point: point.id, value: decoded.value, unit: point.unit,
                quality: decoded.quality,
                taken: taken)
            let judged = watches[place].judge(reading)
            must(judged.reading.quality != .good || reading.quality == .good, "\(judged) got better")
            if let amount = counters[place]?.note(judged.reading).amount {
                must(amount >= 0 && amount <= 5 * Double(round) + 1, "\(point.id) counted \(amount)")
            }
        }
        if !words.isEmpty { words[Int(octets.first ?? 0) % words.count] &+= UInt16(octets.last ?? 1) &+ 1 }
    }
    let short = device.decodedPoints(of: planned, words: Array(words.dropLast()))
    must(short.allSatisfy { $0.1.quality == .badComm && $0.1.value == nil }, "a short reply was decoded")
}

private func must(_ isTrue: Bool, _ what: @autoclosure () -> String) {
    guard !isTrue else { return }
    let octets = Array("broken: \(what())\n".utf8)
    _ = unsafe octets.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    abort()
}
