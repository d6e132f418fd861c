// SPDX-License-Identifier: Apache-2.0
// How the simulated vehicle hands out its flight logs: a list, then pieces of 90 bytes at the pace of a
// radio. It never sends beyond the end of a file and forgets a request when it is told to.

internal import DockModel
internal import MAVLink

/// A piece of a log that is being sent.
struct LogSender: Sendable {
    var id: UInt16
    var offset: Int
    var end: Int
}

extension SimulatedVehicle {
    /// Bytes in one LOG_DATA, and what one takes of the radio.
    private static let pieceLength = 90
    private static let frameLength = 109

    /// Gives the radio what it carries in a step; what is not used is not kept for long.
    mutating func refillRadio(_ seconds: Double) {
        let more = Int(Double(configuration.radioRate) * seconds)
        radioCredit = min(radioCredit + more, 2 * more)
    }

    /// Takes one of the three log requests.
    mutating func hearLogRequest(_ frame: MAVLinkFrame) {
        if let request = frame.decode(LogRequestListMessage.self) {
            if isMine(request.targetSystem, request.targetComponent) {
                list(from: request.start, to: request.end)
            }
        } else if let request = frame.decode(LogRequestDataMessage.self) {
            if isMine(request.targetSystem, request.targetComponent) { begin(request) }
        } else if let request = frame.decode(LogRequestEndMessage.self) {
            if isMine(request.targetSystem, request.targetComponent) { sender = nil }
        }
    }

    /// Sends the next pieces of a requested log.
    mutating func sendLogData() {
        guard var sending = sender, !faults.stallsLogs else { return }
        guard let log = logs.first(where: { $0.id == sending.id }) else { return sender = nil }
        while sending.offset < sending.end, radioCredit > 0 {
            let count = min(Self.pieceLength, sending.end - sending.offset)
            let piece = Array(log.bytes[sending.offset..<sending.offset + count])
            send(
                LogDataMessage(
                    id: log.id, ofs: UInt32(truncatingIfNeeded: sending.offset), count: UInt8(count),
                    data: FixedArray(piece, filler: 0)))
            sending.offset += count
            radioCredit -= Self.frameLength
        }
        sender = sending.offset < sending.end ? sending : nil
    }

    private mutating func list(from start: UInt16, to end: UInt16) {
        let last = logs.last?.id ?? 0
        guard !logs.isEmpty else {
            // PX4 1.15 and later pass over a request that they have nothing for.
            guard configuration.dialect == .ardupilot else { return }
            return send(LogEntryMessage(id: 0, numLogs: 0, lastLogNum: 0, timeUTC: 0, size: 0))
        }
        for log in logs where log.id >= start && log.id <= end {
            send(
                LogEntryMessage(
                    id: log.id, numLogs: UInt16(truncatingIfNeeded: logs.count), lastLogNum: last,
                    timeUTC: log.unixSeconds, size: UInt32(truncatingIfNeeded: log.bytes.count)))
        }
    }

    /// An offset behind the end is answered with an empty piece by ArduPilot (AP_Logger_MAVLinkLogTransfer.cpp), with
    /// nothing by PX4 1.15 and later (mavlink_log_handler.cpp); an unknown log with nothing by both.
    private mutating func begin(_ request: LogRequestDataMessage) {
        // ArduPilot ends a transfer before it looks at the next request; PX4 jumps to it.
        guard configuration.dialect == .px4 || sender == nil else { return }
        guard let log = logs.first(where: { $0.id == request.id }) else { return sender = nil }
        guard Int(request.ofs) < log.bytes.count else {
            sender = nil
            guard configuration.dialect == .ardupilot else { return }
            return send(
                LogDataMessage(id: request.id, ofs: request.ofs, count: 0, data: FixedArray(repeating: 0)))
        }
        let offset = Int(request.ofs)
        let end = min(log.bytes.count, offset + Int(min(request.count, 0x7FFF_FFFF)))
        sender = LogSender(id: log.id, offset: offset, end: end)
        sendLogData()
    }
}
