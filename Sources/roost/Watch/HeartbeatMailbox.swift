// SPDX-License-Identifier: Apache-2.0
// Finds the signs of life in the mails of a Maildir or an mbox, for the watch over them. What they mean is the watch's
// affair; a mail of a Maildir is read once, for it never changes.

import DockModel
import Foundation
import Post
import Triage

/// A mailbox with signs of life.
struct HeartbeatMailbox {
    /// Octets of the largest mail that is looked into.
    static let largestMail = 1 << 20

    let path: String
    let key: MessageKey
    /// What is known of files that do not change: a file of a Maildir is written once.
    private var known: [String: HeartbeatSight?] = [:]

    init(path: String, key: MessageKey) {
        self.path = path
        self.key = key
    }

    /// Every sign of life in the mailbox.
    mutating func sights() throws -> [HeartbeatSight] {
        var found: [HeartbeatSight] = []
        var seen: [String: HeartbeatSight?] = [:]
        let before = known
        try MailboxFiles(path: path, largestMail: Self.largestMail).each(isKnown: { before[$0] != nil }) { mail in
            let seenBefore = before[mail.place]
            let sight =
                seenBefore ?? mail.octets.flatMap { self.sight($0, place: mail.place, arrived: mail.arrived) }
            // The places of an mbox name no mail for good.
            if mail.arrived != nil || seenBefore != nil { seen[mail.place] = .some(sight) }
            if let sight { found.append(sight) }
        }
        known = seen
        return found
    }

    /// The sign of life in a mail; nil when it is none.
    func sight(_ octets: [UInt8], place: String, arrived: WallTime?) -> HeartbeatSight? {
        let mark = Array(HeartbeatNote.mark.utf8)
        let mail = ParsedMail(octets)
        let isMarked = mail.header("X-Roost-Kind")?.trimmingCharacters(in: .whitespaces) == "heartbeat"
        guard let text = mail.text, isMarked || Self.holds(octets, mark) else {
            return isMarked
                ? HeartbeatSight(.malformed("it has no text"), place: place, arrived: arrived) : nil
        }
        let reading = HeartbeatNote.read(text, key: key)
        guard reading != .none else {
            return isMarked
                ? HeartbeatSight(
                    .malformed("it has no line \(HeartbeatNote.mark)"), place: place, arrived: arrived)
                : nil
        }
        return HeartbeatSight(reading, place: place, arrived: arrived)
    }

    private static func holds(_ octets: [UInt8], _ mark: [UInt8]) -> Bool {
        guard octets.count >= mark.count else { return false }
        return Data(octets).range(of: Data(mark)) != nil
    }
}
