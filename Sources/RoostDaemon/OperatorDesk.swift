// SPDX-License-Identifier: Apache-2.0
// How a person's word reaches a running dock: a note in a queue of its store, taken once, so that two people who speak
// at once are both heard. It also works while the daemon is down; the words then wait for it.

public import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import RoostCore
public import Store
public import Wear

/// The words an operator may leave for the dock.
public enum OperatorWord: Sendable, Equatable {
    /// A person has looked: the dock leaves lost, diverted, fault and a lock-out, and looks around anew.
    case reset
    /// The vehicle is to come home now.
    case callHome
    /// Nothing is to be armed or moved until a reset; the text says who and why.
    case lockOut(reason: String)

    /// A schedule flies now, through the same gates.
    case runNow(schedule: ScheduleID)
    /// A part was replaced.
    case replaced(PartReplacement)
    /// A part that looks new was not replaced.
    case kept(PartID)

    /// Most characters of a reason.
    public static let longestReason = 200
    /// The queue of notes that carries words.
    static let queue = "operator.word"

    /// The word as it is written: "reset", "call-home", "lock-out REASON".
    public var text: String {
        switch self {
        case .reset: "reset"
        case .callHome: "call-home"
        case .lockOut(let reason): "lock-out \(reason)"
        case .runNow(let schedule): Self.runPrefix + schedule.text
        case .replaced(let replacement): Self.replacedPrefix + replacement.text
        case .kept(let part): Self.keptPrefix + part.text
        }
    }

    private static let runPrefix = "run-now ", replacedPrefix = "replaced ", keptPrefix = "kept "

    /// The word of a text; nil when it is none.
    init?(text: String) {
        switch text {
        case "reset": self = .reset
        case "call-home": self = .callHome
        case _ where text.hasPrefix(Self.runPrefix):
            self = .runNow(schedule: ScheduleID(String(text.dropFirst(Self.runPrefix.count))))
        case _ where text.hasPrefix(Self.keptPrefix):
            self = .kept(PartID(String(text.dropFirst(Self.keptPrefix.count))))
        case _ where text.hasPrefix(Self.replacedPrefix):
            guard let replacement = PartReplacement(text: String(text.dropFirst(Self.replacedPrefix.count))) else {
                return nil
            }
            self = .replaced(replacement)
        default:
            let start = "lock-out "
            guard text.hasPrefix(start), let word = Self.lockOut(because: String(text.dropFirst(start.count))) else {
                return nil
            }
            self = word
        }
    }

    /// A lock-out for a reason; nil when the reason is empty, too long or not one line of text.
    public static func lockOut(because reason: String) -> OperatorWord? {
        let isOneLine = reason.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
            default: true
            }
        }
        guard isOneLine, reason.contains(where: { !$0.isWhitespace }), reason.count <= longestReason else {
            return nil
        }
        return .lockOut(reason: reason)
    }

    /// Leaves this word for the dock whose store it is, behind the words that were not taken yet, with its line in the
    /// audit trail.
    /// - Returns: false when too many words wait already; then it was not left.
    /// - Throws: `StoreError` when it could not be stored.
    public func leave(in database: RoostDatabase, audit entry: AuditEntry? = nil) throws(StoreError) -> Bool {
        try database.enqueueNote(text, in: Self.queue, audit: entry)
    }

    /// The word in the core's terms; nil when it names a schedule that there is none of, or the clock cannot say when
    /// now is.
    func order(_ planner: Planner, at now: Moment) -> OperatorOrder? {
        switch self {
        case .reset: .reset
        case .callHome: .callHome
        case .lockOut(let reason): .lockOut(reason)
        case .runNow(let schedule):
            now.isWallTrusted ? planner.runNow(schedule, at: now.wall, isAsked: true).map(OperatorOrder.runNow) : nil
        case .replaced(let told):
            .replacePart(told.part, serial: told.serial, reason: told.reason, use: told.use)
        case .kept(let part): .keepPart(part)
        }
    }
}

/// What a person says of a replacement.
public struct PartReplacement: Sendable, Equatable, Codable {
    /// The part.
    public var part: PartID
    /// The serial number of the new unit.
    public var serial: String
    /// Why.
    public var reason: ReplacementReason
    /// What the new unit has run already, in the part's own uses.
    public var use: Double

    /// A replacement.
    public init(part: PartID, serial: String, reason: ReplacementReason, use: Double = 0) {
        (self.part, self.serial, self.reason, self.use) = (part, serial, reason, use)
    }

    /// The replacement of a text; nil when it is none.
    init?(text: String) {
        // A word that is none is dropped and logged by the desk.
        guard let told = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else { return nil }
        self = told
    }

    /// It as one line of JSON.
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A number of uses that is none cannot be written; the desk then drops the word and says so.
        let octets = try? encoder.encode(self)
        return octets.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// Looks for words and hands them to the inbox until the task is cancelled.
func runOperatorDesk(
    _ database: RoostDatabase, planner: Planner, clock: any DockClock, logger: Logger,
    inbox: @Sendable (Event) -> Void
) async {
    while !Task.isCancelled {
        do throws(StoreError) {
            // Removed when it is taken: a word that is lost with a kill can be said again, one that is heard twice
            // cannot be taken back.
            while !Task.isCancelled, let text = try database.takeNote(from: OperatorWord.queue) {
                if let order = OperatorWord(text: text)?.order(planner, at: clock.now()) {
                    logger.notice("an operator says: \(text)")
                    inbox(.operatorSays(order))
                } else {
                    logger.warning("an operator's word cannot be followed and was dropped: \(text)")
                }
            }
        } catch {
            logger.debug("the operator's desk cannot be read: \(error)")
        }
        do { try await clock.sleep(for: .seconds(2)) } catch { return }
    }
}
