// SPDX-License-Identifier: Apache-2.0
// The field bus of the dock: one owner a line, polled at the dock clock's pace. It holds no policy about the
// dock: it reads, it writes what it is told, and it says how far each value can be believed.

public import DockModel
public import Host
internal import Registers

/// All Modbus lines of a dock.
public final class DockBus: Sendable {
    /// What happens, in order for each device; for one consumer. The oldest events are dropped when nobody
    /// listens.
    public let events: AsyncStream<FieldbusEvent>
    private let owners: [LineOwner]
    private let lines: [DeviceID: Int]
    private let continuation: AsyncStream<FieldbusEvent>.Continuation

    /// Events that are kept for a consumer that is late.
    public static let waitingEvents = 4_096

    /// The bus of some devices; nothing is sent before `run`. Ask `FieldbusDevice.problems(in:)` first.
    /// - Parameter seed: of the jitter between attempts.
    public init(
        devices: [FieldbusDevice], clock: any DockClock, pollPeriods: PollPeriods = PollPeriods(),
        seed: UInt64
    ) {
        let (events, continuation) = AsyncStream.makeStream(
            of: FieldbusEvent.self, bufferingPolicy: .bufferingNewest(DockBus.waitingEvents))
        self.events = events
        self.continuation = continuation
        var order: [FieldbusLine] = []
        var members: [FieldbusLine: [FieldbusDevice]] = [:]
        for device in devices {
            if members[device.line] == nil { order.append(device.line) }
            members[device.line, default: []].append(device)
        }
        var owners: [LineOwner] = []
        var lines: [DeviceID: Int] = [:]
        for (index, line) in order.enumerated() {
            let own = members[line] ?? []
            for device in own { lines[device.id] = index }
            let lineSeed = seed ^ (UInt64(index) &+ 1) &* 0xD1B5_4A32_D192_ED03
            owners.append(
                LineOwner(line: line, devices: own, clock: clock, periods: pollPeriods, seed: lineSeed) {
                    continuation.yield($0)
                })
        }
        self.owners = owners
        self.lines = lines
    }

    /// Polls all lines until the task is cancelled; then the connections are closed and `events` ends.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            for owner in owners { group.addTask { await owner.run() } }
        }
        continuation.finish()
    }

    /// Sends one command and proves its effect. It is sent at most once; see `WriteOutcome`.
    /// - Throws: why it was refused, or what is not known about its effect.
    public func write(
        _ device: DeviceID, _ point: PointID, _ value: ReadingValue
    ) async throws(FieldbusError) -> WriteOutcome {
        guard let line = lines[device] else { throw .unknownDevice(device) }
        return try await owners[line].write(device, point, value)
    }

    /// Reads all points of some devices now and gives their readings, which also appear in `events`.
    @discardableResult
    public func readNow(_ devices: [DeviceID]) async -> [Reading] {
        let wanted = Set(devices)
        return await collect(of: wanted) { owner in await owner.readNow(wanted) }
    }

    /// The last reading of every point of some devices: stale or never read ones without a value.
    public func latest(_ devices: [DeviceID]) async -> [Reading] {
        let wanted = Set(devices)
        return await collect(of: wanted) { owner in await owner.readings(of: wanted) }
    }

    /// What happened on the wire to each device.
    public func statistics() async -> [DeviceStatistics] {
        var all: [DeviceStatistics] = []
        for owner in owners { all += await owner.statistics() }
        return all
    }

    private func collect(
        of devices: Set<DeviceID>, _ ask: @escaping @Sendable (LineOwner) async -> [Reading]
    ) async -> [Reading] {
        let asked = Set(devices.compactMap { lines[$0] }).sorted()
        return await withTaskGroup(of: (Int, [Reading]).self) { group in
            for line in asked {
                let owner = owners[line]
                group.addTask { (line, await ask(owner)) }
            }
            var found: [Int: [Reading]] = [:]
            for await (line, readings) in group { found[line] = readings }
            return asked.flatMap { found[$0] ?? [] }
        }
    }
}
