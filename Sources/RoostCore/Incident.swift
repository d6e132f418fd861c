// SPDX-License-Identifier: Apache-2.0
// What can go wrong in the dock, how urgent it is and what to look at first on site. It holds no thresholds.
// Whether and when a mail is sent is decided elsewhere, from the severity given here.

public import DockModel

/// The kinds of incident that the core raises; the family is the word before the dot (facts 2.4).
public enum IncidentKind: String, Sendable, Codable, CaseIterable {
    /// The hardware did not answer in time after a start.
    case hardwareSilent = "LINK.hardware-silent"
    /// A device of the field bus is away.
    case deviceLost = "LINK.device-lost"
    /// The vehicle is out and silent.
    case vehicleSilent = "LINK.vehicle-silent"
    /// The vehicle is lost: out, and silent for too long.
    case vehicleLost = "NAV.vehicle-lost"
    /// The vehicle landed elsewhere.
    case landedElsewhere = "NAV.landed-elsewhere"
    /// Both limit switches report contact.
    case switchesContradict = "COVER.switches-contradict"
    /// The cover did not reach its end in time.
    case coverTimedOut = "COVER.timed-out"
    /// The cover motor drew too much current.
    case coverPinched = "COVER.pinched"
    /// The cover is not open while the vehicle is out.
    case coverNotOpen = "COVER.not-open-for-landing"
    /// The cover stays open without a flight.
    case coverLeftOpen = "COVER.left-open"
    /// The charger did not go off.
    case chargerStuckOn = "CHARGE.stuck-on"
    /// The charger did not deliver.
    case chargeFailed = "CHARGE.failed"
    /// A charge session lasted too long.
    case chargeTooLong = "CHARGE.too-long"
    /// The charge contacts are too hot.
    case contactsHot = "CHARGE.contacts-hot"
    /// Smoke in the dock.
    case smoke = "POWER.smoke"
    /// Water in the dock.
    case water = "CLIMATE.water"
    /// The emergency stop is pressed.
    case emergencyStop = "HUMAN.emergency-stop"
    /// The plan could not be uploaded, or read back differently.
    case uploadFailed = "MISSION.upload-failed"
    /// The vehicle refused to arm or did not take off.
    case launchFailed = "MISSION.launch-failed"
    /// The vehicle was called home early.
    case calledHome = "MISSION.called-home"
    /// The flight lasted too long.
    case flightTooLong = "MISSION.flight-too-long"
    /// The vehicle did not disarm after landing.
    case notDisarmed = "MISSION.not-disarmed"
    /// An operator forbids arming and motion.
    case lockedOut = "HUMAN.locked-out"
    /// The service key is turned: hands are in the box.
    case handsInDock = "HUMAN.service"
    /// The centring rods did not reach their end in time.
    case rodsStuck = "CENTRING.rods-stuck"
    /// Home cannot be used and the vehicle was sent elsewhere.
    case diverting = "NAV.diverting"
    /// The vehicle is out and there is no place to land.
    case noLandingPlace = "NAV.no-landing-place"
    /// The vehicle is armed in the dock though nobody launches it.
    case armedInDock = "PROPULSION.armed-in-dock"
    /// Readings of a sensor cannot be true: out of range, too fast, or frozen.
    case sensorImplausible = "SENSOR.implausible"
    /// The dock's anemometer and the vehicle's estimate of the wind contradict each other.
    case windContradicted = "WEATHER.wind-contradicted"
    /// The detector finds a signal not as usual. It advises; no gate and no phase asks it.
    case signalUnusual = "SENSOR.unusual"
    /// A write to the hardware was not answered.
    case orderUnanswered = "LINK.order-unanswered"
    /// The wall clock jumped.
    case clockJumped = "CLOCK.jumped"
    /// The vehicle flies without a usable satellite fix.
    case gnssDegraded = "GNSS.degraded"
    /// The vehicle is in the air and left its fence.
    case fenceBreached = "FENCE.breached"
    /// The vehicle reports in flight that a part of it has failed.
    case vehicleFault = "PROPULSION.hardware-fault"
    /// The vehicle was called home, or is on its way, and does not come nearer.
    case returnFailed = "NAV.return-failed"
    /// The dock runs on its own battery.
    case mainsLost = "POWER.mains-lost"
    /// The cover of the resting dock was opened by nobody that the dock knows of.
    case intrusion = "SECURITY.intrusion"
    /// A hot spot that is to be mended at once.
    case hotSpotMajor = "PAYLOAD.hot-spot-major"
    /// A hot spot that is to be mended.
    case hotSpot = "PAYLOAD.hot-spot"
    /// A hot spot that is slight, or that too few pictures show.
    case warmSpot = "PAYLOAD.warm-spot"
    /// Pictures of a flight are unreadable, or none came.
    case picturesLacking = "PAYLOAD.pictures-lacking"
    /// A map of a flight is good.
    case mapReady = "PAYLOAD.map-ready"
    /// A map of a flight is there, and something about it could not be judged.
    case mapDoubtful = "PAYLOAD.map-doubtful"
    /// A map of a flight is not good enough: the flight has to be flown again.
    case mapRefly = "PAYLOAD.map-refly"
    /// A flight has no map: the server failed, was away, or stood still.
    case mapFailed = "PAYLOAD.map-failed"
    /// The mail queue does not add up.
    case mailUnaccounted = "MAIL.unaccounted"
    /// No server took the last digest in time.
    case heartbeatMissing = "MAIL.heartbeat-missing"
    /// The store was torn, and the newest good copy of it took its place.
    case storeRestored = "STORE.restored"
    /// The store has not been copied for days.
    case storeNotCopied = "STORE.not-copied"
    /// An invariant of the core did not hold: our own mistake.
    case invariantBroken = "CONFIG.invariant-broken"

    /// How urgent it is.
    public var severity: Severity {
        switch self {
        case .vehicleLost, .smoke, .fenceBreached: .emergency
        case .landedElsewhere, .coverNotOpen, .vehicleSilent, .chargerStuckOn, .contactsHot, .notDisarmed,
            .invariantBroken, .flightTooLong, .calledHome, .diverting, .noLandingPlace, .armedInDock,
            .mailUnaccounted, .gnssDegraded, .vehicleFault, .returnFailed, .intrusion, .hotSpotMajor,
            .storeRestored:
            .critical
        case .hardwareSilent, .deviceLost, .switchesContradict, .coverTimedOut, .coverPinched, .coverLeftOpen,
            .chargeFailed, .chargeTooLong, .water, .emergencyStop, .uploadFailed, .launchFailed, .lockedOut,
            .rodsStuck, .orderUnanswered, .sensorImplausible, .windContradicted, .mainsLost, .hotSpot,
            .mapRefly, .mapFailed:
            .error
        case .clockJumped, .heartbeatMissing, .warmSpot, .picturesLacking, .mapDoubtful, .storeNotCopied: .warning
        case .handsInDock, .signalUnusual, .mapReady: .notice
        }
    }

    /// How long the condition must stay away before its end is told; zero for what happens once.
    var settlingTime: Duration {
        switch self {
        case .deviceLost, .vehicleSilent, .switchesContradict, .coverNotOpen, .chargerStuckOn, .smoke, .water,
            .noLandingPlace, .armedInDock, .windContradicted, .gnssDegraded, .fenceBreached, .vehicleFault,
            .returnFailed, .mainsLost, .intrusion:
            .seconds(60)
        // A loose plug is believed now and then: it is one incident and not one a minute.
        case .sensorImplausible: .seconds(600)
        case .hardwareSilent, .vehicleLost, .landedElsewhere, .coverTimedOut, .coverPinched, .coverLeftOpen,
            .chargeFailed, .chargeTooLong, .contactsHot, .uploadFailed, .launchFailed, .calledHome,
            .flightTooLong, .notDisarmed, .invariantBroken, .emergencyStop, .lockedOut, .handsInDock, .rodsStuck,
            .diverting, .orderUnanswered, .clockJumped, .mailUnaccounted, .heartbeatMissing, .signalUnusual,
            .hotSpotMajor, .hotSpot, .warmSpot, .picturesLacking, .mapReady, .mapDoubtful, .mapRefly,
            .mapFailed, .storeRestored, .storeNotCopied:
            .zero
        }
    }

    /// What happened, in a few words.
    public var title: String {
        switch self {
        case .hardwareSilent: "The dock's hardware does not answer"
        case .deviceLost: "A device does not answer"
        case .vehicleSilent: "The vehicle is out and silent"
        case .vehicleLost: "The vehicle is lost"
        case .landedElsewhere: "The vehicle landed elsewhere"
        case .switchesContradict: "The cover's limit switches contradict each other"
        case .coverTimedOut: "The cover did not reach its end"
        case .coverPinched: "The cover met an obstacle"
        case .coverNotOpen: "The cover is not open for landing"
        case .coverLeftOpen: "The cover stays open"
        case .chargerStuckOn: "The charger is not proved off"
        case .chargeFailed: "Charging failed"
        case .chargeTooLong: "Charging took too long"
        case .contactsHot: "The charge contacts are hot"
        case .smoke: "Smoke in the dock"
        case .water: "Water in the dock"
        case .emergencyStop: "The emergency stop is pressed"
        case .uploadFailed: "The plan was not taken"
        case .launchFailed: "The vehicle did not take off"
        case .calledHome: "The vehicle was called home"
        case .flightTooLong: "The flight took too long"
        case .notDisarmed: "The vehicle does not disarm"
        case .lockedOut: "The dock is locked out"
        case .handsInDock: "The service key is turned"
        case .rodsStuck: "The centring rods did not reach their end"
        case .diverting: "The vehicle was sent to an alternate landing place"
        case .noLandingPlace: "The vehicle is out and has no place to land"
        case .armedInDock: "The vehicle is armed in the dock"
        case .sensorImplausible: "A sensor's readings cannot be true"
        case .signalUnusual: "A signal is not as usual"
        case .windContradicted: "Dock and vehicle contradict each other about the wind"
        case .orderUnanswered: "The hardware did not answer an order"
        case .clockJumped: "The wall clock jumped"
        case .gnssDegraded: "The vehicle flies without a usable satellite fix"
        case .fenceBreached: "The vehicle left its fence"
        case .vehicleFault: "The vehicle reports a hardware fault in flight"
        case .returnFailed: "The vehicle does not come home"
        case .mainsLost: "The mains power is away"
        case .intrusion: "The cover was opened by nobody the dock knows of"
        case .hotSpotMajor: "A hot spot to be mended at once"
        case .hotSpot: "A hot spot"
        case .warmSpot: "A slight or unconfirmed hot spot"
        case .picturesLacking: "Pictures of a flight are missing or unreadable"
        case .mapReady: "A map is ready"
        case .mapDoubtful: "A map is ready and doubtful"
        case .mapRefly: "A map is not good enough: fly again"
        case .mapFailed: "There is no map of a flight"
        case .mailUnaccounted: "The mail queue does not add up"
        case .heartbeatMissing: "No server took the last digest"
        case .storeRestored: "The dock's store was torn and a copy took its place"
        case .storeNotCopied: "The dock's store has not been copied for days"
        case .invariantBroken: "A safety rule of the software did not hold"
        }
    }

    /// Whether somebody has to drive there; nil when that depends on what is found.
    public var needsVisit: Bool? {
        switch self {
        case .vehicleLost, .landedElsewhere, .switchesContradict, .chargerStuckOn, .coverPinched, .smoke,
            .diverting, .emergencyStop, .rodsStuck, .vehicleFault, .intrusion, .hotSpotMajor, .hotSpot:
            true
        case .vehicleSilent, .calledHome, .flightTooLong, .uploadFailed, .coverNotOpen, .lockedOut, .handsInDock,
            .clockJumped, .mailUnaccounted, .heartbeatMissing, .gnssDegraded, .mainsLost, .picturesLacking,
            .mapReady, .mapDoubtful, .mapRefly, .mapFailed, .storeNotCopied:
            false
        case .sensorImplausible, .windContradicted, .fenceBreached, .returnFailed, .signalUnusual, .warmSpot: nil
        case .hardwareSilent, .deviceLost, .coverTimedOut, .coverLeftOpen, .chargeFailed, .chargeTooLong,
            .contactsHot,
            .water, .launchFailed, .notDisarmed, .invariantBroken, .noLandingPlace, .armedInDock,
            .orderUnanswered, .storeRestored:
            nil
        }
    }

    /// What to check first, and whether a visit is needed.
    public var remedy: String {
        switch self {
        case .hardwareSilent, .deviceLost:
            "Check power and network of the named device; no visit is needed if it returns by itself."
        case .vehicleSilent: "Wait for its own failsafe to bring it home; watch the pad camera."
        case .vehicleLost: "Search from the last known position; then tell the dock with an operator reset."
        case .landedElsewhere: "Fetch the vehicle from its last position; inspect it before the next flight."
        case .switchesContradict: "Visit: one limit switch or its wiring is faulty; nothing moves until then."
        case .coverTimedOut: "Look for ice, dirt or an object in the cover's track; then reset at the dock."
        case .coverPinched: "Look for an object in the cover's way before any further travel."
        case .coverNotOpen: "The pad cannot be reached; the vehicle follows its own failsafe."
        case .coverLeftOpen: "Check the cover; rain can enter the dock."
        case .chargerStuckOn: "Visit: the charger does not switch off; keep its supply off until repaired."
        case .chargeFailed: "Check that the vehicle sits on the contacts and that they are clean."
        case .chargeTooLong: "Check the pack's capacity and the contacts' resistance."
        case .contactsHot: "Clean the charge contacts; a hot contact is a worn one."
        case .smoke: "Call the site; the charger is off."
        case .water: "Check the drain and the cover's seal; the charger is off."
        case .emergencyStop:
            "Someone pressed the emergency stop; release it at the dock, then turn the service key or run roost reset."
        case .uploadFailed: "Compare the plan with what the vehicle supports; the reason names the item."
        case .launchFailed: "Read the vehicle's own text in the reason; a visit is needed if it stays."
        case .calledHome: "Read the reason; check the vehicle before the next flight."
        case .flightTooLong: "Compare the plan's length with the pack; the vehicle was called home."
        case .notDisarmed: "Keep away from the dock: the propellers may turn. Disarm by radio."
        case .lockedOut: "Nothing moves until roost reset, or the service key at the dock is turned and back."
        case .handsInDock: "Someone works in the box; nothing moves until the key is turned back."
        case .rodsStuck: "Look for dirt or a tilted vehicle between the centring rods; then reset at the dock."
        case .diverting: "Fetch the vehicle from the named place; find out why home could not be used."
        case .noLandingPlace: "Free the pad or open the cover; the vehicle follows its own failsafe until then."
        case .armedInDock: "Keep away: the propellers may turn. Disarm by radio and see who armed it."
        case .sensorImplausible:
            "Look at the named sensor and its plug; a launch gate that needs it holds until it is believed again."
        case .signalUnusual:
            "Compare with what the dock did then and with the weather; it is advice, and nothing is held because of it."
        case .windContradicted:
            "Compare the dock's anemometer with another source; look for a blocked cup, ice or a wrong unit."
        case .orderUnanswered: "Check power and network of the dock's controller; the order was given up."
        case .clockJumped: "No mission starts until the clock has been steady for a minute; check its time source."
        case .gnssDegraded: 
            "Watch its height and drift; it holds or lands by itself. Look for a jammer or an iced antenna."
        case .fenceBreached: 
            "Take over by radio if you can; compare the fence with the plan and the wind of that minute."
        case .vehicleFault: "Inspect the part named in the detail before the next flight; the propellers first."
        case .returnFailed: "Look at its mode and its battery; take over by radio, or call it home again."
        case .mainsLost: "Check the supply's breaker and the neighbours; the UPS holds the dock for a while."
        case .intrusion: "Look at the pad camera before anyone drives there; check the lock and the cover's drive."
        case .hotSpotMajor: "Mend it at once; the picture and the place are with this mail."
        case .hotSpot: "Plan the repair; the picture and the place are with this mail."
        case .warmSpot: "Compare it with the next flight; see roost payload spots."
        case .picturesLacking: "See roost payload list for the reason of each file; check the camera and its card."
        case .mapReady: "Nothing: the address of the map is in this mail."
        case .mapDoubtful: "Look at the map before you use it; the reasons and its address are in this mail."
        case .mapRefly: "Fly the mission again; the reasons name what to change in its plan."
        case .mapFailed: "See roost payload map for what the server said; roost payload map again begins anew."
        case .mailUnaccounted: "Run roost outbox stats and compare; send the result to the developers."
        case .heartbeatMissing: "Check the uplink and the mail server; roost outbox list shows what waits."
        case .storeRestored:
            "Look at the kernel log and the disk: it fails, or lost power while it wrote. Say again what was said."
        case .storeNotCopied:
            "Run roost backup and read what it says; enable roost-backup.timer, and look for room on the disk."
        case .invariantBroken: "Send the journal to the developers; the dock stays in its safe state."
        }
    }
}

/// One incident, from its first sight to its end.
public struct Incident: Sendable, Codable, Equatable {
    /// Kind and subject together; one open incident a key.
    public var key: String { Self.key(kind, subject) }
    /// The key of an incident of this kind about this subject.
    static func key(_ kind: IncidentKind, _ subject: String) -> String {
        subject.isEmpty ? kind.rawValue : "\(kind.rawValue)/\(subject)"
    }
    /// What went wrong.
    public var kind: IncidentKind
    /// The device or part it is about; empty for the dock itself.
    public var subject: String
    /// Value, limit and last good value, in words.
    public var detail: String
    /// The run it happened in, if any.
    public var missionID: String?
    /// When it was first seen.
    public var opened: WallTime
    /// When it ended; nil while open.
    public var resolved: WallTime?
    /// A number that no other incident of this dock has.
    public var number: Int64

    /// An incident that opens now.
    public init(
        kind: IncidentKind, subject: String = "", detail: String, missionID: String? = nil, opened: WallTime,
        number: Int64
    ) {
        self.kind = kind
        self.subject = subject
        self.detail = detail
        self.missionID = missionID
        self.opened = opened
        self.number = number
    }
}
