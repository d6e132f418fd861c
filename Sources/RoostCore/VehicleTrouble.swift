// SPDX-License-Identifier: Apache-2.0
// What a vehicle reports to be wrong with itself, and how far it has come on its way home: the facts behind the
// incidents of a flight. Nothing here is judged; that is the step's work.

public import DockModel

/// Something that the vehicle reports to be wrong with itself.
public struct VehicleTrouble: Sendable, Codable, Equatable {
    /// What it is about.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// It is outside of its fence.
        case fence
        /// A part of it has failed: a motor, a speed controller, a sensor it flies by.
        case hardware

        /// The incident that this is in flight.
        var incident: IncidentKind {
            switch self {
            case .fence: .fenceBreached
            case .hardware: .vehicleFault
            }
        }
    }

    /// Most of them that one report may name.
    static let most = 8

    /// What it is about.
    public var kind: Kind
    /// Its own words, or the names of what failed.
    public var detail: String

    /// A trouble.
    public init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    var bounded: VehicleTrouble { VehicleTrouble(kind, detail.bounded) }
}

/// How far a vehicle has come on its way home, and since when it has come no further.
public struct HomewardProgress: Sendable, Codable, Equatable {
    /// Since when it has come no further.
    public var since: Instant
    /// How far away it was then.
    public var distance: Metres
    /// How high it was then.
    public var height: Metres
}
