// SPDX-License-Identifier: Apache-2.0
// The recorded replacement of a part: it closes one unit's life and opens the next. It is the only way in
// which a use counter may become smaller (I34). A mistaken record is undone without losing a use.

import DockModel

/// Why a part was replaced.
public enum ReplacementReason: String, Codable, Sendable, CaseIterable {
    /// It had failed.
    case failed
    /// It still worked.
    case preventive
    /// A better one came.
    case upgrade
    /// The replacement recorded last did not happen: the unit before is still in service.
    case mistaken
}

/// A replacement as a person recorded it.
public struct Replacement: Codable, Equatable, Sendable {
    /// Why.
    public var reason: ReplacementReason
    /// The serial number of the new unit; ignored for `mistaken`.
    public var serial: String
    /// When it was done.
    public var at: WallTime
    /// Uses the new unit has already run.
    public var use: Double

    /// A replacement by a unit that has run `use`.
    public init(reason: ReplacementReason, serial: String, at: WallTime, use: Double = 0) {
        self.reason = reason
        self.serial = serial
        self.at = at
        self.use = use
    }
}

/// Why a replacement cannot be recorded.
public enum ReplacementRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no replacement that could be undone.
    case nothingToUndo(part: PartID)
    /// The description belongs to another part.
    case wrongPart(wear: PartID, description: PartID)
    /// The uses already run are no number of uses.
    case invalidUse(part: PartID, use: Double)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .nothingToUndo(let part):
            "part \(part): no replacement is recorded that could be undone; record the true reason instead"
        case .wrongPart(let wear, let description):
            "the record of part \(wear) was given the description of part \(description)"
        case .invalidUse(let part, let use):
            "part \(part): a new unit cannot have run \(use) uses; give 0 or more"
        }
    }
}

/// What is known of a unit that was taken out, for the experience with its kind.
public struct ClosedLife: Codable, Equatable, Sendable {
    /// The part.
    public let part: PartID
    /// The unit's number.
    public let epoch: Int
    /// Its serial number.
    public let serial: String
    /// Why it was taken out.
    public let reason: ReplacementReason
    /// When it was installed.
    public let installedAt: WallTime
    /// When it was taken out.
    public let closedAt: WallTime
    /// Uses it had run.
    public let use: Double
    /// Its forecast at that moment.
    public let remaining: RemainingLife
    /// Whether its life is fully known: it had failed.
    public var isComplete: Bool { reason == .failed }
}

extension PartWear {
    /// Records a replacement: closes the unit in service and opens a new epoch. With the reason `mistaken`
    /// the unit before goes on, with the uses counted since added to its own; what was said about it stays
    /// said.
    public mutating func replace(
        _ replacement: Replacement, of part: PartDescription
    ) throws(ReplacementRefusal) -> ClosedLife {
        guard part.id == self.part else { throw .wrongPart(wear: self.part, description: part.id) }
        guard replacement.use.isFinite, replacement.use >= 0, replacement.use <= 1e12 else {
            throw .invalidUse(part: part.id, use: replacement.use)
        }
        let closed = ClosedLife(
            part: part.id, epoch: epoch, serial: unit.serial, reason: replacement.reason,
            installedAt: unit.installedAt, closedAt: replacement.at, use: unit.use,
            remaining: remaining(of: part))
        switch replacement.reason {
        case .failed, .preventive, .upgrade:
            former = unit
            formerExperience = experience
            learn(from: closed, age: unit.age, of: part)
            unit = PartLife(
                serial: replacement.serial, installedAt: replacement.at, use: replacement.use, part: part)
            usesAtOpening = unit.use
        case .mistaken:
            guard var back = former else { throw .nothingToUndo(part: part.id) }
            let since = max(0, unit.use - usesAtOpening)
            let aged = max(0, unit.age - usesAtOpening)
            if unit.strain != nil { back.strain = (back.strain ?? 0) + (aged - since) }
            back.use = min(back.use + since, 1e12)
            back.trend.advance(byUses: aged)
            back.lastRowAt = unit.lastRowAt ?? back.lastRowAt
            (unit, former) = (back, nil)
            (experience, formerExperience) = (formerExperience, nil)
        }
        epoch += 1
        pace.restart(at: replacement.at)
        return closed
    }

    /// Adds the life that ended to what is known of its kind: one that failed as a life, any other as one that was
    /// longer than this.
    private mutating func learn(from closed: ClosedLife, age: Double, of part: PartDescription) {
        guard age > 0 else { return }
        var lives = experience ?? CountedLife(medianLife: part.typicalLife, shape: part.lifeShape)
        lives?.take(uses: age, hasFailed: closed.isComplete)
        experience = lives
    }
}
