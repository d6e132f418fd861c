// SPDX-License-Identifier: Apache-2.0
// The entry of libFuzzer for flight logs: any octets, in one piece and in two, must give the same summary or the same
// error, within the limits of lists. A trap or a difference ends the process, and libFuzzer keeps the input.

import FlightLog
import Glibc

/// What reading some octets led to.
private enum Outcome: Equatable {
    case summary(FlightSummary)
    case error(FlightLogError)
}

private func outcome(_ octets: [UInt8], cutAt cut: Int) -> Outcome {
    do throws(FlightLogError) {
        var reader = FlightLogReader()
        try reader.receive(Array(octets[..<cut]))
        try reader.receive(Array(octets[cut...]))
        return .summary(try reader.finish())
    } catch {
        return .error(error)
    }
}

/// Runs one input. Its first octet says where the log is cut in two. The next one says which start it gets, and in its
/// upper bits whether it is also read in two pieces and shown: both cost more than the reading itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let octets = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard octets.count > 2 else { return 0 }
    let (isCut, isShown) = (octets[1] & 0xC0 == 0x40, octets[1] & 0xC0 == 0x80)
    let starts: [[UInt8]] = [
        [], [0x55, 0x4C, 0x6F, 0x67, 0x01, 0x12, 0x35, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0xA3, 0x95, 128],
    ]
    let log = starts[Int(octets[1] & 0x3F) % 3] + octets[2...]
    let whole = outcome(log, cutAt: log.count)
    guard !isCut || whole == outcome(log, cutAt: log.count * Int(octets[0]) / 256) else {
        say("the pieces change the summary")
        abort()
    }
    guard case .summary(let summary) = whole else { return 0 }
    let lists = [summary.ulog?.texts.count, summary.dataFlash?.texts.count, summary.dataFlash?.modes.count]
    guard lists.allSatisfy({ $0 ?? 0 <= FlightLogLimit.listEntries }),
        summary.path.count <= FlightLogLimit.pathPoints
    else {
        say("a list has no end")
        abort()
    }
    // Every text form must hold for whatever was read.
    if isShown, summary.csv.isEmpty || summary.kml.isEmpty || summary.text.isEmpty { abort() }
    return 0
}

private func say(_ line: String) {
    let octets = Array((line + "\n").utf8)
    _ = unsafe octets.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
