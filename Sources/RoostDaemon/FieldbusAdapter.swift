// SPDX-License-Identifier: Apache-2.0
// Between the field bus and the core: readings become answers to the core's questions, cover and charger orders become
// checked register writes. It decides nothing; a reading that cannot be believed arrives as none.

internal import DockModel
internal import Fieldbus
internal import Host
internal import Logging
internal import Registers
internal import RoostCore
internal import Settings
internal import Synchronization

/// The field bus as the core sees it.
final class FieldbusAdapter: Sendable {
    /// How often the hardware is told that the supervisor lives; it stops by itself after 15 s of silence.
    static let watchdogPeriod = Duration.seconds(3)

    let bus: DockBus
    let profiles: [DeviceID: DeviceProfile]
    let roles: [PointReference: Role]
    private let places: [Role: PointReference]
    private let commands: [CoverOrder: Double]
    private let rodCommands: [RodOrder: Double]
    private let clock: any DockClock
    private let logger: Logger
    private let watch: SensorWatch
    private let windCheck = WindCheck()
    private let vehicleWind: @Sendable () -> CrossCheck.Sample?
    private let triggered: @Sendable (Reading) -> [Event]
    private let gauge: PointGauge
    private let signals: SignalDesk?
    /// Devices whose absence is no incident.
    let optional: Set<DeviceID>
    private let news = SensorNews()
    /// The latest reading of every point, for people.
    let shown = Mutex<[PointReference: Reading]>([:])

    /// An adapter for the points that settings name.
    /// - Parameters:
    ///   - vehicleWind: the vehicle's own estimate of the wind while it flies.
    ///   - triggered: the runs that a reading starts.
    ///   - parts: the parts of which some are told by points.
    ///   - optional: devices whose absence is no incident.
    ///   - signals: the detector's desk; nil when nothing is watched.
    init(
        bus: DockBus, devices: [FieldbusDevice], points: [Role: PointReference], coverCommands: [CoverOrder: Double],
        rodCommands: [RodOrder: Double], clock: any DockClock, logger: Logger,
        vehicleWind: @escaping @Sendable () -> CrossCheck.Sample? = { nil },
        triggered: @escaping @Sendable (Reading) -> [Event] = { _ in [] }, parts: [PartRule] = [],
        optional: Set<DeviceID> = [], signals: SignalDesk? = nil
    ) {
        self.signals = signals
        gauge = PointGauge(parts)
        self.optional = optional
        self.bus = bus
        profiles = Dictionary(devices.map { ($0.id, $0.profile) }, uniquingKeysWith: { first, _ in first })
        // Two of the last three samples of the wind must be good (modbus-requirements R14).
        let wind = points[.windSpeed]
        watch = SensorWatch(devices: devices, quorate: wind.map { [$0] } ?? [])
        places = points
        roles = Dictionary(points.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        commands = coverCommands
        self.rodCommands = rodCommands
        self.clock = clock
        self.logger = logger
        self.vehicleWind = vehicleWind
        self.triggered = triggered
    }

    /// The latest reading of a role's point, for people.
    func latest(_ role: Role) -> Reading? { places[role].flatMap { place in shown.withLock { $0[place] } } }

    /// What is assumed of a device's points in place of readings that are not good, as
    /// "wind_speed failsafe 90 m/s (stale)".
    func assumptions(about device: DeviceID) async -> [String] {
        guard let profile = profiles[device] else { return [] }
        return await bus.latest([device]).compactMap { reading in
            assumption(of: judged(reading), profile).map { "\(reading.point) \($0)" }
        }
    }

    /// The same reading as it was judged: one that cannot be true is not good either.
    func judged(_ reading: Reading) -> Reading {
        guard reading.quality == .good else { return reading }
        let place = PointReference(device: reading.device, point: reading.point)
        return shown.withLock { $0[place] }.flatMap { $0.taken == reading.taken ? $0 : nil } ?? reading
    }

    /// What is taken in place of a judged reading, as "failsafe 90 m/s (stale)"; nil when it is taken as it is.
    func assumption(of reading: Reading, _ profile: DeviceProfile) -> String? {
        guard let point = profile.point(reading.point),
            case .assumed(let worst, let quality) = point.safetyValue(of: reading)
        else { return nil }
        return "failsafe \(worst.shown(unit: point.unit)) (\(quality.rawValue))"
    }

    /// Hands the bus's events to the inbox until the bus ends.
    func pump(into inbox: @Sendable (Event) -> Void) async {
        for await event in bus.events { take(event, into: inbox) }
    }

    /// Hands one event of the bus to the inbox.
    func take(_ event: FieldbusEvent, into inbox: @Sendable (Event) -> Void) {
        switch event {
        case .readings(let readings): take(readings, into: inbox)
        case .deviceLost(let device, let error, _):
            logger.warning("device lost: \(error)")
            watch.reset(device)
            if !optional.contains(device) { inbox(.device(device, isPresent: false, detail: "\(error)")) }
            let words = news.lose(device)
            if !words.isEmpty { inbox(.sensors(words)) }
        case .deviceFound(let device, _):
            logger.info("device \(device) answers")
            if !optional.contains(device) { inbox(.device(device, isPresent: true, detail: "")) }
        case .problem(let device, let problem, _):
            logger.warning("device \(device): \(problem)")
            if let word = word(about: device, problem) { inbox(.sensors([word])) }
        }
    }

    private func take(_ readings: [Reading], into inbox: @Sendable (Event) -> Void) {
        var words: [SensorWord] = []
        // All readings of a device whose data stand still are stale.
        if let living = readings.first(where: { $0.quality == .good })?.device,
            let word = news.news(of: living.text, .plausible, .believed)
        {
            words.append(word)
        }
        let answers = readings.compactMap { answer($0, &words) }
        if !words.isEmpty { inbox(.sensors(words)) }
        if !answers.isEmpty { inbox(.readings(answers)) }
        let now = clock.now()
        var unusual: [SensorWord] = []
        for reading in readings {
            let place = PointReference(device: reading.device, point: reading.point)
            let judged = shown.withLock { $0[place] } ?? reading
            for event in triggered(judged) { inbox(event) }
            guard judged.quality == .good, let value = judged.value?.number else { continue }
            if let figure = gauge.take(value, of: place, at: judged.taken) { inbox(figure) }
            if let word = signals?.take(value, of: place, at: now) { unusual.append(word) }
        }
        if !unusual.isEmpty { inbox(.sensors(unusual)) }
    }

    /// What a problem of a device says about all of its sensors: those of a device whose data stand still are doubted.
    private func word(about device: DeviceID, _ problem: FieldbusProblem) -> SensorWord? {
        switch problem {
        case .frozen: news.news(of: device.text, .plausible, .doubted("\(problem)"))
        case .alive: news.news(of: device.text, .plausible, .believed)
        case .blockSplit, .quarantined, .wrongDevice: nil
        }
    }

    private func answer(_ told: Reading, _ words: inout [SensorWord]) -> RoleReading? {
        let finding = watch.judge(told)
        let reading = finding.reading
        let place = PointReference(device: reading.device, point: reading.point)
        shown.withLock { $0[place] = reading }
        note(finding.word, .plausible, about: place, &words)
        guard let role = roles[place] else { return nil }
        // The core keeps the last good value until it is too old.
        if finding.standing == .passedOver { return nil }
        // A value out of its range may be a fault of the sensor; the core gets it as none.
        let isBelieved = reading.quality == .good && finding.standing != .notEnough
        let value = isBelieved ? reading.value?.number : nil
        if role == .windSpeed {
            let sample = value.map { CrossCheck.Sample($0, taken: reading.taken) }
            let finding = windCheck.finding(of: sample, and: vehicleWind(), at: clock.now().boot)
            note(finding, .agreeing, about: place, &words)
        }
        return RoleReading(role, value, taken: reading.taken)
    }

    /// Adds what is new about a sensor to the words for the core, and logs what speaks against it or no longer does.
    private func note(
        _ finding: SensorWord.Finding?, _ question: SensorWord.Question, about place: PointReference,
        _ words: inout [SensorWord]
    ) {
        guard let finding else { return }
        let sensor = "\(place.device).\(place.point)"
        let wasDoubted = news.isDoubted(sensor, question)
        guard let word = news.news(of: sensor, question, finding) else { return }
        words.append(word)
        switch finding {
        case .doubted(let why): logger.warning("\(sensor) is not believed: \(why)")
        case .believed where wasDoubted: logger.info("\(sensor) is believed again")
        case .believed, .unknown: break
        }
    }

    /// Moves the cover's command register.
    func drive(_ goal: CoverOrder) async -> OrderResult {
        guard let place = places[.coverCommand], let value = commands[goal] else {
            return .failed(reason: "dock.yaml names no cover command for \(goal.rawValue)")
        }
        return await write(place, .number(value))
    }

    /// Moves the command register of the centring rods.
    func drive(_ goal: RodOrder) async -> OrderResult {
        guard let place = places[.rodsCommand], let value = rodCommands[goal] else {
            return .failed(reason: "dock.yaml names no command of centring rods for \(goal.rawValue)")
        }
        return await write(place, .number(value))
    }

    /// Carries out a stop, whatever else it is asked for.
    func stop(_ action: Action) async -> OrderResult {
        switch action {
        case .cover: await drive(CoverOrder.stop)
        case .rods: await drive(RodOrder.stop)
        case .charger: await switchCharger(on: false)
        case .readyVehicle, .upload, .launch, .returnHome, .fly, .land, .disarm, .offloadLog:
            .failed(reason: "no stop of the field bus")
        }
    }

    /// Switches the charger.
    func switchCharger(on isOn: Bool) async -> OrderResult {
        guard let place = places[.chargerEnable] else {
            return .failed(reason: "dock.yaml names no charger switch")
        }
        return await write(place, .flag(isOn))
    }

    private func write(_ place: PointReference, _ value: ReadingValue) async -> OrderResult {
        do throws(FieldbusError) {
            _ = try await bus.write(place.device, place.point, value)
            return .done
        } catch {
            return .failed(reason: "\(error)")
        }
    }

    /// Tells the hardware that the supervisor lives, as long as `isAlive` says so; a core that hangs must not be
    /// covered up by a thread that does not.
    func beat(while isAlive: @Sendable () async -> Bool) async {
        guard let place = places[.watchdog] else { return }
        var count = 0.0
        while !Task.isCancelled {
            if await isAlive() {
                count = count >= 65_535 ? 1 : count + 1
                if case .failed(let reason) = await write(place, .number(count)) {
                    logger.debug("watchdog not written: \(reason)")
                }
            }
            do { try await clock.sleep(for: Self.watchdogPeriod) } catch { return }
        }
    }
}
