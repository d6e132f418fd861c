// SPDX-License-Identifier: Apache-2.0
// One step of the core as the invariants see it. What many of them ask of its effects is gathered once, when the
// step is written down. It decides nothing, and it changes nothing.

public import DockModel

/// What only a simulation knows of the world; evidence may say otherwise.
public struct WorldTruth: Sendable, Codable, Equatable {
    /// How the cover really moves.
    public enum CoverMotion: String, Sendable, Codable {
        /// It stands.
        case still
        /// It opens.
        case opening
        /// It closes.
        case closing
    }
    /// How the cover really moves.
    public var coverMotion: CoverMotion
    /// Whether the vehicle is really in the air and on its way down to the dock.
    public var isOnApproach: Bool
    /// Its true height over the pad.
    public var height: Metres

    /// The world as it is.
    public init(coverMotion: CoverMotion, isOnApproach: Bool, height: Metres) {
        self.coverMotion = coverMotion
        self.isOnApproach = isOnApproach
        self.height = height
    }
}

/// One step as an invariant sees it.
public struct StepTaken: Sendable {
    /// The state before.
    public var before: DockState
    /// What reached the core.
    public var event: Event
    /// Both clocks.
    public var now: Moment
    /// The site's limits.
    public var policy: DockPolicy
    /// The state after.
    public var after: DockState
    /// What the core wants.
    public var effects: [Effect] { didSet { wants = Wants(effects) } }
    /// What only a simulation knows; nil in production, where evidence has to do.
    public var truth: WorldTruth?

    /// What the effects order and say, at a glance.
    private(set) var wants: Wants

    /// A step as it was taken.
    public init(
        before: DockState, event: Event, now: Moment, policy: DockPolicy, after: DockState, effects: [Effect],
        truth: WorldTruth? = nil
    ) {
        self.before = before
        self.event = event
        self.now = now.bounded
        self.policy = policy
        self.after = after
        self.effects = effects
        self.truth = truth
        wants = Wants(effects)
    }

    /// The boot clock of the step.
    var boot: Instant { now.boot }
    /// Whether the process started in this step.
    var isStart: Bool { if case .started = event { true } else { false } }
}

/// Which kinds of effects a step wants; reading it costs nothing, whatever the step wants.
struct Wants: OptionSet, Sendable {
    let rawValue: UInt32

    static let openCover = Wants(rawValue: 1 << 0), closeCover = Wants(rawValue: 1 << 1)
    static let stopCover = Wants(rawValue: 1 << 2)
    static let openRods = Wants(rawValue: 1 << 3), closeRods = Wants(rawValue: 1 << 4)
    static let stopRods = Wants(rawValue: 1 << 5)
    static let chargerOn = Wants(rawValue: 1 << 6), chargerOff = Wants(rawValue: 1 << 7)
    static let launch = Wants(rawValue: 1 << 8), returnHome = Wants(rawValue: 1 << 9)
    /// Any other physical action.
    static let otherOrder = Wants(rawValue: 1 << 10)
    static let post = Wants(rawValue: 1 << 11), note = Wants(rawValue: 1 << 12)
    static let record = Wants(rawValue: 1 << 13)

    static let coverMotion: Wants = [.openCover, .closeCover]
    static let rodMotion: Wants = [.openRods, .closeRods]
    static let motion: Wants = [.coverMotion, .rodMotion]
    /// What moves or energises something in the dock, or starts the propellers.
    static let actuation: Wants = [.motion, .chargerOn, .launch]
    static let write: Wants = [.motion, .stopCover, .stopRods, .chargerOn, .chargerOff]
    static let order: Wants = [.write, .launch, .returnHome, .otherOrder]

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ effects: [Effect]) {
        self = []
        for effect in effects {
            switch effect {
            case .perform(let order): formUnion(Self.kind(of: order.action))
            case .post: insert(.post)
            case .record: insert(.record)
            case .note: insert(.note)
            // Held against the parts themselves (I34).
            case .wear: break
            }
        }
    }

    static func kind(of action: Action) -> Wants {
        switch action {
        case .cover(.open): .openCover
        case .cover(.close): .closeCover
        case .cover(.stop): .stopCover
        case .rods(.open): .openRods
        case .rods(.close): .closeRods
        case .rods(.stop): .stopRods
        case .charger(on: true): .chargerOn
        case .charger(on: false): .chargerOff
        case .launch: .launch
        case .returnHome: .returnHome
        case .readyVehicle, .upload, .fly, .land, .disarm, .offloadLog: .otherOrder
        }
    }

    /// Whether one of these is wanted.
    func has(_ some: Wants) -> Bool { !isDisjoint(with: some) }
}
