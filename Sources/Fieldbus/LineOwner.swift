// SPDX-License-Identifier: Apache-2.0
// The one owner of a line: it alone sends, one request at a time, on a thread of its own (modbus-requirements
// R12). This file paces the polling; single requests are in LineOwner+Exchange.swift, commands in
// LineOwner+Write.swift.

internal import DockModel
internal import Host
internal import Registers

/// Owns one Modbus line.
actor LineOwner {
    private nonisolated let executor: ThreadExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    let link: any ModbusLink
    let clock: any DockClock
    let periods: PollPeriods
    let emit: @Sendable (FieldbusEvent) -> Void
    var sessions: [DeviceSession]
    var random: SeededRandom
    /// Waits of the line itself, when it cannot be opened.
    var lineBackoff = Backoff()
    var lineNextAttempt: Instant?
    /// The session that used the line last: stray bytes are its fault.
    var lastUser: Int?
    var linkOpenedAt: Instant?

    init(
        line: FieldbusLine, devices: [FieldbusDevice], clock: any DockClock, periods: PollPeriods,
        seed: UInt64,
        emit: @escaping @Sendable (FieldbusEvent) -> Void
    ) {
        executor = ThreadExecutor(name: "bus \(line)")
        link = line.makeLink()
        self.clock = clock
        self.periods = periods
        self.emit = emit
        let now = clock.now().boot
        sessions = devices.map { DeviceSession(device: $0, now: now) }
        random = SeededRandom(seed: seed)
    }

    deinit { executor.stop() }

    /// Polls until the task is cancelled, then closes the line.
    func run() async {
        while !Task.isCancelled {
            guard let index = nextSession(at: now) else {
                do {
                    try await clock.sleep(for: untilNextDue)
                } catch {
                    break
                }
                continue
            }
            await serve(index)
        }
        link.close()
    }

    /// Reads all points of some devices now, whatever is due; a device that is away is tried, but not
    /// hammered.
    func readNow(_ ids: Set<DeviceID>) async -> [Reading] {
        for index in sessions.indices where ids.contains(sessions[index].device.id) {
            if !sessions[index].isTrusted, mayTryEarly(index) { await tryReturn(of: index) }
            if sessions[index].isTrusted {
                sessions[index].makeAllDue(at: now)
                await poll(index)
            }
        }
        return readings(of: ids)
    }

    /// The last reading of every point, stale ones without a value.
    func readings(of ids: Set<DeviceID>) -> [Reading] {
        let now = now
        return sessions.filter { ids.contains($0.device.id) }.flatMap { session in
            session.device.profile.points.filter { $0.write != .never }.map { point in
                guard let reading = session.latest[point.id] else {
                    return Reading(
                        device: session.device.id, point: point.id, value: nil, unit: point.unit,
                        quality: .neverRead,
                        taken: now)
                }
                guard let period = periods.period(of: point.poll) else { return reading }
                return Freshness.aged(reading, at: now, pollPeriod: max(period, floor))
            }
        }
    }

    /// What happened to each device of the line.
    func statistics() -> [DeviceStatistics] {
        sessions.map { session in
            var statistics = session.statistics
            statistics.isConnected = session.isTrusted
            statistics.isFrozen = session.isFrozen
            statistics.middleReplyTime = session.times.quantile(0.5)
            statistics.slowestReplyTime = session.times.quantile(0.99)
            return statistics
        }
    }

    // MARK: Pacing

    var now: Instant { clock.now().boot }

    /// The floor between two polls in dock time, at the present speed of the dock clock.
    var floor: Duration { dockTime(of: periods.floor) }

    /// The dock time that passes in a span of real time.
    func dockTime(of real: Duration) -> Duration {
        let second = clock.realTime(of: .seconds(1)).inSeconds
        guard second > 0 else { return real }
        return .seconds(min(real.inSeconds / second, 1e9))
    }

    private func nextSession(at now: Instant) -> Int? {
        let ready = sessions.indices.filter { sessions[$0].nextDue.map { $0 <= now } ?? false }
        return ready.min { (sessions[$0].nextDue ?? now) < (sessions[$1].nextDue ?? now) }
    }

    private var untilNextDue: Duration {
        let next = sessions.compactMap(\.nextDue).min() ?? now + .seconds(1)
        return max(now.duration(to: next), dockTime(of: .milliseconds(1)))
    }

    private func mayTryEarly(_ index: Int) -> Bool {
        guard let last = sessions[index].lastAttempt else { return true }
        return last.duration(to: now) >= max(.milliseconds(500), floor)
    }

    private func serve(_ index: Int) async {
        if sessions[index].isTrusted { await poll(index) } else { await tryReturn(of: index) }
    }

    /// Reads what is due of one device.
    private func poll(_ index: Int) async {
        let start = now
        let classes = sessions[index].dueClasses(at: start, slack: periods.fast / 4)
        for pollClass in classes { setNextDue(index, pollClass, from: start) }
        var batch: [Reading] = []
        var later: Duration?
        for request in sessions[index].plan(for: classes, at: start) {
            // Lets a command that came in meanwhile go first.
            await Task.yield()
            guard sessions[index].isTrusted else { break }
            switch read(index, request) {
            case .readings(let readings): batch += readings
            case .again(let readings, let pause):
                batch += readings
                later = pause
            case .lost(let error):
                publish(index, batch)
                lose(index, because: error)
                return
            }
        }
        publish(index, batch)
        guard let later, sessions[index].isTrusted else { return }
        let again = now + max(later, floor)
        for pollClass in classes {
            sessions[index].due[pollClass] = min(sessions[index].due[pollClass] ?? again, again)
        }
    }

    private func setNextDue(_ index: Int, _ pollClass: PollClass, from start: Instant) {
        guard let period = periods.period(of: pollClass) else {
            sessions[index].due[pollClass] = nil
            return
        }
        let planned = (sessions[index].due[pollClass] ?? start) + period
        sessions[index].due[pollClass] = max(planned, start + floor)
    }

    /// Hands readings on; those of a frozen device are stale, because an answer is not yet a measurement.
    func publish(_ index: Int, _ batch: [Reading]) {
        guard !batch.isEmpty else { return }
        let at = now
        let isFrozen = sessions[index].frozen.isFrozen(at: at)
        if isFrozen != sessions[index].isFrozen {
            sessions[index].isFrozen = isFrozen
            emit(.problem(sessions[index].device.id, isFrozen ? .frozen : .alive, at: at))
        }
        let readings = isFrozen ? batch.map { $0.withQuality(.stale) } : batch
        sessions[index].remember(readings)
        emit(.readings(readings))
    }
}

extension Reading {
    /// The same reading with a bad quality and so without a value.
    func withQuality(_ quality: ReadingQuality) -> Reading {
        Reading(device: device, point: point, value: value, unit: unit, quality: quality, taken: taken)
    }
}
