// SPDX-License-Identifier: Apache-2.0
// The time of a DataFlash log from the stamps of its records. A single stamp far off is damage; stamps that stay near
// zero after higher ones are another boot in the same file. Times are of the vehicle's clock since its boot.

/// Start, end and duration from stamps in the order of the records.
struct BootTimeline {
    /// A stamp so much later than the one before must be confirmed by the next one.
    static let longestPause: UInt64 = 3_600_000_000
    /// A stamp so much earlier than the one before may be of another boot.
    static let longestDisorder: UInt64 = 5_000_000
    /// So many stamps in a row prove a jump back.
    static let proofOfBoot = 8

    private(set) var start: UInt64?
    private(set) var boots = 0
    private(set) var last: UInt64 = 0
    private var bootStart: UInt64 = 0
    private var bootEnd: UInt64 = 0
    private var earlierMicroseconds: UInt64 = 0
    private var doubtful: (first: UInt64, last: UInt64, count: Int)?

    /// The last stamp of the last boot.
    var end: UInt64? { start == nil ? nil : bootEnd }
    /// Microseconds logged, all boots together.
    var duration: UInt64 { earlierMicroseconds &+ (bootEnd - bootStart) }

    /// Whether a stamp may belong to the running boot.
    func isNear(_ time: UInt64) -> Bool {
        start == nil
            || (time >= last ? time - last <= Self.longestPause : last - time <= Self.longestDisorder)
    }

    mutating func take(_ time: UInt64) {
        guard start != nil else {
            start = time
            begin(time)
            return
        }
        guard isNear(time) else { return doubt(time) }
        doubtful = nil
        last = time
        bootStart = min(bootStart, time)
        if boots == 1 { start = bootStart }
        bootEnd = max(bootEnd, time)
    }

    private mutating func begin(_ time: UInt64) {
        boots += 1
        bootStart = time
        bootEnd = time
        last = time
    }

    private mutating func doubt(_ time: UInt64) {
        guard let known = doubtful,
            time >= known.last ? time - known.last < 10_000_000 : known.last - time < 5_000_000
        else {
            doubtful = (time, time, 1)
            return
        }
        let count = known.count + 1
        doubtful = (min(known.first, time), time, count)
        if known.first > last, count >= 2 {
            // The log paused, and went on.
            bootEnd = max(bootEnd, known.first, time)
            last = time
            doubtful = nil
        } else if known.first < last, count >= Self.proofOfBoot {
            earlierMicroseconds &+= bootEnd - bootStart
            begin(min(known.first, time))
            bootEnd = max(known.first, time)
            last = time
            doubtful = nil
        }
    }
}
