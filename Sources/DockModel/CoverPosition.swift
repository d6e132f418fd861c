// SPDX-License-Identifier: Apache-2.0
// What the two limit switches of the cover prove. It never looks at the command that was sent.
// It must never take contradictory switches for open or closed.

/// What the two limit switches prove about the dock cover.
public enum CoverPosition: String, Sendable, Equatable, Codable {
    /// Only the closed switch reports contact.
    case closed
    /// Only the open switch reports contact.
    case open
    /// Neither switch reports contact.
    case moving
    /// Both switches report contact: a wiring fault, so nothing may move.
    case contradictory

    /// The position that the two switches prove together.
    public init(openSwitch: Bool, closedSwitch: Bool) {
        switch (openSwitch, closedSwitch) {
        case (true, false): self = .open
        case (false, true): self = .closed
        case (false, false): self = .moving
        case (true, true): self = .contradictory
        }
    }
}
