// SPDX-License-Identifier: Apache-2.0
// One read of one device: the request, one repetition, what an exception means, and how a device is lost and
// found. A device is trusted only after it has answered and shown the identity of its profile.

internal import DockModel
internal import Registers

/// What one planned read gave.
enum ReadResult {
    case readings([Reading])
    /// Readings without values; the same classes are read again after a pause.
    case again([Reading], after: Duration)
    case lost(FieldbusError)
}

extension LineOwner {
    /// How long a busy device is left alone.
    static let busyPause = Duration.milliseconds(200)

    /// Sends one planned read; a failure is repeated once on a fresh connection before the device counts as
    /// lost.
    func read(_ index: Int, _ planned: ReadRequest) -> ReadResult {
        let session = sessions[index]
        guard
            let request = ModbusRequest(
                unit: session.device.unit, replyUnit: session.device.replyUnit, read: planned)
        else {
            let point = planned.points.first ?? "?"
            return .lost(.cannotAsk(device: session.device.id, point: point))
        }
        do {
            return accept(index, planned, request, try transactTwice(index, request))
        } catch {
            return .lost(error)
        }
    }

    private func accept(
        _ index: Int, _ planned: ReadRequest, _ request: ModbusRequest, _ reply: ModbusReply
    ) -> ReadResult {
        switch reply {
        case .words(let words):
            return .readings(decode(index, planned, words))
        case .written:
            return .lost(.badReply(sessions[index].place(of: request), .function))
        case .exception(let code):
            switch ExceptionPolicy(code: code) {
            case .configurationFault: return splitOrQuarantine(index, planned, code: code)
            case .nextCycle: return .again(bad(index, planned, .badDevice), after: periods.fast)
            case .afterPause: return .again(bad(index, planned, .badDevice), after: LineOwner.busyPause)
            case .unitOffline: return .lost(.exceptionReply(sessions[index].place(of: request), code: code))
            }
        }
    }

    func decode(_ index: Int, _ planned: ReadRequest, _ words: [UInt16]) -> [Reading] {
        let taken = now
        let device = sessions[index].device
        let decoded = device.profile.decodedPoints(of: planned, words: words)
        sessions[index].frozen.note(decoded, at: taken)
        return decoded.map { point, decoded in
            Reading(
                device: device.id, point: point.id, value: decoded.value, unit: point.unit,
                quality: decoded.quality,
                taken: taken)
        }
    }

    private func bad(_ index: Int, _ planned: ReadRequest, _ quality: ReadingQuality) -> [Reading] {
        let device = sessions[index].device
        return device.profile.failed(planned.points, quality: quality, device: device.id, at: now)
    }

    /// After "illegal address": asks point by point, once; what is refused even alone (twice) is left alone.
    private func splitOrQuarantine(_ index: Int, _ planned: ReadRequest, code: UInt8) -> ReadResult {
        let device = sessions[index].device
        let singles = device.profile.singles(of: planned, lessons: sessions[index].lessons)
        var readings: [Reading] = []
        var refused: [(PointID, UInt8)] = []
        for single in singles {
            guard let request = ModbusRequest(unit: device.unit, replyUnit: device.replyUnit, read: single)
            else { continue }
            do {
                var reply = try transactTwice(index, request)
                if reply.isConfigurationFault { reply = try transactTwice(index, request) }
                switch reply {
                case .words(let words): readings += decode(index, single, words)
                case .written: readings += bad(index, single, .badComm)
                case .exception(let code):
                    let isFault = ExceptionPolicy(code: code) == .configurationFault
                    if isFault { refused += single.points.map { ($0, code) } }
                    readings += bad(index, single, isFault ? .configuration : .badDevice)
                }
            } catch {
                return .lost(error)
            }
        }
        let at = now
        for (point, code) in refused {
            sessions[index].quarantine(point, at: at)
            tell(index, .quarantined(point, code: code))
        }
        if refused.isEmpty && singles.count > 1 {
            sessions[index].learnSplit(of: planned, at: at)
            tell(
                index,
                .blockSplit(table: planned.table, address: planned.address, count: planned.count, code: code))
        }
        return .readings(readings)
    }

    // MARK: Transactions

    /// A transaction, repeated once when no trustworthy reply came; only for reads.
    func transactTwice(_ index: Int, _ request: ModbusRequest) throws(FieldbusError) -> ModbusReply {
        do {
            return try transact(index, request)
        } catch {
            if case .cannotConnect = error { throw error }
            return try transact(index, request)
        }
    }

    /// One transaction, counted under exactly one heading.
    func transact(_ index: Int, _ request: ModbusRequest) throws(FieldbusError) -> ModbusReply {
        let session = sessions[index]
        let place = session.place(of: request)
        let start = Deadline.now()
        let opened = link.opened
        defer { noteLink(index, openedBefore: opened) }
        do {
            let reply = try link.transact(request, within: session.timeout, gap: session.gap)
            if sessions[index].statistics.note(reply) {
                sessions[index].statistics.lastGood = now
                sessions[index].times.note(.nanoseconds(Deadline.now() - start))
            }
            return reply
        } catch {
            sessions[index].statistics.note(error)
            switch error {
            case .timedOut: throw .timedOut(place, after: session.timeout)
            case .disconnected(let because): throw .disconnected(place, because: because)
            case .mismatch(let mismatch): throw .badReply(place, mismatch)
            case .checksum: throw .badChecksum(place)
            case .cannotOpen(let because):
                throw .cannotConnect(
                    device: session.device.id, line: "\(session.device.line)", because: because)
            }
        }
    }

    private func noteLink(_ index: Int, openedBefore: Int) {
        if link.opened > openedBefore {
            sessions[index].statistics.connects += link.opened - openedBefore
            linkOpenedAt = now
            lineBackoff.reset()
            lineNextAttempt = nil
        }
        if link.strays > 0 {
            sessions[lastUser ?? index].statistics.mismatches += link.strays
            link.strays = 0
        }
        lastUser = index
    }

    // MARK: Lost and found

    /// Marks a device as away, tells why, and gives all its points a bad quality.
    func lose(_ index: Int, because error: FieldbusError) {
        let at = now
        let device = sessions[index].device
        sessions[index].state = .away(until: at + max(nextWait(index, after: error), floor))
        sessions[index].isFrozen = false
        sessions[index].frozen.reset()
        guard !sessions[index].hasReportedLoss else { return }
        sessions[index].hasReportedLoss = true
        let quality: ReadingQuality
        switch error {
        case .wrongDevice, .cannotAsk: quality = .configuration
        case .exceptionReply: quality = .badDevice
        default: quality = .badComm
        }
        let points = device.profile.readablePoints
        let readings = device.profile.failed(points, quality: quality, device: device.id, at: at)
        sessions[index].remember(readings)
        emit(.deviceLost(device.id, error, at: at))
        emit(.readings(readings))
    }

    /// The wait before the next attempt: the line's own when it cannot be opened, else the device's.
    private func nextWait(_ index: Int, after error: FieldbusError) -> Duration {
        guard case .cannotConnect = error else { return sessions[index].backoff.next(using: &random) }
        if let next = lineNextAttempt, next > now { return now.duration(to: next) }
        let wait = lineBackoff.next(using: &random)
        lineNextAttempt = now + max(wait, floor)
        return wait
    }

    /// Tries a device that is away: it must answer and show its identity before it is trusted.
    func tryReturn(of index: Int) async {
        let at = now
        sessions[index].lastAttempt = at
        if !link.isOpen, let next = lineNextAttempt, next > at {
            sessions[index].state = .away(until: next)
            return
        }
        if let opened = linkOpenedAt, link.isOpen, opened + sessions[index].connectDelay > at {
            sessions[index].state = .away(until: opened + sessions[index].connectDelay)
            return
        }
        if !link.isOpen, sessions[index].connectDelay > .zero {
            connectAndRest(index)
            return
        }
        sessions[index].forgetLessons()
        await Task.yield()
        guard !sessions[index].isTrusted else { return }
        if let error = findModel(index) ?? proveIdentity(index) {
            lose(index, because: error)
            return
        }
        let found = now
        if sessions[index].hasReportedLoss { sessions[index].statistics.returns += 1 }
        sessions[index].hasReportedLoss = false
        sessions[index].told = []
        sessions[index].backoff.reset()
        sessions[index].state = .trusted
        sessions[index].frozen.reset()
        sessions[index].makeAllDue(at: found)
        emit(.deviceFound(sessions[index].device.id, at: found))
    }

    /// Opens the line and leaves it alone for as long as the device needs after that.
    private func connectAndRest(_ index: Int) {
        let session = sessions[index]
        let opened = link.opened
        do {
            try link.connect(within: session.timeout)
        } catch {
            sessions[index].statistics.connectFailures += 1
            let line = "\(session.device.line)"
            lose(index, because: .cannotConnect(device: session.device.id, line: line, because: "\(error)"))
            return
        }
        noteLink(index, openedBefore: opened)
        sessions[index].state = .away(until: now + session.connectDelay)
    }

    /// Tells a technician something once a connection.
    private func tell(_ index: Int, _ problem: FieldbusProblem) {
        guard !sessions[index].told.contains(problem) else { return }
        sessions[index].told.append(problem)
        emit(.problem(sessions[index].device.id, problem, at: now))
    }

    /// Reads what proves the identity (or, without rules, anything at all); nil when the device may be
    /// trusted.
    private func proveIdentity(_ index: Int) -> FieldbusError? {
        let device = sessions[index].device
        let profile = device.profile
        let proof =
            profile.identity.isEmpty
            ? Array(profile.readPlan(for: Set(PollClass.allCases)).prefix(1))
            : profile.readPlan(of: profile.identity.map(\.point))
        var readings: [Reading] = []
        for planned in proof {
            guard let request = ModbusRequest(unit: device.unit, replyUnit: device.replyUnit, read: planned)
            else {
                return .cannotAsk(device: device.id, point: planned.points.first ?? "?")
            }
            do {
                let reply = try transact(index, request)
                switch reply {
                case .words(let words):
                    readings += profile.readings(of: planned, words: words, device: device.id, at: now)
                case .exception(let code):
                    // Without identity rules any exception but "offline" still proves that the device is
                    // there.
                    let isThere = profile.identity.isEmpty && ExceptionPolicy(code: code) != .unitOffline
                    if !isThere { return .exceptionReply(sessions[index].place(of: request), code: code) }
                case .written:
                    return .badReply(sessions[index].place(of: request), .function)
                }
            } catch {
                return error
            }
        }
        guard let fault = profile.identityFault(in: readings) else { return nil }
        tell(index, .wrongDevice(because: fault))
        return .wrongDevice(device: device.id, line: "\(device.line)", because: fault)
    }
}

extension ModbusReply {
    /// Whether the device says that it will never answer this request.
    var isConfigurationFault: Bool {
        if case .exception(let code) = self { return ExceptionPolicy(code: code) == .configurationFault }
        return false
    }
}
