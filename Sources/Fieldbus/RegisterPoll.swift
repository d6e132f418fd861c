// SPDX-License-Identifier: Apache-2.0
// Reads the same registers of several TCP devices again and again, to find out what lines and devices can
// carry. It uses the links, checks, waits and counts of the dock's own bus and decodes no points; LineGroup
// drives the lines. It must never write.

public import Registers

/// Where a Modbus TCP device listens.
public struct TCPAddress: Sendable, Hashable {
    /// Name or number of the host.
    public var host: String
    /// The port.
    public var port: Int

    /// An address from its parts.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Its line.
    public var line: FieldbusLine { .tcp(host: host, port: port) }
}

/// What is polled.
public struct RegisterPoll: Sendable, Equatable {
    /// The devices; an address that is named twice is asked twice a cycle on one connection.
    public var devices: [TCPAddress]
    /// The unit that is asked at every address.
    public var unit: Int
    /// The table that is read.
    public var table: Table
    /// The first address of the table.
    public var address: Int
    /// How many registers or bits.
    public var count: Int
    /// Longest real time of one read.
    public var timeout: Duration
    /// Real time from the start of one cycle to the next; nil polls flat out.
    public var period: Duration?

    /// A poll from its parts.
    public init(
        devices: [TCPAddress], unit: Int, table: Table, address: Int, count: Int,
        timeout: Duration = .seconds(1), period: Duration? = nil
    ) {
        self.devices = devices
        self.unit = unit
        self.table = table
        self.address = address
        self.count = count
        self.timeout = timeout
        self.period = period
    }

    /// Polls until the time is over or the task is cancelled; nil when Modbus cannot carry such a read.
    /// - Parameter seed: of the jitter between attempts to reach a device that is away.
    public func run(for span: Duration, seed: UInt64) async -> RegisterPollResult? {
        guard let address = UInt16(exactly: address), let count = UInt16(exactly: count),
            let request = ModbusRequest(unit: unit, ask: .read(table, address: address, count: count))
        else { return nil }
        var order: [TCPAddress] = []
        var asks: [TCPAddress: Int] = [:]
        for device in devices {
            if asks[device] == nil { order.append(device) }
            asks[device, default: 0] += 1
        }
        let start = Deadline.now()
        let group = LineGroup(
            lines: order.map { ($0, asks[$0] ?? 1) }, request: request, timeout: timeout, period: period,
            seed: seed)
        let lines = await group.run(until: Deadline(after: span))
        return RegisterPollResult(
            lines: lines, wordsEach: Int(count), elapsed: .nanoseconds(Deadline.now() - start))
    }
}

/// What one line gave.
public struct LinePollResult: Sendable {
    /// What happened on the wire; its reply times are those of the whole run.
    public var statistics: DeviceStatistics
    /// How often the line was asked in one cycle.
    public var asksEach: Int
    let times: ReplyHistogram
}

/// What a poll gave.
public struct RegisterPollResult: Sendable {
    /// Line by line, in the order they were named.
    public let lines: [LinePollResult]
    /// Registers or bits of one read.
    public let wordsEach: Int
    /// How long it took.
    public let elapsed: Duration

    /// Reads with a good reply.
    public var good: Int { lines.reduce(0) { $0 + $1.statistics.good } }
    /// Cycles: good reads of all devices, shared by the number of devices.
    public var cycles: Int {
        let devices = lines.reduce(0) { $0 + $1.asksEach }
        return devices > 0 ? good / devices : 0
    }
    /// Registers or bits that came in.
    public var registers: Int { good * wordsEach }
    /// Reads without a good reply, and lines that could not be opened.
    public var errors: Int { lines.reduce(0) { $0 + $1.statistics.errors } }
    /// The time from request to checked reply that `share` of all good reads did not exceed.
    public func replyTime(_ share: Double) -> Duration? {
        var all = ReplyHistogram()
        for line in lines { all.add(line.times) }
        return all.quantile(share)
    }
}
