// SPDX-License-Identifier: Apache-2.0
// A probe: from a state that the core has truly reached, some steps through a world that stirs its facts at random:
// switches, alarms, hands, the vehicle's word, ends of orders, leaps of both clocks. It asks for what no script brings
// about in a lifetime. Nothing of it comes back into the simulated world but the rules that were broken.

internal import DockModel
internal import RoostCore
internal import Wear

/// What is told in a probe.
struct Probe: Sendable {
    /// Most steps of one path.
    static let longest = 14
    /// Spans between two steps, s: the shorter ones come more often.
    private static let spans: [Double] = [
        0.4, 1, 1.2, 2.1, 0.7, 1, 3, 5.2, 1.1, 6, 11, 16, 21, 31, 41, 61, 62, 125, 310, 610, 2_450, 3_700,
        10_900, 94_000,
    ]

    var random: SplitMix
    var now: Moment
    var policy: DockPolicy
    var sensors: [Role: Double] = [:]
    /// What this dock does not have.
    var missing: Set<Role> = []
    var vehicle: VehicleUpdate
    /// Orders whose end has not been told.
    var open: [(id: Int64, action: Action)] = []
    /// What the hardware will be seen to do next.
    var coming: [Role: Double] = [:]
    /// Sensors that tell nothing for a while, and for how many steps nothing is heard of the vehicle.
    var mute: Set<Role> = []
    private var silentSteps = 0
    /// What of the vehicle is not told for a while: charge, place, fix, heartbeat.
    private var untold: Set<Int> = []

    init(random: SplitMix, now: Moment, policy: DockPolicy, vehicle: VehicleUpdate) {
        (self.random, self.now, self.policy, self.vehicle) = (random, now, policy, vehicle)
    }

    mutating func happens(_ odds: Int) -> Bool { random.below(odds) == 0 }
    mutating func pick<Value>(_ values: [Value]) -> Value { values[random.below(values.count)] }

    /// The next event.
    mutating func next(_ state: DockState) -> Event {
        // A word or a reset stands alone: it changes what is done, not what is known.
        if happens(14) {
            now.boot = now.boot + .milliseconds(50)
            now.wall = now.wall + .milliseconds(50)
            return say()
        }
        pass()
        for _ in 0..<random.below(3) { stir() }
        if happens(70) { return .started }
        var told: [Event] = []
        if happens(12) { told.append(bring()) }
        tellEnds(of: state, &told)
        if !happens(12) { told.append(.readings(readings())) }
        silentSteps = max(0, silentSteps - 1)
        if silentSteps == 0, !happens(10) { told.append(.vehicle(report())) }
        if happens(30) { told.reverse() }
        return told.isEmpty ? .tick : told.count == 1 ? told[0] : .together(told)
    }

    /// Time passes, and what was ordered is seen.
    private mutating func pass() {
        let spans = Self.spans
        let span = spans[min(random.below(spans.count), random.below(spans.count))]
        now.boot = now.boot + .milliseconds(Int64(span * 1000))
        now.wall = now.wall + .milliseconds(Int64(span * 1000))
        if happens(40) { now.wall = now.wall + .seconds(pick([3, -3, 70, 4_000, -4_000, 40_000_000])) }
        if happens(60) { now.isWallTrusted.toggle() }
        if vehicle.landed == .takingOff { vehicle.landed = .inAir }
        guard !happens(5) else { return }
        for (role, value) in coming { sensors[role] = value }
        coming = [:]
    }

    // What changes by itself.

    private mutating func stir() {
        switch random.below(33) {
        case 30 where sensors[.humidity] != nil: sensors[.humidity] = pick([50, 50, 84, 86])
        case 31 where sensors[.mainsPresent] != nil: sensors[.mainsPresent] = pick([1, 1, 0])
        case 32 where sensors[.upsCharge] != nil: sensors[.upsCharge] = pick([100, 61, 59])
        case 29: untold.insert(random.below(4))
        case 27:
            (vehicle.isArmed, vehicle.landed) = (true, .inAir)
            place()
        case 28: (vehicle.isArmed, vehicle.landed, sensors[.vehiclePresent]) = (false, .onGround, 1)
        case 24: mute.insert(pick(sensors.keys.sorted { $0.rawValue < $1.rawValue }))
        case 25: (mute, untold) = ([], [])
        case 26: silentSteps = random.below(5)
        case 0: setCover(pick([(0, 1), (0, 1), (1, 0), (1, 0), (0, 0), (1, 1)]))
        case 1: sensors[.vehiclePresent] = Double(random.below(2))
        case 2: sensors[.emergencyStop] = policy.equipped.contains(.emergencyStop) && happens(3) ? 1 : 0
        case 3: sensors[.serviceKey] = happens(3) ? 1 : 0
        case 4: sensors[.smoke] = happens(3) ? 1 : 0
        case 5: sensors[.waterLeak] = happens(3) ? 1 : 0
        case 6: sensors[.chargerCurrent] = pick([0, 0, 8, -8, 0.05])
        case 7: sensors[.chargerEnable] = Double(random.below(2))
        case 8: sensors[.coverCurrent] = pick([0, 3, 3, 14])
        case 9: sensors[.padTemperature] = pick([20, 20, 57, 61])
        case 10: sensors[.windSpeed] = pick([3, 3, 7.5, 8.5, 13, 16])
        case 11: sensors[.rainRate] = pick([0, 0, 0.2, 0.4, 3])
        case 12: sensors[.airTemperature] = pick([15, 15, 46, 44.5, -21, 2, 4])
        case 13:
            let ends = pick([(1.0, 0.0), (0, 1), (0, 1), (0, 0), (1, 1)])
            (sensors[.rodsOpenSwitch], sensors[.rodsClosedSwitch]) = ends
        case 14: sensors[.chargerEnergy, default: 0] += pick([0, 50, 500])
        case 15: vehicle.isLinked = !happens(3)
        case 16: vehicle.isArmed = pick([true, false, false, nil])
        case 17: vehicle.landed = pick([.onGround, .onGround, .inAir, .takingOff, .landing, nil])
        case 18: vehicle.intent = pick([.mission, .returning, .landing, .other, nil])
        case 19:
            let some = Double(15 + random.below(35))
            vehicle.battery = pick([97, 80, 60, 49, some, some, some, 99, nil]).map { Percent($0) }
        case 20: place()
        case 21: vehicle.fix = pick([3, 3, 2, nil])
        case 22: vehicle.isReadyToArm = pick([true, true, false, nil])
        default: vehicle.packTemperature = pick([20, 20, 41, 4, nil]).map { Celsius($0) }
        }
    }

    private mutating func setCover(_ ends: (open: Double, closed: Double)) {
        (sensors[.coverOpenSwitch], sensors[.coverClosedSwitch]) = ends
    }

    /// The vehicle is somewhere else.
    private mutating func place() {
        guard !happens(4) else {
            return (vehicle.height, vehicle.distance, vehicle.east, vehicle.north) = (nil, nil, nil, nil)
        }
        let east = pick([0.0, 1, 60, 58, -90, 40, 140, 420, 900]), north = pick([0.0, 1, -30, 70, 40, 41, -200])
        (vehicle.east, vehicle.north) = (Metres(east), Metres(north))
        vehicle.distance = Metres((east * east + north * north).squareRoot())
        vehicle.height = Metres(pick([0, 4, 6, 9, 15, 21, 29, 31, 60]))
        if happens(6) { vehicle.north = nil }
        if happens(8) { vehicle.distance = nil }
    }

    // What people and the calendar say.

    private mutating func say() -> Event {
        let part = pick(policy.parts.map(\.description.id) + ["no-such-part"])
        let reason = pick(ReplacementReason.allCases)
        return .operatorSays(
            pick([
                .reset, .reset, .callHome, .lockOut("somebody's word"), .runNow(mission()), .keepPart(part),
                .replacePart(part, serial: "probed", reason: reason, use: pick([nil, 0, 12, -1, .nan])),
            ]))
    }

    mutating func mission() -> DueMission {
        let latest = pick([-5.0, 20, 100, 900, 7_200])
        return DueMission(
            id: "probe@\(now.wall.milliseconds)/\(random.below(4))",
            schedule: ScheduleID("probe \(random.below(3))"),
            plan: SimulatedSite.plan, due: now.wall + .seconds(-Int64(random.below(3))),
            latest: now.wall + .milliseconds(Int64(latest * 1000)), terms: happens(2) ? nil : terms())
    }

    /// Terms that close, ask or waive a little of everything.
    private mutating func terms() -> LaunchTerms {
        var terms = LaunchTerms()
        terms.priority = pick([0, 0, 0, 5, -5])
        if happens(6) { terms.batteryLaunch = Percent(pick([40, 96, 98])) }
        if happens(6) { terms.waivers = [Waiver(gate: pick(LaunchGate.allCases), reason: "probed")] }
        if happens(6) { terms.windMean = MetresPerSecond(pick([0, 3, 6, 20])) }
        if happens(6) { terms.rain = MillimetresPerHour(pick([0, 0.2, 5])) }
        if happens(2) { terms.forecast = "probed" }
        if happens(3) { terms.retries = pick([0, 1, 3]) }
        for _ in 0..<pick([0, 0, 0, 1, 1, 2]) {
            let from = now.wall + .seconds(pick([-3_600, -5, 2, 60, 150, 900]))
            terms.closures.append(
                Closure(
                    kind: pick(Closure.Kind.allCases), from: from, to: from + .seconds(pick([1, 4, 30, 3_700])),
                    reason: "probed"))
        }
        return terms
    }

    private mutating func bring() -> Event {
        switch random.below(7) {
        case 0, 1: return .due(mission())
        case 6:
            let signals = policy.parts.compactMap(\.measure) + [.shots]
            return .measured(
                (0...random.below(4)).map { _ in
                    PartMeasurement(pick(signals), pick([0, 0.03, 6, 9, 12, 60, -1, .infinity, .nan, 1e300]))
                })
        case 5: return .sensors((0...random.below(3)).map { _ in word() })
        case 2:
            let queued = random.below(3)
            var facts = OutboxFacts(created: 10 + queued, queued: queued, sent: 8, failed: 2)
            if happens(3) { facts.sent = pick([9, Int.max, 7]) }
            if happens(2) { facts.failed = 2 + 8 - min(8, facts.sent) }
            // Counts that add up only by going over the top.
            if happens(8) { facts = OutboxFacts(created: 1, queued: .max, sent: .max, failed: 3) }
            if happens(8) { facts = OutboxFacts(created: -2, queued: 0, sent: .max, failed: .max) }
            if happens(2) { facts.lastDigestSent = day(ago: 0) }
            return .outbox(facts)
        case 3:
            let later = now.wall + .seconds(pick([-60, 600, 7_100, 7_300, 90_000]))
            if happens(2) { return .agenda(next: pick([nil, later])) }
            if happens(2) { return .storeCopied(pick([nil, "no copy for days"])) }
            return .dayEnded(day(ago: 1))
        default:
            return .device(
                DeviceID(pick(["controller", "weather"])), isPresent: happens(2), detail: "probed")
        }
    }

    /// A word about one of few sensors, so that words about the same one follow each other.
    private mutating func word() -> SensorWord {
        let finding = pick([SensorWord.Finding.doubted("probed"), .doubted("probed anew"), .believed, .unknown])
        return SensorWord(pick(["weather.wind_speed", "weather"]), pick(SensorWord.Question.allCases), finding)
    }

    // Orders.

    private mutating func tellEnds(of state: DockState, _ told: inout [Event]) {
        var ids = open
        open = []
        if ids.isEmpty, let awaited = state.awaited ?? state.stopOrder ?? state.travel?.order, happens(4) {
            ids = [(awaited, .cover(.stop))]
        }
        for order in ids {
            let roll = random.below(10)
            if roll < 2 {
                open.append(order)
            } else if roll > 2 {
                told.append(
                    .finished(
                        order: order.id, roll == 3 ? .failed(reason: "probed") : result(of: order.action)))
            }
        }
    }

    private mutating func result(of action: Action) -> OrderResult {
        let facts = SimulatedSite.planFacts
        switch action {
        case .upload:
            let count = pick([facts.itemCount, facts.itemCount, facts.itemCount, 1, 0, facts.itemCount - 1])
            return .verified(itemCount: count, checksum: happens(12) ? 1 : facts.checksum)
        case .offloadLog: return .fetched(octets: 1_000)
        default: return .done
        }
    }

    /// The hardware and the vehicle do as they are told, or not.
    mutating func obey(_ effects: [Effect], isSure: Bool = false) {
        for case .perform(let order) in effects {
            open.append((order.id, order.action))
            guard isSure || !happens(6) else { continue }
            switch order.action {
            case .cover(.open):
                setCover((0, 0))
                coming.merge([.coverOpenSwitch: 1, .coverClosedSwitch: 0]) { $1 }
            case .cover(.close):
                setCover((0, 0))
                coming.merge([.coverOpenSwitch: 0, .coverClosedSwitch: 1]) { $1 }
            case .rods(.open): coming.merge([.rodsOpenSwitch: 1, .rodsClosedSwitch: 0]) { $1 }
            case .rods(.close): coming.merge([.rodsOpenSwitch: 0, .rodsClosedSwitch: 1]) { $1 }
            case .cover(.stop), .rods(.stop): break
            case .charger(let isOn):
                (sensors[.chargerEnable], sensors[.chargerCurrent]) = (isOn ? 1 : 0, isOn ? 8 : 0)
            case .launch:
                (vehicle.isArmed, vehicle.landed, vehicle.intent) = (true, .takingOff, .mission)
                coming[.vehiclePresent] = 0
            case .returnHome: vehicle.intent = .returning
            case .land: vehicle.intent = .landing
            case .fly: vehicle.intent = .other
            case .disarm: vehicle.isArmed = false
            case .readyVehicle: vehicle.isReadyToArm = true
            case .upload, .offloadLog: break
            }
        }
    }

    // What the links tell.

    private mutating func readings() -> [RoleReading] {
        var readings: [RoleReading] = []
        for (role, value) in sensors.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where !missing.contains(role) && !mute.contains(role) {
            if happens(30) { continue }
            let taken = happens(50) ? now.boot + .milliseconds(-2_500) : now.boot
            readings.append(RoleReading(role, happens(40) ? nil : value, taken: taken))
        }
        return readings
    }

    /// The name of a day in UTC.
    private func day(ago days: Int) -> String {
        CivilDate(daysSince1970: Int(now.wall.milliseconds / 86_400_000) - days).description
    }

    private mutating func stamp() -> Instant {
        happens(8) ? now.boot + .seconds(-pick([3, 6, 11])) : now.boot
    }

    private mutating func report() -> VehicleUpdate {
        var update = vehicle
        // Heartbeat, charge, place and fix are told by themselves, and each can be told late.
        if update.isLinked, !untold.contains(3) || vehicle.heardAt == nil {
            update.heardAt = happens(12) ? stamp() : now.boot
            vehicle.heardAt = update.heardAt
        }
        update.batteryAt = untold.contains(0) ? nil : stamp()
        update.positionAt = untold.contains(1) ? nil : stamp()
        update.fixAt = untold.contains(2) ? nil : stamp()
        update.reachedItem = update.landed == .inAir ? random.below(7) : update.reachedItem
        return update
    }
}
