// SPDX-License-Identifier: Apache-2.0
// What the reports of one flight add up to: path, heights, modes, items, texts, battery. It only listens; the flight
// itself is in Sortie.

public import DockModel
internal import Glibc
public import MAVLink

/// Where a flight is.
public enum SortieStage: String, Sendable, Equatable, Codable {
    /// No heartbeat yet.
    case connecting
    /// The plan goes to the vehicle and is read back.
    case uploading
    /// It is armed as soon as its checks pass.
    case arming
    /// Armed and told to start, still on the ground.
    case starting
    /// It flies.
    case flying
    /// It flies home, to its landing or to a place of its own choice.
    case returning
    /// It was in the air and stands again; its motors may still be armed.
    case landed
    /// Disarmed after a flight.
    case disarmed
}

/// One place of the flown path.
public struct SortiePlace: Sendable, Equatable {
    /// When the vehicle said it, on the dock's boot clock.
    public var taken: Instant
    /// Degrees north.
    public var latitude: Double
    /// Degrees east.
    public var longitude: Double
    /// Height above home.
    public var height: Metres
}

/// The figures of a flight, gathered from the session's reports.
public struct SortieTrace: Sendable, Equatable {
    /// The most places kept; a longer path keeps every second one, its length is not touched.
    static let mostPlaces = 20_000
    /// The most texts kept; later ones are counted.
    static let mostTexts = 200
    /// The most modes and items kept.
    static let mostEntries = 1_000
    /// Height from which a vehicle counts as flying that does not say so.
    static let flyingHeight = Metres(2)
    /// Height from which a vehicle counts as flying whatever it says.
    static let certainHeight = Metres(8)

    /// The family of the autopilot.
    public private(set) var autopilot: Autopilot?
    /// The version of its software.
    public private(set) var version: String?
    /// The modes it was in, in order.
    public private(set) var modes: [FlightMode] = []
    /// How far it came in its mission.
    public internal(set) var mission = MissionWatch()
    /// What it said, with the severity.
    public private(set) var texts: [StatusText] = []
    /// Texts that were too many to keep.
    public private(set) var textsLeftOut = 0
    /// The path while armed.
    public private(set) var path: [SortiePlace] = []
    /// Length of the path over ground.
    public private(set) var distance = Metres(0)
    /// The greatest height above home while armed.
    public private(set) var highest: Metres?
    /// When it was first seen armed, and last seen to be disarmed after that.
    public private(set) var armedAt: Instant?
    /// See `armedAt`.
    public private(set) var disarmedAt: Instant?
    /// Where it would return to.
    public private(set) var home: HomePosition?
    /// Charge left: first known, at the launch, last known.
    public private(set) var batteryAtStart: Percent?
    /// See `batteryAtStart`.
    public private(set) var batteryAtLaunch: Percent?
    /// See `batteryAtStart`.
    public private(set) var batteryAtEnd: Percent?
    /// Voltage last known.
    public private(set) var voltageAtEnd: Volts?
    /// The longest silence of the heartbeat while armed.
    public private(set) var longestSilence = Duration.zero
    /// Whether it was in the air.
    public private(set) var hasFlown = false
    /// When and how it left its fence for the first time; nil while it has not.
    public private(set) var fenceBreach: FenceBreach?
    /// Whether the newest word on the fence is that it is outside.
    public private(set) var isOutsideFence = false
    /// The fence that was uploaded, to see a breach of a vehicle that does not tell.
    var fence: VehicleFence?
    /// The newest report.
    public private(set) var latest: SessionReport?

    /// Whether it told in the air what item it works on or reached.
    private var toldItems = false
    private var seenTexts: UInt64 = 0
    /// What the newest texts say about a breach.
    private var breachText: String?
    private var lastHeartbeat: Instant?
    private var fixesOutside = 0
    private var keepsEvery = 1
    private var skipped = 0
    private var lastPlace: SortiePlace?

    /// Nothing heard yet.
    public init() {}

    /// The mission items it reached, in order, each once, numbered as in the plan: from 0, without ArduPilot's home.
    public var reached: [Int] { mission.reached }
    /// The number of the item reached last, also when it was reached before; numbered as `reached`.
    public var lastReachedItem: Int? { mission.last }
    /// Whether the motors are armed, as the last heartbeat says.
    public var isArmed: Bool? { latest?.vehicle?.isArmed?.value }

    /// Metres over ground from home at which the path ends; nil while either is unknown.
    public var landedFromHome: Metres? {
        guard let home, let lastPlace else { return nil }
        return Self.distance(home.latitude, home.longitude, lastPlace.latitude, lastPlace.longitude)
    }

    /// Time from the first to the last place of the path, by the dock's clock.
    public var flightTime: Duration? {
        guard let first = path.first, let lastPlace else { return nil }
        return first.taken.duration(to: lastPlace.taken)
    }

    /// Whether it is in the air although its mission has come to its end: by its own word, or because it reached
    /// `lastPlace`, the number of the last place it flies to; nil for a mission that ends on the ground.
    func hoversAtItsEnd(lastPlace: Int?) -> Bool {
        guard let report = latest, let vehicle = report.vehicle, report.landed.state == .inAir else { return false }
        let mode = vehicle.mode?.value, isOver = vehicle.missionCurrent?.value.state == .complete
        return (isOver || lastPlace.map(reached.contains) ?? false) && (mode == .mission || mode == .hold)
    }

    /// Why it came home before the end of its plan, by its own decision; nil when it did not, or when it never told
    /// how far it was. `lastWork` is the plan's last place before its return or landing.
    func interruption(before lastWork: Int?) -> String? {
        guard let lastWork, toldItems, mission.passed.map({ $0 < lastWork }) ?? true else { return nil }
        let item = mission.passed.map { "after item \($0)" } ?? "before its first item"
        let mode = modes.last { $0.bringsDown }.map { " in mode \($0)" } ?? ""
        let words = worstText.map { ": \"\($0.text)\"" } ?? ""
        return "it came down by itself\(mode), \(item) of \(lastWork)\(words)"
    }

    /// The gravest thing it said in the flight, the first of several.
    private var worstText: StatusText? {
        let grave = texts.filter { text in
            text.severity.rawValue <= MAVSeverity.warning.rawValue && armedAt.map { text.taken >= $0 } ?? false
        }
        return grave.min { $0.severity.rawValue < $1.severity.rawValue }
    }

    /// Whether it is so high above home that no land detector that says "on ground" is believed.
    var isHigh: Bool { latest?.vehicle?.position.map { $0.value.relativeAltitude > Self.certainHeight } ?? false }

    /// Takes a report.
    public mutating func take(_ report: SessionReport) {
        latest = report
        guard let vehicle = report.vehicle else { return }
        autopilot = vehicle.autopilot ?? autopilot
        version = vehicle.softwareVersion?.value ?? version
        home = vehicle.home?.value ?? home
        takeTexts(vehicle)
        takeMode(vehicle)
        takeArming(vehicle)
        takeBattery(vehicle)
        noteFlying(report, vehicle)
        // After a landing that nobody saw the vehicle still says how far it came.
        if let armedAt { mission.take(vehicle, since: armedAt, isUp: hasFlown) }
        guard vehicle.isArmed?.value == true else { return }
        if hasFlown, mission.last != nil || vehicle.missionCurrent != nil { toldItems = true }
        takePlace(vehicle)
        if hasFlown { takeFence(vehicle, at: report.taken) }
    }

    private mutating func noteFlying(_ report: SessionReport, _ vehicle: VehicleReport) {
        guard vehicle.isArmed?.value == true else { return }
        let isUp = vehicle.position.map { $0.value.relativeAltitude > Self.flyingHeight } ?? false
        if report.landed.state.isAloft || isUp && report.landed.state != .onGround || isHigh { hasFlown = true }
    }

    private mutating func takeTexts(_ vehicle: VehicleReport) {
        let new = vehicle.texts(after: seenTexts)
        breachText = new.last { FenceBreach.isBreach($0.text) }?.text
        seenTexts = vehicle.textCount
        let room = max(0, Self.mostTexts - texts.count)
        texts.append(contentsOf: new.prefix(room))
        textsLeftOut += max(0, new.count - room)
    }

    private mutating func takeMode(_ vehicle: VehicleReport) {
        guard let mode = vehicle.mode?.value, mode != modes.last, modes.count < Self.mostEntries else { return }
        modes.append(mode)
    }

    private mutating func takeArming(_ vehicle: VehicleReport) {
        guard let isArmed = vehicle.isArmed else { return }
        if armedAt != nil, disarmedAt == nil, let last = lastHeartbeat, let heard = vehicle.lastHeartbeat {
            longestSilence = max(longestSilence, last.duration(to: heard))
        }
        if isArmed.value {
            if armedAt == nil {
                armedAt = isArmed.taken
                batteryAtLaunch = vehicle.battery?.value.remaining
            }
            disarmedAt = nil
        } else if armedAt != nil, disarmedAt == nil {
            disarmedAt = isArmed.taken
        }
        lastHeartbeat = vehicle.lastHeartbeat
    }

    private mutating func takeBattery(_ vehicle: VehicleReport) {
        guard let battery = vehicle.battery?.value else { return }
        if batteryAtStart == nil { batteryAtStart = battery.remaining }
        if armedAt != nil, batteryAtLaunch == nil { batteryAtLaunch = battery.remaining }
        batteryAtEnd = battery.remaining ?? batteryAtEnd
        voltageAtEnd = battery.voltage ?? voltageAtEnd
    }

    private mutating func takeFence(_ vehicle: VehicleReport, at now: Instant) {
        let status = vehicle.fence.flatMap { item in armedAt.map { item.taken >= $0 } == true ? item.value : nil }
        let basis: FenceBreach.Basis? =
            if status?.isBreached == true {
                .fenceStatus
            } else if breachText != nil { .text } else { fixesOutside >= 2 ? .position : nil }
        // A fence that the vehicle has lost is still ours: either word counts.
        isOutsideFence = status?.isBreached == true || fixesOutside >= 2
        if fenceBreach == nil, let basis {
            fenceBreach = FenceBreach(
                basis: basis, seen: now, afterArming: armedAt.map { $0.duration(to: now) }, place: lastPlace)
        }
        guard fenceBreach != nil else { return }
        if fenceBreach?.text == nil { fenceBreach?.text = breachText }
        if fenceBreach?.reaction == nil, let mode = vehicle.mode?.value, mode != .mission, mode != .takeoff {
            fenceBreach?.reaction = mode
        }
    }

    /// Counts places in a row that are clearly outside the uploaded fence.
    private mutating func judge(_ place: SortiePlace, of autopilot: Autopilot?) {
        guard let fence else { return }
        let metres = fence.trespass(
            latitude: place.latitude, longitude: place.longitude, wantsEvery: autopilot == .ardupilot)
        fixesOutside = metres > FenceBreach.clearlyOutside ? fixesOutside + 1 : 0
    }

    private mutating func takePlace(_ vehicle: VehicleReport) {
        guard let position = vehicle.position, let armedAt, position.taken >= armedAt,
            position.taken != lastPlace?.taken
        else { return }
        let place = SortiePlace(
            taken: position.taken, latitude: position.value.latitude, longitude: position.value.longitude,
            height: position.value.relativeAltitude)
        if let lastPlace {
            let step = Self.distance(lastPlace.latitude, lastPlace.longitude, place.latitude, place.longitude)
            distance = Metres(distance.value + step.value)
        }
        judge(place, of: vehicle.autopilot)
        highest = max(highest ?? place.height, place.height)
        lastPlace = place
        skipped += 1
        guard skipped >= keepsEvery else { return }
        skipped = 0
        path.append(place)
        guard path.count > Self.mostPlaces else { return }
        path = stride(from: 0, to: path.count, by: 2).map { path[$0] }
        keepsEvery *= 2
    }

    /// Metres over ground between two places, on the flat picture around them: good to 0.5 % at the distances between
    /// two reports of a flight.
    private static func distance(
        _ latitude: Double, _ longitude: Double, _ otherLatitude: Double, _ otherLongitude: Double
    ) -> Metres {
        let metresPerDegree = 6_371_000 * Double.pi / 180
        var east = otherLongitude - longitude
        if east > 180 { east -= 360 } else if east < -180 { east += 360 }
        let north = (otherLatitude - latitude) * metresPerDegree
        let eastMetres = east * metresPerDegree * cos((latitude + otherLatitude) / 360 * Double.pi)
        return Metres((north * north + eastMetres * eastMetres).squareRoot())
    }
}

extension LandedState {
    /// Whether the vehicle is off the ground by its own word.
    var isAloft: Bool { self == .inAir || self == .takingOff || self == .landing }
}

extension FlightMode {
    /// Whether a vehicle in this mode is on its way to the ground.
    var bringsDown: Bool {
        switch self {
        case .returning, .smartReturning, .missionLanding, .land, .precisionLand: true
        default: false
        }
    }
}
