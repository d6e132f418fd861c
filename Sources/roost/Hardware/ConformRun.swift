// SPDX-License-Identifier: Apache-2.0
// The checks of `roost hardware conform`, one after the other on one connection. A check compares what the device does
// with what the profile says; it must never write, and never read a register that the profile forbids to touch.

import DockModel
import Fieldbus
import Registers

/// One run of all checks.
struct ConformRun {
    let device: FieldbusDevice
    let reads: Int
    private let probe: LineProbe
    private(set) var checks: [ConformCheck] = []
    private(set) var isReachable = false

    init(device: FieldbusDevice, reads: Int) {
        self.device = device
        self.reads = reads
        probe = LineProbe(line: device.line)
    }

    private var profile: DeviceProfile { device.profile }
    private var timeout: Duration { profile.transport.timeout }
    private var gap: Duration { profile.transport.gap }

    /// Makes every check that can be made.
    mutating func all() async {
        guard await connect() else { return }
        if profile.discovery != nil {
            note("discovery", .skip, "the profile finds its registers by a walk, which this test does not do yet")
            return
        }
        guard await unit() else { return }
        let readings = await points()
        identity(readings)
        await timing()
        await limits()
        await gaps()
        await unmapped()
        await heartbeat(readings)
        let strays = await probe.strays()
        note(
            "stray bytes", strays == 0 ? .pass : .fail,
            strays == 0 ? "nothing arrived that was not asked for" : "\(strays) times bytes arrived unasked")
    }

    private mutating func note(_ check: String, point: PointID? = nil, _ verdict: ConformVerdict, _ detail: String)
    {
        checks.append(ConformCheck(check: check, point: point?.text, verdict: verdict, detail: detail))
    }

    private func ask(_ table: Table, _ address: Int, _ count: Int, unit: Int? = nil) async -> ProbeAnswer? {
        let planned = ReadRequest(table: table, address: address, count: count, points: [])
        return await ask(planned, unit: unit)
    }

    private func ask(_ planned: ReadRequest, unit: Int? = nil) async -> ProbeAnswer? {
        guard
            let request = ModbusRequest(
                unit: unit ?? device.unit, replyUnit: unit == nil ? device.replyUnit : nil, read: planned)
        else { return nil }
        return await probe.ask(request, within: timeout, gap: gap)
    }

    private var plan: [ReadRequest] { profile.readPlan(for: Set(PollClass.allCases)) }

    // MARK: The checks

    private mutating func connect() async -> Bool {
        if let failure = await probe.connect(within: timeout) {
            note("connect", .fail, "\(device.line): \(failure.text); check power, cable and address")
            return false
        }
        let rest = profile.transport.connectDelay
        // A cancelled wait only makes the first request earlier.
        if rest > .zero { try? await ContinuousClock().sleep(for: rest) }
        note("connect", .pass, "\(device.line) is open")
        return true
    }

    private mutating func unit() async -> Bool {
        guard let first = plan.first, let answer = await ask(first) else {
            note("unit id", .fail, "the profile has no point that can be read")
            return false
        }
        guard case .reply = answer.outcome else {
            note("unit id", .fail, "unit \(device.unit): \(answer.outcome.text); check unit id and reply_unit")
            return false
        }
        isReachable = true
        note("unit id", .pass, "unit \(device.unit) answers under its id")
        let other = device.unit == 247 ? 246 : device.unit + 1
        if case .tcp = device.line, let answer = await ask(first, unit: other) {
            let says = answer.outcome.text
            switch answer.outcome {
            case .reply(.words):
                note(
                    "other unit id", .warn,
                    "unit \(other) answers as well: another device, or one that ignores unit ids")
            case .mismatch(.unit):
                note("other unit id", .warn, "a request to unit \(other) is answered under another id")
            default: note("other unit id", .pass, "unit \(other) gives no data: \(says)")
            }
        }
        return true
    }

    /// Reads every point through the plan, as the dock does.
    private mutating func points() async -> [Reading] {
        var all: [Reading] = []
        for planned in plan {
            let place = "\(planned.table.rawValue) \(planned.address) x \(planned.count)"
            guard let answer = await ask(planned) else { continue }
            guard let words = answer.outcome.words else {
                note("block", .fail, "\(place): \(answer.outcome.text); compare limits.gaps and the addresses")
                for point in planned.points {
                    note("point", point: point, .fail, "not read: \(answer.outcome.text)")
                }
                continue
            }
            note("block", .pass, "\(place) in \(milliseconds(answer.took))")
            let readings = profile.readings(
                of: planned, words: words, device: device.id, at: Instant(nanoseconds: 0))
            for reading in readings where !all.contains(where: { $0.point == reading.point }) {
                judge(reading)
                all.append(reading)
            }
        }
        for point in profile.readablePoints where !all.contains(where: { $0.point == point }) {
            if checks.contains(where: { $0.point == point.text }) { continue }
            note("point", point: point, .fail, "no request of the plan brings it")
        }
        return all
    }

    private mutating func judge(_ reading: Reading) {
        let view = HardwareReadingView(reading, profile: profile)
        let range = profile.point(reading.point)?.range.map { ", range \($0.low) to \($0.high)" } ?? ""
        switch reading.quality {
        case .good: note("point", point: reading.point, .pass, view.shown + range)
        case .uncertain:
            note(
                "point", point: reading.point, .fail, view.shown + " is outside of what the profile allows" + range)
        case .badSentinel: note("point", point: reading.point, .warn, "the device says that it has no value now")
        case .badComm, .badDevice, .stale, .neverRead, .configuration:
            note("point", point: reading.point, .fail, "cannot be decoded: \(reading.quality.rawValue)")
        }
    }

    private mutating func identity(_ readings: [Reading]) {
        guard !profile.identity.isEmpty else {
            note("identity", .warn, "the profile has no identity: another device on this address would be believed")
            return
        }
        let fault = profile.identityFault(in: readings)
        note("identity", fault == nil ? .pass : .fail, fault ?? "the device is the one of the profile")
    }

    private mutating func timing() async {
        let requests = plan
        var times: [Duration] = []
        var failures = 0
        for number in 0..<reads {
            guard let answer = await ask(requests[number % requests.count]) else { continue }
            if answer.outcome.words == nil { failures += 1 } else { times.append(answer.took) }
        }
        times.sort()
        guard let middle = times.dropFirst(times.count / 2).first,
            let slow = times.dropFirst(times.count * 99 / 100).first
        else { return note("timing", .fail, "none of \(reads) reads gave data") }
        let shown =
            "p50 \(milliseconds(middle)), p99 \(milliseconds(slow)) of \(reads) reads, "
            + "timeout_ms \(profile.transport.timeoutMilliseconds)"
        note(
            "timing", slow * 2 <= timeout ? .pass : .warn, shown + (slow * 2 <= timeout ? "" : ": raise timeout_ms")
        )
        note("reliability", failures == 0 ? .pass : .fail, "\(failures) of \(reads) reads without data")
    }

    /// A read of one register more than the profile allows.
    private mutating func limits() async {
        let limit = profile.limits.maxRegs
        guard limit < 125, let base = plan.filter({ !$0.table.isBits }).max(by: { $0.count < $1.count }) else {
            return note("max_regs", .skip, "the profile allows what Modbus allows")
        }
        let span = base.address..<(base.address + limit + 1)
        guard span.upperBound <= 65_536, mayTouch(base.table, span) else {
            return note("max_regs", .skip, "no span of \(limit + 1) registers may be touched")
        }
        guard let answer = await ask(base.table, base.address, limit + 1) else { return }
        switch answer.outcome {
        case .reply(.words):
            note("max_regs", .warn, "\(limit + 1) registers are answered: max_regs could be larger")
        case .reply(.exception(let code)) where code == 2 || code == 3:
            note("max_regs", .pass, "\(limit + 1) registers are refused with exception \(code)")
        default: note("max_regs", .fail, "\(limit + 1) registers: \(answer.outcome.text), not exception 2 or 3")
        }
    }

    /// A read across a hole between two points.
    private mutating func gaps() async {
        guard let hole = hole() else { return note("gaps", .skip, "no hole between points that may be touched") }
        let start = profile.limits.gaps == .errorAtStart ? hole.gap.lowerBound : hole.gap.lowerBound - 1
        let count = hole.gap.upperBound - start + 1
        guard let answer = await ask(hole.table, start, count) else { return }
        let place = "\(hole.table.rawValue) \(start) x \(count)"
        switch (profile.limits.gaps, answer.outcome) {
        case (.reject, .reply(.exception(let code))), (.errorAtStart, .reply(.exception(let code))):
            note("gaps", code == 2 ? .pass : .warn, "\(place) is refused with exception \(code)")
        case (.reject, .reply(.words)), (.errorAtStart, .reply(.words)):
            note("gaps", .warn, "\(place) is answered: limits.gaps could be zero or ok, and save requests")
        case (.zero, .reply(.words(let words))):
            let inside = words[(hole.gap.lowerBound - start)..<(hole.gap.upperBound - start)]
            let isZero = inside.allSatisfy { $0 == 0 }
            note(
                "gaps", isZero ? .pass : .fail, "\(place): holes \(isZero ? "read as zero" : "do not read as zero")"
            )
        case (.ok, .reply(.words)): note("gaps", .pass, "\(place) is answered")
        default:
            note(
                "gaps", .fail,
                "\(place): \(answer.outcome.text), but limits.gaps is \(profile.limits.gaps.rawValue)")
        }
    }

    private func hole() -> (table: Table, gap: Range<Int>)? {
        for table in Table.allCases {
            let points = profile.points.filter { $0.fn == table && $0.write != .never }.sorted {
                $0.address < $1.address
            }
            for (left, right) in zip(points, points.dropFirst()) {
                guard left.addresses.upperBound < right.address, right.address - left.addresses.upperBound <= 16
                else { continue }
                let gap = left.addresses.upperBound..<right.address
                if mayTouch(table, gap) { return (table, gap) }
            }
        }
        return nil
    }

    /// Whether a span holds no register that must not be read.
    private func mayTouch(_ table: Table, _ span: Range<Int>) -> Bool {
        !profile.points.contains { $0.fn == table && $0.write == .never && $0.addresses.overlaps(span) }
    }

    /// A read far from all points must be refused, and the connection must live on.
    private mutating func unmapped() async {
        guard let first = plan.first else { return }
        let used = profile.points.filter { $0.fn == first.table }.map(\.addresses.upperBound).max() ?? 0
        let address = used < 65_000 ? 65_535 : 0
        guard used < 65_000, let answer = await ask(first.table, address, 1) else {
            return note("unmapped address", .skip, "the whole table is in use")
        }
        switch answer.outcome {
        case .reply(.exception(let code)):
            note(
                "unmapped address", code == 2 ? .pass : .warn,
                "\(first.table.rawValue) \(address) is refused with exception \(code)"
                    + (code == 2 ? "" : ", not 2"))
        case .reply(.words):
            let isMeant = profile.limits.gaps == .zero || profile.limits.gaps == .ok
            note(
                "unmapped address", isMeant ? .pass : .fail,
                "\(first.table.rawValue) \(address) is answered with data" + (isMeant ? "" : ", not exception 2"))
        default: note("unmapped address", .fail, "\(answer.outcome.text), not exception 2")
        }
        let before = await probe.connections()
        guard let again = await ask(first) else { return }
        let lives = await probe.connections() == before && again.outcome.words != nil
        note(
            "after an exception", lives ? .pass : .fail,
            lives ? "the connection lives on" : "\(again.outcome.text), on a new connection")
    }

    /// A heartbeat must change within the time after which data count as frozen.
    private mutating func heartbeat(_ readings: [Reading]) async {
        guard let point = profile.point("heartbeat"), let planned = profile.readPlan(of: [point.id]).first else {
            return
        }
        let first = readings.first { $0.point == point.id }?.value
        let clock = ContinuousClock()
        let start = clock.now
        while clock.now - start < Freshness.longestStillHeartbeat {
            if let words = await ask(planned)?.outcome.words,
                let now = profile.readings(
                    of: planned, words: words, device: device.id, at: Instant(nanoseconds: 0)
                )
                .first(where: { $0.point == point.id })?.value, now != first
            {
                let shown = milliseconds(clock.now - start)
                return note("heartbeat", point: point.id, .pass, "changed within \(shown)")
            }
            // A cancelled wait only makes the next look earlier.
            try? await clock.sleep(for: .milliseconds(100))
        }
        note(
            "heartbeat", point: point.id, .fail,
            "did not change for \(Freshness.longestStillHeartbeat / .seconds(1)) s")
    }

    private func milliseconds(_ time: Duration) -> String {
        HardwareReadingView.text(((time / .milliseconds(1)) * 1_000).rounded() / 1_000) + " ms"
    }
}
