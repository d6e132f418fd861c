// SPDX-License-Identifier: Apache-2.0
// Octets as events: any octets are a sequence of events, most of them without sense. The fuzzer and the tests read them
// through this one file, so that an input the fuzzer found is the same input in a test. It decides nothing about the
// dock and must stay total: no octets may trap here.

import DockModel
import RoostCore
import Wear

/// Octets read one after another; behind the end there are zeros.
struct EventBytes {
    private let octets: [UInt8]
    private var position = 0

    init(_ octets: [UInt8]) { self.octets = octets }

    /// Whether nothing is left.
    var isAtEnd: Bool { position >= octets.count }
    /// Octets read so far.
    var read: Int { min(position, octets.count) }

    mutating func octet() -> UInt8 {
        defer { position += 1 }
        return position < octets.count ? octets[position] : 0
    }

    mutating func word() -> UInt64 {
        (0..<8).reduce(0) { word, _ in word << 8 | UInt64(octet()) }
    }

    mutating func flag() -> Bool { octet() & 1 == 1 }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[Int(octet()) % choices.count] }

    /// Nothing, one time in four.
    mutating func maybe<Value>(_ value: Value) -> Value? { octet() & 3 == 0 ? nil : value }

    /// A number: absurd, or any bits at all, or one that a sensor may say.
    mutating func number() -> Double {
        let choice = octet()
        switch choice {
        case 0..<24: return Self.absurdNumbers[Int(choice) % Self.absurdNumbers.count]
        case 24..<32: return Double(bitPattern: word())
        default: return Double(Int(choice) - 32) / 2
        }
    }

    private static let absurdNumbers: [Double] = [
        .nan, .signalingNaN, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
        .leastNonzeroMagnitude, -0.0, -1, 0.05, 0.1, -0.1, 1e9, 1e15, 1e18, 1e300, -1e300, 32_767, 65_535, 9.3e18,
        -9.3e18, 101, -40, 4_294_967_296,
    ]

    /// An instant of the boot clock: mostly near `now`, sometimes absurd.
    mutating func instant(near now: Instant) -> Instant {
        let choice = octet()
        switch choice {
        case 0: return Instant(nanoseconds: .min)
        case 1: return Instant(nanoseconds: .max)
        case 2: return Instant(nanoseconds: 0)
        case 3: return Instant(nanoseconds: Int64(bitPattern: word()))
        case 4..<64: return Instant(nanoseconds: now.nanoseconds &- Int64(choice - 3) &* 250_000_000)
        case 64..<80: return Instant(nanoseconds: now.nanoseconds &+ Int64(choice - 63) &* 2_000_000_000)
        default: return now
        }
    }

    /// A time of the wall clock: mostly near `now`, sometimes absurd.
    mutating func wall(near now: WallTime) -> WallTime {
        let choice = octet()
        switch choice {
        case 0: return WallTime(milliseconds: .min)
        case 1: return WallTime(milliseconds: .max)
        case 2: return WallTime(milliseconds: 0)
        case 3: return WallTime(milliseconds: Int64(bitPattern: word()))
        case 4..<64: return WallTime(milliseconds: now.milliseconds &- Int64(choice) &* 60_000)
        case 64..<192: return WallTime(milliseconds: now.milliseconds &+ Int64(choice) &* 60_000)
        default: return now
        }
    }

    /// A text: empty, short, long, or of characters that are hard to cut.
    mutating func text() -> String {
        let choice = octet()
        switch choice {
        case 0: return ""
        case 1: return String(repeating: "x", count: 20_000)
        case 2: return String(repeating: "e\u{301}\u{302}", count: 2_000)
        case 3: return "\u{0}\r\n\u{FEFF}🛩️"
        default: return "t\(choice % 16)"
        }
    }

    mutating func reading(near now: Instant) -> RoleReading {
        let role = pick(Role.allCases), value = number()
        return RoleReading(role, maybe(value), taken: instant(near: now))
    }

    mutating func vehicle(near now: Instant) -> VehicleUpdate {
        var update = VehicleUpdate(isLinked: octet() != 0, heardAt: maybe(instant(near: now)))
        update.isArmed = pick([true, false, nil])
        update.landed = pick([.onGround, .inAir, .takingOff, .landing, nil])
        update.intent = pick([.mission, .returning, .landing, .other, nil])
        update.battery = maybe(Percent(number()))
        update.batteryVoltage = maybe(Volts(number()))
        update.batteryAt = maybe(instant(near: now))
        update.height = maybe(Metres(number()))
        update.distance = maybe(Metres(number()))
        update.travelled = maybe(Metres(number()))
        update.east = maybe(Metres(number()))
        update.north = maybe(Metres(number()))
        update.packTemperature = maybe(Celsius(number()))
        update.positionAt = maybe(instant(near: now))
        update.fix = pick([0, 3, 6, .max, .min, nil])
        update.fixAt = maybe(instant(near: now))
        update.isReadyToArm = pick([true, false, nil])
        update.reachedItem = pick([0, 4, 5, .max, .min, nil])
        update.text = maybe(text())
        return update
    }

    mutating func mission(near now: WallTime) -> DueMission {
        let schedule = pick(["a", "b", "c", "d", text()])
        return DueMission(
            id: "\(schedule)@\(octet() % 32)", schedule: ScheduleID(schedule), plan: text(), due: wall(near: now),
            latest: wall(near: now), terms: maybe(terms(near: now)))
    }

    private mutating func terms(near now: WallTime) -> LaunchTerms {
        var terms = LaunchTerms()
        terms.priority = pick([0, 1, .max, .min])
        terms.windMean = maybe(MetresPerSecond(number()))
        terms.rain = maybe(MillimetresPerHour(number()))
        terms.forecast = maybe(text())
        terms.retries = maybe(pick([0, 1, .max, .min]))
        terms.batteryLaunch = maybe(Percent(number()))
        terms.closures = (0..<Int(octet() % 40)).map { _ in
            Closure(kind: pick(Closure.Kind.allCases), from: wall(near: now), to: wall(near: now), reason: text())
        }
        terms.waivers = [Waiver(gate: pick(LaunchGate.allCases), reason: text())]
        return terms
    }

    /// Counts of the mail queue: mostly such that they add up.
    mutating func outbox() -> OutboxFacts {
        let (queued, sent, failed) = (Int(octet()), Int(octet()), Int(octet() % 4))
        let created = pick([queued + sent + failed, queued + sent + failed, 0, .max, .min])
        return OutboxFacts(
            created: created, queued: pick([queued, queued, .max]), sent: pick([sent, sent, .min]), failed: failed,
            lastDigestSent: pick(["", "2026-11-25", "2026-11-26", "9999-12-31"]))
    }

    mutating func sensorWord() -> SensorWord {
        let sensor = pick(["weather.wind_speed", "weather", "d\(octet() % 40)", text()])
        return SensorWord(
            sensor, pick(SensorWord.Question.allCases), pick([.doubted(text()), .doubted("x"), .believed, .unknown]))
    }

    mutating func result() -> OrderResult {
        pick([
            .done, .verified(itemCount: pick([6, 1, 0, .min, .max]), checksum: 7), .fetched(octets: pick([9, 0, .min])),
            .failed(reason: text()),
        ])
    }

    /// The number of an order: mostly one that the core has given.
    mutating func order(of state: DockState) -> Int64 {
        let choice = octet()
        switch choice {
        case 0: return .min
        case 1: return .max
        case 2: return state.nextOrder
        case 3..<96: return state.awaited ?? state.nextOrder &- 1
        case 96..<160: return state.travel?.order ?? state.stopOrder ?? 0
        default: return state.nextOrder &- Int64(choice - 159)
        }
    }
}

extension EventBytes {
    /// What the edge found in pictures.
    mutating func payloadWord() -> PayloadWord {
        let name = "spot \(octet() % 40)"
        return switch octet() % 6 {
        case 0, 1: .spot(name, pick(HotSpotUrgency.allCases), detail: text(), flight: text())
        case 2: .again(name)
        case 3: .over(name, detail: text())
        case 4: .map("map \(octet() % 12)", pick(MapResult.allCases), detail: text(), flight: text())
        default: flag() ? .trouble(flight: text(), detail: text()) : .flight(text(), line: text(), german: text())
        }
    }
}

/// How octets become what reaches the core. A new case of `Event` or `OperatorOrder` is one more line here.
enum EventKinds {
    typealias Make<Value> = @Sendable (inout EventBytes, Moment, DockState) -> Value

    /// One line for each case of `Event`; those that come often stand twice.
    static let events: [Make<Event>] = [
        { _, _, _ in .started },
        { _, _, _ in .tick },
        { bytes, now, _ in .readings((0..<bytes.octet() % 24).map { _ in bytes.reading(near: now.boot) }) },
        { bytes, now, _ in .readings((0..<bytes.octet() % 4).map { _ in bytes.reading(near: now.boot) }) },
        { bytes, _, _ in .device(DeviceID(bytes.text()), isPresent: bytes.flag(), detail: bytes.text()) },
        { bytes, _, _ in
            .device(DeviceID("d\(bytes.octet())\(bytes.octet() % 3)"), isPresent: bytes.flag(), detail: "x")
        },
        { bytes, now, _ in .vehicle(bytes.vehicle(near: now.boot)) },
        { bytes, now, _ in .vehicle(bytes.vehicle(near: now.boot)) },
        { bytes, now, _ in .due(bytes.mission(near: now.wall)) },
        { bytes, _, state in .finished(order: bytes.order(of: state), bytes.result()) },
        { bytes, _, state in .finished(order: bytes.order(of: state), bytes.result()) },
        { bytes, now, _ in
            let next = bytes.wall(near: now.wall)
            return .agenda(next: bytes.maybe(next))
        },
        { bytes, _, _ in .dayEnded(bytes.pick(["2026-11-25", "2026-11-26", "9999-12-31", bytes.text()])) },
        { bytes, now, state in .operatorSays(bytes.pick(orders)(&bytes, now, state)) },
        { bytes, _, _ in .outbox(bytes.outbox()) },
        { bytes, _, _ in
            .measured(
                (0..<bytes.octet() % 4).map { _ in
                    PartMeasurement(bytes.pick([.coverCurrent, .packCapacity, .shots]), bytes.number())
                })
        },
        { bytes, now, state in .together(several(&bytes, now, state)) },
    ]

    /// One line for each case of `OperatorOrder`.
    static let orders: [Make<OperatorOrder>] = [
        { _, _, _ in .reset },
        { bytes, now, _ in .runNow(bytes.mission(near: now.wall)) },
        { _, _, _ in .callHome },
        { bytes, _, _ in .lockOut(bytes.text()) },
        { bytes, _, _ in
            .replacePart(
                PartID(bytes.pick(["cover", "pack", "", "nosuch"])), serial: bytes.text(),
                reason: bytes.pick(ReplacementReason.allCases), use: bytes.maybe(bytes.number()))
        },
        { bytes, _, _ in .keepPart(PartID(bytes.pick(["cover", "pack", "", "nosuch"]))) },
    ]

    /// A few events at once, now and then one inside another.
    private static func several(_ bytes: inout EventBytes, _ now: Moment, _ state: DockState) -> [Event] {
        // Never more than the octets left can fill: each level of nesting has read some.
        (0..<bytes.octet() % 6).compactMap { _ in bytes.isAtEnd ? nil : event(&bytes, at: now, in: state) }
    }

    /// The next event, of any kind. The highest octets are words about sensors and pictures: older inputs mean what
    /// they did.
    static func event(_ bytes: inout EventBytes, at now: Moment, in state: DockState) -> Event {
        let choice = bytes.octet()
        guard choice < 250 else { return .sensors((0..<bytes.octet() % 30).map { _ in bytes.sensorWord() }) }
        guard choice < 249 else { return .payload(Int64(bytes.octet()), bytes.payloadWord()) }
        return events[Int(choice) % events.count](&bytes, now, state)
    }
}
