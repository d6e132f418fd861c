// SPDX-License-Identifier: Apache-2.0
// Which vehicles are heard on a link, and which have fallen silent. Only an autopilot's heartbeat counts:
// ground stations, cameras and gimbals are not vehicles, and other messages do not keep a vehicle alive, but for
// HIGH_LATENCY2, which stands for the heartbeat on a satellite link.

import DockModel

/// A vehicle's presence on the link.
public struct VehiclePresence: Sendable, Equatable {
    /// Its autopilot's address.
    public var address: MAVLinkAddress
    /// The family of its autopilot.
    public var autopilot: Autopilot
    /// What kind of vehicle it is.
    public var type: MAVType
    /// Whether it is heard.
    public var isPresent: Bool
    /// When it was last heard.
    public var lastHeard: Instant
    /// Whether it was heard by HIGH_LATENCY2, which comes seldom, and by no heartbeat since.
    public var isHighLatency = false
}

/// What changed on the link.
public enum LinkChange: Sendable, Equatable {
    /// A vehicle was heard for the first time.
    case found(VehiclePresence)
    /// A vehicle is silent for longer than allowed.
    case lost(VehiclePresence)
    /// A lost vehicle is heard again.
    case regained(VehiclePresence)
}

/// Watches the heartbeats on one link.
public struct LinkMonitor: Sendable {
    /// The most systems followed at once; the longest lost one makes room for a new one, present ones never
    /// do.
    public static let systemLimit = 32

    /// Silence after which a vehicle is lost.
    public var timeout: Duration
    /// The same on a satellite link; PX4 itself waits as long.
    public var highLatencyTimeout = Duration.seconds(120)
    /// The vehicles by system id.
    public private(set) var vehicles: [UInt8: VehiclePresence] = [:]

    /// A watch with a time-out; heartbeats come once a second.
    public init(timeout: Duration = .seconds(5)) { self.timeout = timeout }

    /// When `tick` is due: the moment the next present vehicle would be lost.
    public var deadline: Instant? {
        vehicles.values.filter(\.isPresent).map { $0.lastHeard + timeout(of: $0) }.min()
    }

    /// Takes a frame; returns what it changed.
    public mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> LinkChange? {
        guard Self.isSignOfLife(frame), frame.source.system != 0, let (autopilot, type) = Self.kind(of: frame),
            autopilot != .invalid, !Self.isEquipment(type)
        else { return nil }
        let system = frame.source.system
        let known = vehicles[system]
        // The component that was heard first speaks for its system, unless the autopilot proper (1) turns up, which
        // speaks for it from then on, silent or not.
        if let known, known.address != frame.source, frame.source.component != 1,
            known.isPresent || known.address.component == 1
        {
            return nil
        }
        let presence = VehiclePresence(
            address: frame.source, autopilot: Autopilot(autopilot), type: type, isPresent: true,
            lastHeard: max(now, known?.lastHeard ?? now),
            isHighLatency: frame.messageID == HighLatency2Message.messageID)
        guard let known else {
            guard makeRoom() else { return nil }
            vehicles[system] = presence
            return .found(presence)
        }
        vehicles[system] = presence
        return known.isPresent ? nil : .regained(presence)
    }

    /// Takes the time; returns the vehicles lost by it, lowest system id first.
    public mutating func tick(at now: Instant) -> [LinkChange] {
        var changes: [LinkChange] = []
        for system in vehicles.keys.sorted() {
            guard var presence = vehicles[system], presence.isPresent, now >= presence.lastHeard + timeout(of: presence)
            else { continue }
            presence.isPresent = false
            vehicles[system] = presence
            changes.append(.lost(presence))
        }
        return changes
    }

    /// Whether a frame shows that its sender lives.
    public static func isSignOfLife(_ frame: MAVLinkFrame) -> Bool {
        frame.messageID == HeartbeatMessage.messageID || frame.messageID == HighLatency2Message.messageID
    }

    /// Whether something of this kind does not fly by itself, whatever autopilot its heartbeat claims: gimbals of
    /// ArduPilot say that they are ArduPilot.
    private static func isEquipment(_ type: MAVType) -> Bool {
        switch type {
        case .gcs, .onboardController, .antennaTracker, .gimbal, .adsb, .camera, .chargingStation, .flarm, .servo,
            .odid,
            .battery, .parachute, .log, .osd, .imu, .gps, .winch, .illuminator, .gripper, .radio:
            true
        default: false
        }
    }

    private static func kind(of frame: MAVLinkFrame) -> (MAVAutopilot, MAVType)? {
        if let heartbeat = frame.decode(HeartbeatMessage.self) { return (heartbeat.autopilot, heartbeat.type) }
        return frame.decode(HighLatency2Message.self).map { ($0.autopilot, $0.type) }
    }

    private func timeout(of presence: VehiclePresence) -> Duration {
        presence.isHighLatency ? max(timeout, highLatencyTimeout) : timeout
    }

    private mutating func makeRoom() -> Bool {
        guard vehicles.count >= Self.systemLimit else { return true }
        let lost = vehicles.filter { !$0.value.isPresent }.min { $0.value.lastHeard < $1.value.lastHeard }
        guard let lost else { return false }
        vehicles[lost.key] = nil
        return true
    }
}
