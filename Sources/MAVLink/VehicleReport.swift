// SPDX-License-Identifier: Apache-2.0
// What one vehicle says about itself, each fact with the instant it was taken. A field that holds MAVLink's
// own "unknown" is nil here, never a number; how old a fact may be is the reader's decision.

import DockModel

/// A fact and when it was taken.
public struct Observed<Value: Sendable & Equatable>: Sendable, Equatable {
    /// The fact.
    public var value: Value
    /// When the frame came.
    public var taken: Instant

    /// A fact.
    public init(_ value: Value, taken: Instant) {
        self.value = value
        self.taken = taken
    }

    /// The fact, when it is not older than `longestAge`.
    public func value(at now: Instant, notOlderThan longestAge: Duration) -> Value? {
        taken + longestAge >= now ? value : nil
    }
}

/// The report of one vehicle, fed with the frames of its link.
public struct VehicleReport: Sendable, Equatable {
    /// The most status texts, and the most reached items, kept; newest last.
    public static let textLimit = 50
    /// The most batteries told apart.
    public static let batteryLimit = 8
    /// How long BATTERY_STATUS stands before SYS_STATUS may speak for the battery.
    public static let batteryPrecedence = Duration.seconds(10)

    /// The vehicle's autopilot; frames of other systems and components change nothing.
    public let address: MAVLinkAddress
    /// The family of its autopilot.
    public internal(set) var autopilot: Autopilot?
    /// What kind of vehicle it is.
    public internal(set) var type: MAVType?
    /// When its last heartbeat came.
    public internal(set) var lastHeartbeat: Instant?
    /// Whether the motors are armed.
    public internal(set) var isArmed: Observed<Bool>?
    /// The flight mode.
    public internal(set) var mode: Observed<FlightMode>?
    /// The autopilot's own state (standby, active, critical, emergency ...).
    public internal(set) var systemState: Observed<MAVState>?
    /// What EXTENDED_SYS_STATE said; see `landed(at:notOlderThan:)` for what that proves.
    public internal(set) var landedMessage: Observed<LandedState>?
    /// Where the vehicle is; nil until it knows.
    public internal(set) var position: Observed<VehiclePosition>?
    /// Where it would return to; nil until it says.
    public internal(set) var home: Observed<HomePosition>?
    /// Speed over ground.
    public internal(set) var groundSpeed: Observed<MetresPerSecond>?
    /// The vehicle's own estimate of the horizontal wind; nil while it has none. It means nothing on the ground.
    public internal(set) var wind: Observed<MetresPerSecond>?
    /// The batteries of BATTERY_STATUS by their id.
    public internal(set) var batteries: [UInt8: Observed<BatteryReport>] = [:]
    /// What SYS_STATUS says about the battery.
    public internal(set) var systemBattery: Observed<BatteryReport>?
    /// The satellite fix.
    public internal(set) var gnss: Observed<GNSSReport>?
    /// What the sensors and the pre-arm check say.
    public internal(set) var health: Observed<HealthReport>?
    /// The mission item the vehicle is working on.
    public internal(set) var missionCurrent: Observed<MissionProgress>?
    /// The last mission item it reached.
    public internal(set) var missionReached: Observed<UInt16>?
    /// The newest of the mission items it reached, newest last, and how many there were since the start: several may
    /// come with one piece of the stream.
    public internal(set) var reachedItems: [Observed<UInt16>] = []
    /// See `reachedItems`.
    public internal(set) var reachedCount: UInt64 = 0
    /// What it says about its fence; nil for PX4, which says nothing.
    public internal(set) var fence: Observed<FenceReport>?
    /// The newest status texts, newest last.
    public internal(set) var texts: [StatusText] = []
    /// How many status texts there were since the start; readers use it to find the new ones.
    public internal(set) var textCount: UInt64 = 0
    /// The flight software's version as "1.15.4"; nil until it says.
    public internal(set) var softwareVersion: Observed<String>?
    /// What it said last over a satellite link; nil when it said nothing that way.
    public internal(set) var highLatency: Observed<HighLatencyReport>?
    /// What it says of the things on it that wear.
    public internal(set) var equipment = EquipmentReport()
    /// What its Remote ID transmitter says; nil while none is heard.
    public internal(set) var remoteID: Observed<OpenDroneIDArmStatusMessage>?
    /// What the autopilot says it can do; nil until it says.
    public internal(set) var capabilities: Observed<MAVProtocolCapability>?

    var assembler = StatusTextAssembler()
    var lastSpeedMessage: Instant?

    /// An empty report of the vehicle with this address.
    public init(address: MAVLinkAddress) { self.address = address }

    /// What stands for the vehicle's battery: BATTERY_STATUS 0 (or the lowest id) where it is not much older
    /// than SYS_STATUS, else SYS_STATUS.
    public var battery: Observed<BatteryReport>? {
        guard let id = batteries.keys.min(), let detailed = batteries[id] else { return systemBattery }
        guard let systemBattery, detailed.taken + Self.batteryPrecedence < systemBattery.taken else {
            return detailed
        }
        return systemBattery
    }

    /// Whether the vehicle is on the ground, and what that rests on.
    ///
    /// EXTENDED_SYS_STATE decides while it is not older than `longestAge`. Without it the heartbeat must do:
    /// a disarmed vehicle counts as on the ground, an armed ArduPilot that reports ACTIVE as in the air (it
    /// reports STANDBY on the ground), and anything else as unknown. `basis` says which it was, so that a
    /// rule that needs two proofs does not take disarming for both.
    public func landed(at now: Instant, notOlderThan longestAge: Duration) -> LandedEvidence {
        if let state = landedMessage?.value(at: now, notOlderThan: longestAge), state != .unknown {
            return LandedEvidence(state: state, basis: .landedMessage)
        }
        guard let isArmed = isArmed?.value(at: now, notOlderThan: longestAge) else {
            return LandedEvidence(state: .unknown, basis: .nothing)
        }
        guard isArmed else { return LandedEvidence(state: .onGround, basis: .heartbeat) }
        if autopilot == .ardupilot, systemState?.value(at: now, notOlderThan: longestAge) == .active {
            return LandedEvidence(state: .inAir, basis: .heartbeat)
        }
        return LandedEvidence(state: .unknown, basis: .heartbeat)
    }

    /// The status texts that came after the first `count`, as far as they are still kept.
    public func texts(after count: UInt64) -> ArraySlice<StatusText> {
        guard count < textCount else { return [] }
        return texts.suffix(Int(min(textCount - count, UInt64(Self.textLimit))))
    }

    /// The items that were reached after the first `count`, as far as they are still kept.
    public func reachedItems(after count: UInt64) -> ArraySlice<Observed<UInt16>> {
        guard count < reachedCount else { return [] }
        return reachedItems.suffix(Int(min(reachedCount - count, UInt64(Self.textLimit))))
    }

    /// When `tick` is due: when a status text in pieces is to be closed.
    public var deadline: Instant? { assembler.deadline }

    /// Takes the time: closes status texts whose pieces stopped coming.
    public mutating func tick(at now: Instant) { keep(assembler.tick(at: now)) }

    mutating func keep(reached item: Observed<UInt16>) {
        missionReached = item
        reachedItems.append(item)
        reachedCount += 1
        if reachedItems.count > Self.textLimit { reachedItems.removeFirst() }
    }

    mutating func keep(_ new: [StatusText]) {
        guard !new.isEmpty else { return }
        texts.append(contentsOf: new)
        textCount += UInt64(new.count)
        if texts.count > Self.textLimit { texts.removeFirst(texts.count - Self.textLimit) }
    }
}
