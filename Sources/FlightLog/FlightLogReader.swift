// SPDX-License-Identifier: Apache-2.0
// The door of the target: bytes of a log in, in pieces of any size, a summary out. It tells ULog from DataFlash by the
// first bytes and keeps no more than one torn record between two pieces. It reads no file itself.

/// Reads one flight log.
public struct FlightLogReader {
    private var ulog: ULogReader?
    private var dataFlash: DataFlashReader?
    /// Bytes of a record whose end has not come yet.
    private var rest: [UInt8] = []
    /// The place of `rest` in the log.
    private var offset: UInt64 = 0

    private let unreadableBytes: UInt64

    /// A reader at the start of a log.
    /// - Parameter unreadableBytes: so many bytes in a row without anything readable end the reading.
    public init(unreadableBytes: UInt64 = FlightLogLimit.unreadableBytes) {
        self.unreadableBytes = unreadableBytes
    }

    /// Bytes taken so far.
    public var bytesTaken: UInt64 { offset + UInt64(rest.count) }

    /// Takes the next bytes of the log.
    /// - Throws: when these bytes make it sure that there is no log to read.
    public mutating func receive(_ bytes: RawSpan) throws(FlightLogError) {
        guard bytesTaken + UInt64(bytes.byteCount) <= FlightLogLimit.bytes else {
            throw .tooLong(limit: FlightLogLimit.bytes)
        }
        guard rest.isEmpty else {
            try receiveBehindRest(bytes)
            return
        }
        let used = try consume(bytes, isLast: false)
        offset += UInt64(used)
        rest = bytes.copied(from: used, to: bytes.byteCount)
    }

    /// Takes the next bytes of the log.
    /// - Throws: when these bytes make it sure that there is no log to read.
    public mutating func receive(_ bytes: [UInt8]) throws(FlightLogError) {
        unsafe try receive(bytes.span.bytes)
    }

    /// Ends the log.
    /// - Returns: what it says.
    /// - Throws: when there was no log.
    public mutating func finish() throws(FlightLogError) -> FlightSummary {
        guard bytesTaken > 0 else { throw .empty }
        let used = try consumeRest(isLast: true)
        var summary: FlightSummary
        if let read = ulog?.summary() {
            summary = read
        } else if let read = dataFlash?.summary() {
            guard dataFlash?.records ?? 0 > 0 else { throw .notALog(searchedBytes: bytesTaken) }
            summary = read
        } else {
            throw .cutHeader(bytes: bytesTaken)
        }
        let left = UInt64(rest.count - used)
        summary.bytes = bytesTaken
        if left > 0 {
            summary.isTruncated = true
            summary.notes.append(
                "the log ends inside of a record: its last \(left) bytes from byte \(offset + UInt64(used))")
        }
        return summary
    }

    /// Puts as much behind the torn record as one record can need, then goes on without copying.
    private mutating func receiveBehindRest(_ bytes: RawSpan) throws(FlightLogError) {
        var taken = 0
        let step = 2 * ULogReader.longestMessage
        while taken < bytes.byteCount {
            let end = min(bytes.byteCount, taken + step)
            let before = rest.count
            rest += bytes.copied(from: taken, to: end)
            let used = try consumeRest(isLast: false)
            offset += UInt64(used)
            if used >= before {
                // The torn record is done; what follows stands whole in the new bytes.
                let start = taken + used - before
                rest.removeAll(keepingCapacity: true)
                let more = try consume(bytes.extracting(start..<bytes.byteCount), isLast: false)
                offset += UInt64(more)
                rest += bytes.copied(from: start + more, to: bytes.byteCount)
                return
            }
            rest.removeFirst(used)
            taken = end
        }
    }

    private mutating func consumeRest(isLast: Bool) throws(FlightLogError) -> Int {
        let bytes = rest
        return unsafe try consume(bytes.span.bytes, isLast: isLast)
    }

    /// Gives bytes to the format's reader.
    /// - Returns: how many were used.
    private mutating func consume(_ bytes: RawSpan, isLast: Bool) throws(FlightLogError) -> Int {
        if ulog == nil, dataFlash == nil { try choose(bytes, isLast: isLast) }
        if ulog != nil { return try ulog?.consume(bytes, base: offset, isLast: isLast) ?? 0 }
        if dataFlash != nil { return try dataFlash?.consume(bytes, base: offset, isLast: isLast) ?? 0 }
        return 0
    }

    /// Finds out which format it is, once there are enough bytes for that.
    private mutating func choose(_ bytes: RawSpan, isLast: Bool) throws(FlightLogError) {
        guard bytes.byteCount >= ULogReader.headerLength || isLast else { return }
        let known = (0..<min(bytes.byteCount, 7)).prefix { bytes.byte($0) == ULogReader.magic[$0] }.count
        if known == 7 {
            if bytes.byteCount >= ULogReader.headerLength {
                ulog = ULogReader(unreadableBytes: unreadableBytes)
            }
        } else if known >= 4 {
            guard known == bytes.byteCount else { throw .damagedHeader(offset: UInt64(known)) }
        } else if bytes.copied(from: 0, to: 4) == Array("FMT,".utf8) {
            throw .textLog
        } else {
            dataFlash = DataFlashReader(unreadableBytes: unreadableBytes)
        }
    }
}
