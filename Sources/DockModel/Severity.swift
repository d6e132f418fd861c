// SPDX-License-Identifier: Apache-2.0
// How urgent an incident or a mail is. The classes are Roost's own (facts 2.4), not MAVLink's numbers.
// It says nothing on who gets the mail or when; the post office decides that.

/// Incident classes, most urgent first.
public enum Severity: Int, Sendable, Codable, Comparable, CaseIterable {
    /// P0: mail now, repeat until acknowledged.
    case emergency = 0
    /// P1: mail now.
    case critical = 1
    /// P2: mail now, grouped.
    case error = 2
    /// P3: digest, now when repeated.
    case warning = 3
    /// P4: digest.
    case notice = 4
    /// P5: log only.
    case trace = 5

    /// More urgent classes order first.
    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
    /// The class as written in mails: "P2".
    public var label: String { "P\(rawValue)" }
}
