// SPDX-License-Identifier: Apache-2.0
// Links, routes, escalation and S/MIME of the mail section as plain values. Nothing is decided here; who applies them
// must never let quiet hours hold back a mail of class P0 or P1.

public import DockModel

/// What a link is made of.
public enum LinkKind: String, Sendable, Hashable, CaseIterable, Codable {
    /// A cable or a radio link without a meter.
    case wired
    /// A mobile network.
    case lte
    /// A satellite: alerts go in their short form.
    case satellite
}

/// One way to the mail server.
public struct LinkSettings: Sendable, Equatable {
    /// Its name, for people and for the file that tells which link is in use.
    public var name: String
    /// What it is.
    public var kind: LinkKind
    /// The network interface whose default route says that it is in use.
    public var interface: String?
    /// Whether every octet costs.
    public var isMetered = false
    /// Octets on the wire a day; nil for no limit.
    public var octetsPerDay: Int?
    /// Mails a day; nil for no limit.
    public var mailsPerDay: Int?
    /// Octets of the largest mail; nil for no limit.
    public var largestMail: Int?
}

/// The languages of mails.
public enum MailLanguage: String, Sendable, Hashable, CaseIterable {
    /// English.
    case english = "en"
    /// German.
    case german = "de"
}

/// The kinds of mail that a route can name.
public enum RoutedKind: String, Sendable, Hashable, CaseIterable {
    /// Alerts about incidents.
    case incident
    /// Mission confirmations.
    case mission
    /// Part notices.
    case partNotice = "part-notice"
    /// The daily digest.
    case digest
    /// Mails that were given up.
    case expiry
    /// Flight records.
    case flightRecord = "flight-record"
}

/// Hours of the day, from the first minute to before the last; over midnight when the last is smaller.
public struct DayHours: Sendable, Equatable {
    /// Minutes after midnight.
    public var from: Int
    /// Minutes after midnight, 1 to 1440.
    public var to: Int

    /// Whether a minute of the day lies in them.
    public func contains(_ minute: Int) -> Bool {
        from < to ? (from..<to).contains(minute) : minute >= from || minute < to
    }
}

/// Who gets what.
public struct MailRoute: Sendable, Equatable {
    /// The addresses, groups resolved.
    public var recipients: [String]
    /// Which kinds; empty for all.
    public var kinds: Set<RoutedKind> = []
    /// Only incidents of this class or a more urgent one.
    public var severity: Severity?
    /// The language of its mails.
    public var language: MailLanguage
    /// The hours in which it holds; nil for all.
    public var hours: DayHours?
    /// The days on which it holds, 0 is Sunday; empty for all.
    public var days: Set<Int> = []
    /// The hours whose end its mails wait for, P0 and P1 excepted.
    public var quiet: DayHours?
}

/// Who is told when nobody has taken note of an alert.
public struct EscalationStep: Sendable, Equatable {
    /// Time after the incident began.
    public var after: Duration
    /// Only incidents of this class or a more urgent one.
    public var severity: Severity
    /// The addresses, groups resolved.
    public var recipients: [String]
    /// The language of its mails.
    public var language: MailLanguage
}

/// How mails are signed, and for whom they are encrypted.
public struct SMIMESettings: Sendable, Equatable {
    /// The dock's certificate and key; nil for no signature.
    public var signer: ClientCertificateSettings?
    /// Certificate files by address, relative to the configuration directory.
    public var certificateFiles: [String: String] = [:]
}
