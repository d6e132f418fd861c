// SPDX-License-Identifier: Apache-2.0
// The counts of a device as programs read them (modbus-requirements R19): one shape for every command that shows them.
// It counts nothing itself; the bus does.

import DockModel
import Fieldbus

/// What happened on the wire to one device.
struct HardwareCountsView: Encodable {
    var line: String
    var unit: Int
    var requests: Int
    var good: Int
    var timeouts: Int
    var checksumErrors: Int
    var mismatches: Int
    var disconnects: Int
    var exceptions: [String: Int]
    var connectFailures: Int
    var connects: Int
    var returns: Int
    var quarantined: [String]
    var lastGoodAge: Double?
    var p50: Double?
    var p99: Double?

    enum CodingKeys: String, CodingKey {
        case line, unit, requests, good, timeouts, mismatches, disconnects, exceptions, connects, returns, quarantined
        case checksumErrors = "checksum_errors"
        case connectFailures = "connect_failures"
        case lastGoodAge = "last_good_age_s"
        case p50 = "p50_us"
        case p99 = "p99_us"
    }

    /// - Parameter now: the time of the bus, for the age of the last good reply.
    init(_ counts: DeviceStatistics, at now: Instant? = nil) {
        line = counts.line
        unit = counts.unit
        requests = counts.requests
        good = counts.good
        timeouts = counts.timeouts
        checksumErrors = counts.checksumErrors
        mismatches = counts.mismatches
        disconnects = counts.disconnects
        exceptions = Dictionary(uniqueKeysWithValues: counts.exceptions.map { (String($0.key), $0.value) })
        connectFailures = counts.connectFailures
        connects = counts.connects
        returns = counts.returns
        quarantined = counts.quarantined.map(\.text)
        if let now, let last = counts.lastGood { lastGoodAge = max(0, last.duration(to: now).inSeconds) }
        p50 = Self.microseconds(counts.middleReplyTime)
        p99 = Self.microseconds(counts.slowestReplyTime)
    }

    /// Microseconds with one digit.
    static func microseconds(_ time: Duration?) -> Double? {
        time.map { (($0 / .microseconds(1)) * 10).rounded() / 10 }
    }
}
