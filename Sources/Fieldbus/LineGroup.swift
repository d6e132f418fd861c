// SPDX-License-Identifier: Apache-2.0
// One thread that drives several TCP lines at once: it asks on each as soon as that line is due and takes
// whichever reply comes first, so that a device that is slow or away costs the others nothing. Opening a
// connection can block, so a thread of its own does that. It decides no retry but the wait of `Backoff`.

internal import DockModel
internal import Glibc
internal import Host
internal import Registers

/// Lines that are asked the same, again and again.
actor LineGroup {
    private nonisolated let executor = ThreadExecutor(name: "bus group")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// What a line is doing; times are those of `Deadline.now()`.
    private enum State {
        /// Not asked before that time.
        case resting(until: Int64)
        /// Asked; no reply is accepted after `deadline`.
        case asked(at: Int64, deadline: Int64)
        /// A thread of its own opens it.
        case opening
    }

    private struct Member {
        let address: TCPAddress
        let link: TCPLink
        /// Questions of one cycle, and how many of them are left.
        let asks: Int
        var left = 0
        var state = State.resting(until: 0)
        /// Start of the next cycle.
        var nextCycle: Int64
        /// Failures since the last reply.
        var failures = 0
        var backoff = Backoff()
        var statistics: DeviceStatistics
        var times = ReplyHistogram()
    }

    private var members: [Member]
    /// Every open socket. A line at rest is watched too: what arrives then was not asked for.
    private let watch: SocketWatch
    private let request: ModbusRequest
    private let timeout: Int64
    private let period: Int64?
    private var random: SeededRandom
    private var openings = 0

    /// The longest wait before a look at whether to stop.
    private static let look: Int64 = 250_000_000
    /// The same while a line is being opened, which ends by a message to this actor.
    private static let lookWhileOpening: Int64 = 2_000_000

    init(
        lines: [(address: TCPAddress, asks: Int)], request: ModbusRequest, timeout: Duration,
        period: Duration?, seed: UInt64
    ) {
        let now = Deadline.now()
        members = lines.map { address, asks in
            Member(
                address: address, link: TCPLink(host: address.host, port: address.port), asks: asks,
                nextCycle: now,
                statistics: DeviceStatistics(
                    device: DeviceID("\(address.line)"), line: "\(address.line)", unit: Int(request.unit)))
        }
        watch = SocketWatch(most: lines.count)
        self.request = request
        self.timeout = max(timeout.nanoseconds, 1_000_000)
        self.period = period.map { max($0.nanoseconds, 1) }
        random = SeededRandom(seed: seed)
    }

    deinit { executor.stop() }

    /// Asks until the time is over or the task is cancelled; what is still on its way then counts as nothing.
    func run(until end: Deadline) async -> [LinePollResult] {
        while !end.isOver, !Task.isCancelled {
            startDue()
            wait(until: end)
            if openings > 0 { await Task.yield() }
        }
        return members.map { member in
            var statistics = member.statistics
            statistics.isConnected = member.link.isOpen
            statistics.connects = member.link.opened
            statistics.middleReplyTime = member.times.quantile(0.5)
            statistics.slowestReplyTime = member.times.quantile(0.99)
            member.link.close()
            return LinePollResult(statistics: statistics, asksEach: member.asks, times: member.times)
        }
    }

    /// Does with every line what its time has come for.
    private func startDue() {
        var now = Deadline.now()
        for index in members.indices where start(index, at: now) { now = Deadline.now() }
    }

    /// Does with one line what its time has come for; false when that was nothing.
    private func start(_ index: Int, at now: Int64) -> Bool {
        switch members[index].state {
        case .opening: return false
        case .asked(_, let deadline):
            guard deadline <= now else { return false }
            members[index].link.close()
            fail(index, .timedOut)
        case .resting(let until):
            guard until <= now else { return false }
            if members[index].link.isOpen { ask(index, at: now) } else { open(index) }
        }
        return true
    }

    private func ask(_ index: Int, at now: Int64) {
        if members[index].left == 0 {
            members[index].left = members[index].asks
            // A cycle that took too long delays the following ones; they are not crammed together.
            if let period { members[index].nextCycle = max(members[index].nextCycle &+ period, now) }
        }
        members[index].left -= 1
        let deadline = now &+ timeout
        do {
            try members[index].link.begin(request, until: Deadline(at: deadline))
            members[index].state = .asked(at: now, deadline: deadline)
        } catch {
            fail(index, error)
        }
    }

    /// Waits until something arrives or falls due, and takes what has arrived.
    private func wait(until end: Deadline) {
        let now = Deadline.now()
        var next = now &+ (openings > 0 ? Self.lookWhileOpening : Self.look)
        for index in members.indices {
            switch members[index].state {
            case .opening: break
            case .resting(let until): next = min(next, until)
            case .asked(_, let deadline): next = min(next, deadline)
            }
        }
        for index in watch.wait(until: min(Deadline(at: next), end)) { take(index) }
    }

    private func take(_ index: Int) {
        guard case .asked(let asked, let deadline) = members[index].state else {
            members[index].link.closeIfDisturbed()
            noteStrays(index)
            return
        }
        do {
            guard let reply = try members[index].link.advance(request) else { return }
            let now = Deadline.now()
            guard now < deadline else {
                members[index].link.close()
                return fail(index, .timedOut)
            }
            if members[index].statistics.note(reply) { members[index].times.note(nanoseconds: now &- asked) }
            members[index].failures = 0
            members[index].backoff.reset()
            noteStrays(index)
            rest(index, notBefore: now)
            // Flat out, or more to ask in this cycle: the line does not wait for its turn.
            if case .resting(let until) = members[index].state, until <= now, members[index].link.isOpen {
                ask(index, at: now)
            }
        } catch {
            fail(index, error)
        }
    }

    private func noteStrays(_ index: Int) {
        members[index].statistics.mismatches += members[index].link.strays
        members[index].link.strays = 0
    }

    private func rest(_ index: Int, notBefore now: Int64) {
        let isDone = members[index].left == 0 && period != nil
        members[index].state = .resting(until: isDone ? max(now, members[index].nextCycle) : now)
    }

    /// A first failure is tried again at the next turn, further ones after growing waits.
    private func fail(_ index: Int, _ failure: LinkFailure) {
        members[index].statistics.note(failure)
        members[index].failures += 1
        var next = Deadline.now()
        if members[index].failures > 1 {
            next &+= members[index].backoff.next(using: &random).nanoseconds
        }
        rest(index, notBefore: next)
    }

    // MARK: Opening

    private func open(_ index: Int) {
        members[index].state = .opening
        openings += 1
        let opener = SocketOpener(address: members[index].address)
        let timeout = timeout
        Task {
            let result = await opener.open(within: .nanoseconds(timeout))
            opened(index, result)
        }
    }

    private func opened(_ index: Int, _ result: Result<Int32, LinkFailure>) {
        openings -= 1
        switch result {
        case .success(let socket):
            members[index].link.adopt(socket)
            watch.add(socket, as: index)
            rest(index, notBefore: Deadline.now())
        case .failure(let failure): fail(index, failure)
        }
    }
}

/// Opens one socket on a thread that ends with it.
private actor SocketOpener {
    private nonisolated let executor: ThreadExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
    private let address: TCPAddress

    init(address: TCPAddress) {
        self.address = address
        executor = ThreadExecutor(name: "open \(address.line)")
    }

    deinit { executor.stop() }

    func open(within span: Duration) -> Result<Int32, LinkFailure> {
        do throws(LinkFailure) {
            return .success(
                try TCPLink.openSocket(
                    host: address.host, port: address.port, until: Deadline(after: span)))
        } catch {
            return .failure(error)
        }
    }
}
