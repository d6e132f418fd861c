// SPDX-License-Identifier: Apache-2.0
// How a person's word reaches a running dock: a note in its store, taken once. It also works while the daemon is
// down; the word then waits for it.

internal import DockModel
internal import Host
internal import Logging
internal import RoostCore
public import Store

/// The words an operator may leave for the dock.
public enum OperatorWord: String, Sendable, CaseIterable {
    /// A person has looked: the dock leaves lost, diverted or fault and looks around anew.
    case reset
    /// The vehicle is to come home now.
    case callHome = "call-home"

    /// The note that carries words.
    static let note = "operator.word"

    /// Leaves this word for the dock whose store it is; an older word that was not taken yet is replaced.
    /// - Throws: `StoreError` when it could not be stored.
    public func leave(in database: RoostDatabase) throws(StoreError) {
        try database.setNote(Self.note, to: rawValue)
    }

    /// The word in the core's terms.
    var order: OperatorOrder {
        switch self {
        case .reset: .reset
        case .callHome: .callHome
        }
    }
}

/// Looks for words and hands them to the inbox until the task is cancelled.
func runOperatorDesk(
    _ database: RoostDatabase, clock: any DockClock, logger: Logger, inbox: @Sendable (Event) -> Void
) async {
    while !Task.isCancelled {
        do throws(StoreError) {
            if let text = try database.note(OperatorWord.note) {
                // Removed first: a word that is lost with a kill can be said again, one that is heard twice cannot be
                // taken back.
                try database.setNote(OperatorWord.note, to: nil)
                if let word = OperatorWord(rawValue: text) {
                    logger.notice("an operator says: \(text)")
                    inbox(.operatorSays(word.order))
                } else {
                    logger.warning("an operator's word is not known and was dropped: \(text)")
                }
            }
        } catch {
            logger.debug("the operator's desk cannot be read: \(error)")
        }
        do { try await clock.sleep(for: .seconds(2)) } catch { return }
    }
}
