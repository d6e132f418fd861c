// SPDX-License-Identifier: Apache-2.0
// Between the vehicle link and the core: reports become evidence, orders become exchanges with the autopilot, and the
// flight log becomes a file. It decides nothing; what the vehicle did is read from its reports.

internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import MAVLink
internal import RoostCore
internal import Settings
internal import Synchronization
internal import VehicleLink

/// The vehicle as the core sees it.
final class VehicleAdapter: Sendable {
    /// How long a report of the vehicle's health counts; it comes once a second.
    static let longestHealthAge = Duration.seconds(10)

    let session: VehicleSession
    let plans: Shelf<[String: PlanFile]>
    private let home: PlanPoint
    private let logDirectory: String
    let clock: any DockClock
    let logger: Logger
    /// What the vehicle must hold before each launch, and what is known of it; see `VehicleAdapter+Parameters`.
    let required: [ParameterRequirement]
    let parameterState = Mutex(ParameterState())
    /// What the vehicle holds and how far it has come; see `VehicleAdapter+Mission`.
    let held = Mutex(HeldMission())
    /// A download that the core did not ask for now; see `LateLog`.
    let lateFetch = Mutex<Task<OrderResult, Never>?>(nil)
    private let shown = Mutex(Shown())
    private let gauge = VehicleGauge()
    private let signals: SignalDesk?

    private struct Shown {
        var report: SessionReport?
        var launchedAt: Instant?
        var textsSeen: UInt64 = 0
        var eventsSeen: UInt64 = 0
        var travelled = 0.0
        var lastPoint: PlanPoint?
    }

    /// An adapter for one vehicle and the plans it flies.
    init(
        session: VehicleSession, plans: [String: PlanFile], home: PlanPoint, logDirectory: String,
        required: [ParameterRequirement] = [], clock: any DockClock, logger: Logger, signals: SignalDesk? = nil
    ) {
        self.signals = signals
        self.required = required
        self.session = session
        self.plans = Shelf(plans)
        self.home = home
        self.logDirectory = logDirectory
        self.clock = clock
        self.logger = logger
    }

    /// The newest report, for people.
    var latest: SessionReport? { shown.withLock { $0.report } }

    /// Hands the session's reports to the inbox until the session ends; meanwhile its parameters are watched.
    func pump(into inbox: @Sendable (Event) -> Void) async {
        let watch = Task { await watchParameters() }
        defer { watch.cancel() }
        var heard = Instant(nanoseconds: .min)
        for await report in session.reports {
            for text in take(report) { logger.info("vehicle says: \(text)") }
            // Before the word that it landed: the flight's rows take what the flight told.
            if let vehicle = report.vehicle, report.isHeard,
                let figures = gauge.take(vehicle, isAloft: report.landed.state == .inAir, at: report.taken)
            {
                inbox(figures)
            }
            if let signals, let vehicle = report.vehicle, report.isHeard {
                let now = clock.now()
                let words = vehicle.signals(after: heard).compactMap { signal, value in
                    signals.take(value, of: signal.place, at: now)
                }
                heard = report.taken
                if !words.isEmpty { inbox(.sensors(words)) }
            }
            inbox(.vehicle(update(from: report)))
        }
    }

    /// Keeps a report for people and returns its new texts.
    private func take(_ report: SessionReport) -> [String] {
        shown.withLock { shown in
            shown.report = report
            guard let vehicle = report.vehicle else { return [] }
            let texts = vehicle.texts(after: shown.textsSeen).map(\.text)
            shown.textsSeen = vehicle.textCount
            // Its words are in the vehicle's metadata; what it tells a pilot comes as a text too.
            let events = report.events.events(after: shown.eventsSeen).filter { $0.level <= 4 }.map { event in
                "event \(event.id >> 24)/\(event.id & 0x00FF_FFFF), level \(event.level)"
            }
            shown.eventsSeen = report.events.count
            return texts + events
        }
    }

    /// A report in the core's words.
    private func update(from report: SessionReport) -> VehicleUpdate {
        // Stamped with its own time: a word of silence that is decided late must not hide a heartbeat that came since.
        guard let vehicle = report.vehicle else { return VehicleUpdate(isLinked: false, heardAt: report.taken) }
        var update = VehicleUpdate(isLinked: report.isHeard, heardAt: vehicle.lastHeartbeat)
        update.isArmed = vehicle.isArmed?.value
        update.landed = report.landed.forCore
        update.intent = vehicle.mode?.value.forCore
        update.battery = vehicle.battery?.value.remaining
        update.batteryVoltage = vehicle.battery?.value.voltage
        update.batteryAt = vehicle.battery?.taken
        // Told by BATTERY_STATUS only, and there only when its field does not hold INT16_MAX.
        update.packTemperature = vehicle.battery?.value.temperature
        if let position = vehicle.position {
            let point = PlanPoint(latitude: position.value.latitude, longitude: position.value.longitude)
            update.height = position.value.relativeAltitude
            update.distance = Metres(home.distance(to: point))
            let offset = home.offset(to: point)
            (update.east, update.north) = (Metres(offset.east), Metres(offset.north))
            update.travelled = Metres(travelled(to: point, isInAir: update.landed?.isAirborne == true))
            update.positionAt = position.taken
        }
        update.fix = vehicle.gnss.map { Int($0.value.fix.rawValue) }
        update.fixAt = vehicle.gnss?.taken
        // A heartbeat does not renew what the sensors said: health counts by its own age.
        let health = vehicle.health?.value(at: clock.now().boot, notOlderThan: Self.longestHealthAge)
        update.isReadyToArm = health.map(\.isReadyToArm)
        let launchedAt = shown.withLock { $0.launchedAt }
        let isAloft = update.landed?.isAirborne == true
        update.reachedItem = held.withLock { held in
            held.take(vehicle, since: launchedAt ?? Instant(nanoseconds: .min), isAloft: isAloft)
        }
        update.text = vehicle.texts.last?.text
        update.troubles = VehicleTroubles.found(in: vehicle, at: clock.now().boot)
        // Told as the vehicle's own word: a vehicle with other parameters than required is not ready, and here is why.
        if vehicle.isArmed?.value == false, let fault = parameterFault {
            update.isReadyToArm = health == nil ? nil : false
            update.text = fault
        }
        return update
    }

    /// Adds the step from the last position to the way flown since the launch.
    private func travelled(to point: PlanPoint, isInAir: Bool) -> Double {
        shown.withLock { shown in
            if isInAir, let last = shown.lastPoint { shown.travelled += last.distance(to: point) }
            shown.lastPoint = point
            return shown.travelled
        }
    }

    /// The result of an order that leaves nothing but its having been done.
    private func done(_ order: () async throws(VehicleLinkError) -> Void) async -> OrderResult {
        do throws(VehicleLinkError) {
            try await order()
            return .done
        } catch {
            return .failed(reason: "\(error)")
        }
    }

    /// Puts the vehicle into a mode in which it can be armed.
    func standReady() async -> OrderResult {
        await done { () throws(VehicleLinkError) in try await session.standReady() }
    }

    /// Arms the vehicle and starts its mission.
    func launch() async -> OrderResult {
        shown.withLock { shown in
            shown.launchedAt = clock.now().boot
            (shown.travelled, shown.lastPoint) = (0, nil)
        }
        held.withLock { $0.begin() }
        return await done { () throws(VehicleLinkError) in
            try await session.arm()
            try await session.startMission()
        }
    }

    /// Calls the vehicle home.
    func returnHome() async -> OrderResult {
        await done { () throws(VehicleLinkError) in try await session.returnHome() }
    }

    /// Sends the vehicle to a landing place, to wait above it.
    func fly(to place: LandingPlace) async -> OrderResult {
        let point = home.moved(east: place.east.value, north: place.north.value)
        return await done { () throws(VehicleLinkError) in
            try await session.fly(latitude: point.latitude, longitude: point.longitude)
        }
    }

    /// Lands the vehicle where it is.
    func land() async -> OrderResult {
        await done { () throws(VehicleLinkError) in try await session.land() }
    }

    /// Disarms the vehicle on the ground; never with force.
    func disarm() async -> OrderResult {
        await done { () throws(VehicleLinkError) in try await session.disarm() }
    }

    /// Fetches the newest log into a file named after the mission; the file appears only when it is whole.
    func offloadLog(_ missionID: String) async -> OrderResult {
        do {
            let file = try await session.pullNewestLog(
                into: logDirectory, named: Self.fileName(missionID), replaces: true)
            return .fetched(octets: file.size)
        } catch {
            return .failed(reason: "\(error)")
        }
    }

    /// A mission's id with nothing in it that a file name cannot hold.
    static func fileName(_ missionID: String) -> String {
        String(missionID.prefix(120).map { $0.isLetter || $0.isNumber || "-_@.".contains($0) ? $0 : "-" })
    }
}

extension LandedEvidence {
    /// The state for the core, nil when nothing proves it. A heartbeat alone never proves that a vehicle landed.
    fileprivate var forCore: RoostCore.LandedState? {
        switch state {
        case .unknown: nil
        case .onGround: basis == .landedMessage ? .onGround : nil
        case .inAir: .inAir
        case .takingOff: .takingOff
        case .landing: .landing
        }
    }
}

extension FlightMode {
    fileprivate var forCore: FlightIntent {
        switch self {
        case .mission, .takeoff: .mission
        case .returning, .smartReturning: .returning
        case .land, .precisionLand, .missionLanding: .landing
        default: .other
        }
    }
}
