// SPDX-License-Identifier: Apache-2.0
// Everything the dock knows and intends: one value, stored whole after each decision. What is not in here does not
// survive a restart, and evidence is deliberately forgotten at one.

public import DockModel

/// How far a launch has come.
public enum LaunchStage: String, Sendable, Codable {
    /// The plan is being uploaded and read back.
    case uploading
    /// The vehicle holds the plan; the cover has yet to be proved open for long enough.
    case verified
    /// Armed and started, not yet seen in the air.
    case takingOff
}

/// A cover travel under way.
public struct CoverTravel: Sendable, Codable, Equatable {
    /// Where it goes: open or close.
    public var goal: CoverOrder
    /// When it was ordered.
    public var ordered: Instant
    /// The order's number.
    public var order: Int64
    /// Whether it backs off from something in the way.
    public var isReversal: Bool
}

/// A travel of the centring rods under way.
public struct RodTravel: Sendable, Codable, Equatable {
    /// Where they go: open or close.
    public var goal: RodOrder
    /// When it was ordered.
    public var ordered: Instant
    /// The order's number.
    public var order: Int64
}

/// Who forbids arming and motion until a reset at the dock (I28).
public enum LockOutCause: String, Sendable, Codable {
    /// The emergency stop was pressed.
    case emergencyStop
    /// An operator said so.
    case operatorOrder
}

/// A lock-out: no arming and no motion until a reset at the dock.
public struct LockOut: Sendable, Codable, Equatable {
    /// Who forbids it.
    public var cause: LockOutCause
    /// Why, in words.
    public var reason: String
    /// Since when.
    public var since: WallTime
}

/// Both clocks as they were at the step before, to see a jump of the wall clock (I25, I26).
public struct ClockWatch: Sendable, Codable, Equatable {
    /// The step before.
    public var last: Moment?
    /// When the wall clock last jumped against the boot clock.
    public var jumped: Instant?
}

/// A write to the hardware whose read-back is awaited (I35).
public struct PendingWrite: Sendable, Codable, Equatable {
    /// The order's number.
    public var order: Int64
    /// When it was given.
    public var given: Instant
}

/// A sensor that is doubted.
public struct DoubtedSensor: Sendable, Codable, Equatable {
    /// What was asked of it.
    public var question: SensorWord.Question
    /// Which one it is.
    public var sensor: String
    /// Since when, on the boot clock.
    public var since: Instant
    /// What spoke against it last.
    public var detail: String
}

/// What the calendar told last.
public struct Agenda: Sendable, Codable, Equatable {
    /// When the next run is due; nil when none is planned.
    public var next: WallTime?

    /// An agenda with the next run.
    public init(next: WallTime?) { self.next = next }
}

/// A digest whose acceptance by a mail server is awaited (I32).
public struct Heartbeat: Sendable, Codable, Equatable {
    /// The day it is about.
    public var day: String
    /// When it was posted, on the boot clock.
    public var posted: Instant
    /// Whether it was already told that it is missing.
    public var isMissed = false
}

/// A charge session under way.
public struct ChargeSession: Sendable, Codable, Equatable {
    /// When the charger was ordered on.
    public var begun: Instant
    /// The charger's energy counter at the beginning, Wh.
    public var energyAtStart: Double?
    /// Whether current was measured since.
    public var isConfirmed: Bool
}

/// What happens once the cover is closed.
public enum AfterClosing: String, Sendable, Codable {
    /// Nothing was flown: back to idle.
    case rest
    /// A mission waits for its gates.
    case hold
    /// A flight is to be charged, offloaded and reported.
    case settle
}

/// Everything the dock knows and intends.
public struct DockState: Sendable, Codable, Equatable {
    /// Most due runs waiting at once; later ones are refused with a record.
    static let mostWaiting = 24
    /// Schedules whose newest due time is kept.
    static let mostSchedules = 64
    /// Ids of taken runs that are kept.
    static let mostRecentRuns = 64
    /// Devices that are told away at once; a dock has a dozen, and more of them would only repeat the news.
    static let mostAbsentDevices = 24
    /// Sensors followed at once while they are doubted; more of them would only repeat the news.
    static let mostDoubts = 24
    /// Signals told unusual at once.
    static let mostUnusual = 16
    /// Hot spots followed at once; more of them would swell the state, which every decision stores.
    static let mostHotSpots = 24
    /// Schedules whose map is an open incident at once.
    static let mostMaps = 6
    /// Octets of a hot spot's name.
    static let longestSpotName = 40
    /// Writes awaited at once; more are not followed up.
    static let mostPendingWrites = 16

    /// What the dock is doing.
    public var phase = Phase.starting
    /// Since when, on the boot clock of this process.
    public var phaseEntered: Instant
    /// What sensors and vehicle have told since the start.
    public var evidence = Evidence()
    /// The mission being decided, flown or settled.
    public var run: MissionRun?
    /// Due runs that wait their turn.
    public var waiting: [DueMission] = []
    /// The newest due time ever taken from each schedule; an older or equal one is never taken again (I13).
    public var taken: [ScheduleID: WallTime] = [:]
    /// The ids of the runs taken last: they tell what was taken while the wall clock was ahead and set back since.
    public var recentRuns: [String] = []
    /// When the newest of `recentRuns` were due; fewer than those only after an older Roost, which kept no times.
    public var recentDues: [WallTime] = []
    /// The newest due time of a run whose id is kept no more; nil while all are kept.
    public var forgottenDue: WallTime?
    /// What the calendar told last about the next run; nil while it has not, or cannot know.
    public var agenda: Agenda?
    /// Missions that came home before their end, oldest first.
    public var unfinished: [UnfinishedMission] = []
    /// How far a launch has come.
    public var launchStage: LaunchStage?
    /// When the launch was last ordered by this process.
    public var launchOrdered: Instant?
    /// The order whose end the phase waits for.
    public var awaited: Int64?
    /// When a held mission's gates are asked again.
    public var askAgain: Instant?
    /// The cover travel under way.
    public var travel: CoverTravel?
    /// When cover travels failed, within the last hour.
    public var failedTravels: [Instant] = []
    /// The last order to stop the cover, while its end is awaited.
    public var stopOrder: Int64?
    /// When a stop of the cover that was not taken is given again.
    public var stopAgain: Instant?
    /// The travel of the centring rods under way.
    public var rods: RodTravel?
    /// The last order to stop the rods, while its end is awaited.
    public var rodsStopOrder: Int64?
    /// When a stop of the rods that was not taken is given again.
    public var rodsStopAgain: Instant?
    /// When travels of the rods failed, within the last hour.
    public var failedRods: [Instant] = []
    /// Who forbids arming and motion until a reset at the dock.
    public var lockOut: LockOut?
    /// The alternate landing that is decided.
    public var divert: Divert?
    /// How many alternate landings of this flight were revoked (I40).
    public var divertsRevoked = 0
    /// The nearest alternate landing place that the pack still reaches, while the vehicle is out (I15, I18).
    public var alternate: LandingPlace?
    /// Since when home cannot be used, while the vehicle is out.
    public var homeUnusableSince: Instant?
    /// When a vehicle was last told to disarm or to land.
    public var disarmOrdered: Instant?
    /// Writes to the hardware that are not answered yet.
    public var pendingWrites: [PendingWrite] = []
    /// The clocks at the step before.
    public var clock = ClockWatch()
    /// The mail queue as last counted.
    public var outbox: OutboxFacts?
    /// The newest digest, until a server took it.
    public var heartbeat: Heartbeat?
    /// Phases entered in the last step, oldest first.
    public var trail: [Phase] = []
    /// The charge session under way.
    public var charge: ChargeSession?
    /// When a charge may be tried again after one failed.
    public var chargeAgain: Instant?
    /// When the charger was last ordered off.
    public var chargerOffOrdered: Instant?
    /// Since when the charger delivers although no session is under way.
    public var strayChargeSince: Instant?
    /// Whether the vehicle was called home in this flight.
    public var isCalledHome = false
    /// When it was last called.
    public var homeCalled: Instant?
    /// How far the vehicle on its way home has come.
    public var homeward: HomewardProgress?
    /// Up to when the time in the air is counted.
    public var airTo: Instant?
    /// Open incidents by key.
    public var incidents: [String: Incident] = [:]
    /// Since when the condition of an open incident is away, by key.
    public var quietSince: [String: Instant] = [:]
    /// Devices of the field bus that are away.
    public var absentDevices: Set<DeviceID> = []
    /// Sensors that are doubted, by the key of the incident that they are or may become.
    public var doubts: [String: DoubtedSensor] = [:]
    /// The number of the next order.
    public var nextOrder: Int64 = 1
    /// The number of the next incident.
    public var nextIncident: Int64 = 1
    /// The number of the last word about pictures that was taken.
    public var payloadTaken: Int64 = 0
    /// What happened since the last digest.
    public var tally = DayTally()
    /// The last day whose digest was posted.
    public var lastDigest = ""
    /// When it was posted, on the wall clock of that time.
    public var lastDigestAt: WallTime?
    /// Charge that a minute of flight has cost lately, %; nil until a flight has told.
    public var learnedBurn: Double?
    /// Parts and their wear.
    public var wear: WearBook

    /// The state of a dock that has never run.
    public init(at now: Moment, parts: [PartRule]) {
        let now = now.bounded
        phaseEntered = now.boot
        wear = WearBook(rules: parts, at: now.wall)
        tally.begun = now.wall
    }

    /// Whether only a person can end what holds the dock.
    public var awaitsPerson: Bool { phase.awaitsPerson || lockOut != nil }

    /// What happens once the cover is closed: the run itself tells, so that no restart can mistake it.
    public var afterClosing: AfterClosing {
        guard let run else { return .rest }
        return run.takeoff == nil ? .hold : .settle
    }
}
