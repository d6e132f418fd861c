// SPDX-License-Identifier: Apache-2.0
// What a dock waits for, in words for people: the same on the command line and in the console.
// It judges nothing, and a phase without a word here does not compile.

public import RoostCore

extension DockState {
    /// What the dock waits for, in words; nil when it waits for nothing.
    public var waitsFor: String? {
        if let lockOut { return "\(Self.words(lockOut)); \(phaseWaitsFor ?? "nothing else")" }
        return phaseWaitsFor
    }

    private static func words(_ lockOut: LockOut) -> String {
        switch lockOut.cause {
        case .emergencyStop: "a reset after the emergency stop"
        case .operatorOrder: "a reset after the lock-out by an operator (\(lockOut.reason))"
        }
    }

    private var phaseWaitsFor: String? {
        switch phase {
        case .starting: "fresh readings of cover, charger and vehicle"
        case .idle: nil
        case .gating: "the launch gates"
        case .hold: run?.reasons.last
        case .preparing: "the charger's current to fall below 0.1 A"
        case .opening: "the open switch of the cover"
        case .launching:
            launchStage == .takingOff ? "the vehicle to take off" : "upload and read-back of the plan"
        case .flying: "the end of the mission"
        case .returning: "the vehicle to come home"
        case .landing: "the vehicle to land"
        case .diverting: "the vehicle to land at \(divert?.place.name ?? "an alternate place")"
        case .securing: "landed, disarmed and on the pad"
        case .closing: "the closed switch of the cover"
        case .charging: "current into the pack"
        case .offloading: "the flight log"
        case .reporting: nil
        case .recover: "a safe moment to close the cover"
        case .lost: "a person: the vehicle is out and silent"
        case .diverted: "a person: the vehicle landed elsewhere"
        case .fault: "a person: see the open incidents"
        case .service: "the service key to be turned back"
        }
    }
}
