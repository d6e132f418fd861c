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
    private let roles: [PointReference: Role]
    private let places: [Role: PointReference]
    private let commands: [CoverOrder: Double]
    private let rodCommands: [RodOrder: Double]
    private let clock: any DockClock
    private let logger: Logger
    private let watch: SensorWatch
    private let windCheck = WindCheck()
    private let vehicleWind: @Sendable () -> CrossCheck.Sample?
    /// Whether the log was told last that the two winds contradict each other.
    private let isWindContradicted = Mutex(false)
    /// Points whose readings have been doubted for some time, for the log.
    private let doubted = Mutex<Set<PointReference>>([])
    /// The latest reading of every point, for people.
    private let shown = Mutex<[PointReference: Reading]>([:])

    /// An adapter for the points that settings name.
    /// - Parameter vehicleWind: the vehicle's own estimate of the wind while it flies.
    init(
        bus: DockBus, devices: [FieldbusDevice], points: [Role: PointReference], coverCommands: [CoverOrder: Double],
        rodCommands: [RodOrder: Double], clock: any DockClock, logger: Logger,
        vehicleWind: @escaping @Sendable () -> CrossCheck.Sample? = { nil }
    ) {
        self.bus = bus
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
    }

    /// The latest reading of a role's point, for people.
    func latest(_ role: Role) -> Reading? { places[role].flatMap { place in shown.withLock { $0[place] } } }

    /// Hands the bus's events to the inbox until the bus ends.
    func pump(into inbox: @Sendable (Event) -> Void) async {
        for await event in bus.events {
            switch event {
            case .readings(let readings):
                let answers = readings.compactMap { answer($0) }
                if !answers.isEmpty { inbox(.readings(answers)) }
            case .deviceLost(let device, let error, _):
                logger.warning("\(error)")
                watch.reset(device)
                inbox(.device(device, isPresent: false, detail: "\(error)"))
            case .deviceFound(let device, _):
                logger.info("device \(device) answers")
                inbox(.device(device, isPresent: true, detail: ""))
            case .problem(let device, let problem, _):
                logger.warning("device \(device): \(problem)")
            }
        }
    }

    private func answer(_ told: Reading) -> RoleReading? {
        let finding = watch.judge(told)
        let reading = finding.reading
        let place = PointReference(device: reading.device, point: reading.point)
        shown.withLock { $0[place] = reading }
        note(finding.heldDoubt, about: place)
        guard let role = roles[place] else { return nil }
        // The core keeps the last good value until it is too old.
        if finding.standing == .passedOver { return nil }
        // A value out of its range may be a fault of the sensor; the core gets it as none.
        let isBelieved = reading.quality == .good && finding.standing != .notEnough
        let value = isBelieved ? reading.value?.number : nil
        if role == .windSpeed, let value { compareWind(CrossCheck.Sample(value, taken: reading.taken)) }
        return RoleReading(role, value, taken: reading.taken)
    }

    /// Logs once that dock and vehicle contradict each other about the wind, and once that they do no longer.
    private func compareWind(_ dock: CrossCheck.Sample) {
        let found = windCheck.contradiction(of: dock, to: vehicleWind(), at: clock.now().boot)
        let isNews = isWindContradicted.withLock { was in
            defer { was = found != nil }
            return was != (found != nil)
        }
        guard isNews else { return }
        if let found { logger.warning("\(found)") } else { logger.info("dock and vehicle agree on the wind again") }
    }

    /// Logs once that a point is not believed, and once that it is again.
    private func note(_ doubt: String?, about place: PointReference) {
        let isNews = doubted.withLock { doubted in
            doubt == nil ? doubted.remove(place) != nil : doubted.insert(place).inserted
        }
        guard isNews else { return }
        if let doubt {
            logger.warning("\(place.device).\(place.point) is not believed: \(doubt)")
        } else {
            logger.info("\(place.device).\(place.point) is believed again")
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
