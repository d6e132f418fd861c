// SPDX-License-Identifier: Apache-2.0
// What happened on the wire to each device (modbus-requirements R19), so that a technician can tell a bad
// cable from a bad profile. Each request ends in exactly one of these counts.

public import DockModel
internal import Registers

/// The counts of one device since start.
public struct DeviceStatistics: Sendable, Equatable {
    /// The device.
    public var device: DeviceID
    /// Its line, as shown to people.
    public var line: String
    /// Its unit id.
    public var unit: Int
    /// Whether it answers now and has passed its identity check.
    public var isConnected = false
    /// Whether its data are frozen.
    public var isFrozen = false
    /// Requests sent.
    public var requests = 0
    /// Requests with a good reply.
    public var good = 0
    /// Requests without a whole reply in time.
    public var timeouts = 0
    /// Serial replies with a wrong check sum or framing.
    public var checksumErrors = 0
    /// Replies that belonged to something else, and stray bytes between replies.
    public var mismatches = 0
    /// Requests whose connection ended before the reply.
    public var disconnects = 0
    /// Exception replies by code.
    public var exceptions: [UInt8: Int] = [:]
    /// Times the line could not be opened for this device.
    public var connectFailures = 0
    /// Times the line was opened for a request of this device.
    public var connects = 0
    /// Times the device came back after it was lost.
    public var returns = 0
    /// When the last good reply arrived.
    public var lastGood: Instant?
    /// Points that are left alone because the device refuses them.
    public var quarantined: [PointID] = []
    /// Real time of recent good requests: the middle one.
    public var middleReplyTime: Duration?
    /// Real time of recent good requests: 99 of 100 were faster.
    public var slowestReplyTime: Duration?

    /// Empty statistics of a device.
    public init(device: DeviceID, line: String, unit: Int) {
        self.device = device
        self.line = line
        self.unit = unit
    }
}

extension DeviceStatistics {
    /// Requests without a good reply, and lines that could not be opened.
    public var errors: Int {
        timeouts + checksumErrors + mismatches + disconnects + connectFailures
            + exceptions.values.reduce(0, +)
    }

    /// Counts a reply that passed every check; whether it brought data.
    mutating func note(_ reply: ModbusReply) -> Bool {
        requests += 1
        if case .exception(let code) = reply {
            exceptions[code, default: 0] += 1
            return false
        }
        good += 1
        return true
    }

    /// Counts a request that got no reply; a line that could not be opened carried none.
    mutating func note(_ failure: LinkFailure) {
        switch failure {
        case .cannotOpen:
            connectFailures += 1
            return
        case .timedOut: timeouts += 1
        case .disconnected: disconnects += 1
        case .mismatch: mismatches += 1
        case .checksum: checksumErrors += 1
        }
        requests += 1
    }
}

/// The reply times of the last requests.
struct ReplyTimes {
    /// How many are kept.
    static let kept = 512
    private var times: [Duration] = []
    private var next = 0

    mutating func note(_ time: Duration) {
        if times.count < ReplyTimes.kept {
            times.append(time)
        } else {
            times[next] = time
            next = (next + 1) % ReplyTimes.kept
        }
    }

    /// The time that `share` of the requests did not exceed.
    func quantile(_ share: Double) -> Duration? {
        guard !times.isEmpty else { return nil }
        let index = Int((Double(times.count) * share).rounded(.up)) - 1
        return times.sorted()[min(max(index, 0), times.count - 1)]
    }
}
