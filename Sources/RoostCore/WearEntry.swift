// SPDX-License-Identifier: Apache-2.0
// The journal of wear: one line for each thing that changed what is known of a part. The lines alone rebuild the state
// of every part, bit for bit; they must never be changed once written.

public import DockModel
public import Wear

/// One line of the journal of wear.
public enum WearEntry: Sendable, Codable, Equatable {
    /// From here on a part is known by these figures of the catalogue, and stands like this.
    case opened(PartDescription, PartWear)
    /// A row was taken, believed or not.
    case row(PartID, WearRow)
    /// A replacement was recorded.
    case replaced(PartID, Replacement)
    /// A person said that the unit in service was not replaced.
    case kept(PartID)

    /// What it tells, in a word.
    public var word: String {
        switch self {
        case .opened: "opened"
        case .row: "row"
        case .replaced: "replaced"
        case .kept: "kept"
        }
    }

    /// The part it is about.
    public var part: PartID {
        switch self {
        case .opened(let description, _): description.id
        case .row(let part, _), .replaced(let part, _), .kept(let part): part
        }
    }
}

/// The parts as the lines of a journal, taken one after the other, leave them.
public struct WearReplay: Sendable, Equatable {
    /// A part, its figures in the catalogue and its state.
    public struct Part: Sendable, Equatable {
        /// The catalogue's figures.
        public var description: PartDescription
        /// The state.
        public var wear: PartWear
    }

    /// What became of a line.
    public enum Answer: Sendable, Equatable {
        /// A part was opened, or a word of a person was taken.
        case taken
        /// A row was taken, with this outcome.
        case row(RowOutcome)
        /// A unit left service.
        case closed(ClosedLife)
        /// It does not fit what came before; nothing was changed.
        case misfit(String)
    }

    /// The parts so far.
    public private(set) var parts: [PartID: Part] = [:]

    /// A replay of no lines.
    public init() {}

    /// Takes the next line.
    public mutating func take(_ entry: WearEntry) -> Answer {
        if case .opened(let description, let wear) = entry {
            parts[description.id] = Part(description: description, wear: wear)
            return .taken
        }
        guard var part = parts[entry.part] else { return .misfit("part \(entry.part) was not opened before") }
        defer { parts[entry.part] = part }
        switch entry {
        case .opened: return .taken
        case .row(_, let row): return .row(part.wear.take(row, of: part.description))
        case .kept:
            part.wear.keepPart()
            return .taken
        case .replaced(_, let replacement):
            do throws(ReplacementRefusal) {
                return .closed(try part.wear.replace(replacement, of: part.description))
            } catch {
                return .misfit("\(error)")
            }
        }
    }
}
