// SPDX-License-Identifier: Apache-2.0
// Which vehicles are heard on a link, and which have fallen silent. Only an autopilot's heartbeat counts:
// ground stations, cameras and gimbals are not vehicles, and other messages do not keep a vehicle alive.

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
    /// The vehicles by system id.
    public private(set) var vehicles: [UInt8: VehiclePresence] = [:]

    /// A watch with a time-out; heartbeats come once a second.
    public init(timeout: Duration = .seconds(5)) { self.timeout = timeout }

    /// When `tick` is due: the moment the next present vehicle would be lost.
    public var deadline: Instant? {
        vehicles.values.filter(\.isPresent).map { $0.lastHeard + timeout }.min()
    }

    /// Takes a frame; returns what it changed.
    public mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> LinkChange? {
        guard let heartbeat = frame.decode(HeartbeatMessage.self), frame.source.system != 0,
            heartbeat.autopilot != .invalid, heartbeat.type != .gcs, heartbeat.type != .onboardController
        else { return nil }
        let system = frame.source.system
        let known = vehicles[system]
        // The component that was heard first speaks for its system, unless the autopilot proper (1) turns up.
        if let known, known.address != frame.source, frame.source.component != 1, known.isPresent {
            return nil
        }
        let presence = VehiclePresence(
            address: frame.source, autopilot: Autopilot(heartbeat.autopilot), type: heartbeat.type,
            isPresent: true,
            lastHeard: max(now, known?.lastHeard ?? now))
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
            guard var presence = vehicles[system], presence.isPresent, now >= presence.lastHeard + timeout
            else { continue }
            presence.isPresent = false
            vehicles[system] = presence
            changes.append(.lost(presence))
        }
        return changes
    }

    private mutating func makeRoom() -> Bool {
        guard vehicles.count >= Self.systemLimit else { return true }
        let lost = vehicles.filter { !$0.value.isPresent }.min { $0.value.lastHeard < $1.value.lastHeard }
        guard let lost else { return false }
        vehicles[lost.key] = nil
        return true
    }
}
