// SPDX-License-Identifier: Apache-2.0
// Which waiting mails may go now, and in which form: quiet hours and holds by a person, the link's budget, the largest
// mail, short forms. An alert of class P0 to P2 is never kept back by a budget.

internal import GRDB
internal import Post

/// Which form of a mail was leased.
enum MailForm: Equatable {
    /// The mail itself.
    case long
    /// Its short form; with `isFinal` no long form follows.
    case short(isFinal: Bool)
}

/// A mail with the form in which it was leased.
struct LeasedMail {
    var mail: QueuedMail
    var isShort: Bool
}

/// What a lease lets through.
struct LeaseGate: Equatable {
    /// Whether short forms go in place of the mails that have one.
    var usesShortForm = false
    /// Octets of the largest mail; beyond it a mail waits for another link.
    var largest = Int.max
    /// Octets that the budget has left, for what is not urgent.
    var room = Int.max

    /// The least room that a short form needs: its octets with header and envelope.
    static let shortCost = 1_500
    /// Held until a person lets it go.
    static let heldForEver = Int64.max

    /// Whether nobody and no quiet hours hold a mail. Hours that were set by a clock ahead of this one do not bind.
    static let isFree = """
        (held_until_ms IS NULL OR held_until_ms <= :now
            OR (held_until_ms < 9223372036854775807 AND created_ms > :now))
        """

    /// Whether a mail may go over the link.
    static let isThrough = """
        CASE
        WHEN :short AND EXISTS (SELECT 1 FROM outbox_recipient
                WHERE mail = outbox.id AND state = 'queued' AND short_state = 'queued')
            THEN \(isUrgent) OR :room >= :shortCost
        WHEN :short AND EXISTS (SELECT 1 FROM outbox_short WHERE mail = outbox.id) THEN 0
        ELSE size <= :largest AND (\(isUrgent) OR size <= :room)
        END
        """

    /// An alert of class P0 to P2, or one whose class nobody told.
    static let isUrgent = "(priority = 0 AND COALESCE(severity, 0) <= 2)"

    /// The values of the gate's names.
    var arguments: StatementArguments {
        ["short": usesShortForm, "largest": largest, "room": room, "shortCost": Self.shortCost]
    }
}
