// SPDX-License-Identifier: Apache-2.0
// What the console asks of those who know users and of those who carry out changes. The console decides by the table
// which role a route needs; behind these protocols passwords are compared and changes are stored with their audit line.

public import Access
public import DockModel

/// How the console may be reached.
public struct AccessTerms: Sendable, Equatable {
    /// What somebody may who has not signed in; nil for nothing.
    public var anonymous: Role?
    /// The proxies in front; nil when none stands there.
    public var proxies: ProxyTrust?
    /// Whether it speaks TLS itself.
    public var isTLS: Bool
    /// Whether it listens on a unix socket.
    public var isSocket: Bool
    /// How long a browser keeps its cookie.
    public var cookieLife: Duration

    /// The terms of a console.
    public init(
        anonymous: Role? = .view, proxies: ProxyTrust? = nil, isTLS: Bool = false, isSocket: Bool = false,
        cookieLife: Duration = SessionLife().longest
    ) {
        (self.anonymous, self.proxies, self.isTLS, self.isSocket) = (anonymous, proxies, isTLS, isSocket)
        self.cookieLife = cookieLife
    }

    /// Whether what a browser sees is encrypted.
    var isSecure: Bool { isTLS || proxies != nil }
}

/// What became of a try to sign in.
public enum SignInAnswer: Sendable, Equatable {
    /// A session has begun; its cookie says this secret.
    case welcome(BearerSecret)
    /// The name or the password is wrong; the next try waits so long.
    case refused(wait: Duration)
    /// Too many wrong ones: not looked at before so long.
    case wait(Duration)
    /// Too many try at once.
    case busy
    /// The session could not be stored.
    case notStored
}

/// Who may come in.
public protocol ConsoleAccess: Sendable {
    /// The boot clock, on which sessions and waits count.
    var now: Instant { get }
    /// Who a session is; nil when it is none, or over.
    func visitor(session: BearerSecret, from address: String) async -> Visitor?
    /// Who a token is; nil when it is none, or over.
    func visitor(token: BearerSecret, from address: String) async -> Visitor?
    /// Compares a password and begins a session.
    func signIn(name: String, password: String, from address: String) async -> SignInAnswer
    /// Ends a session.
    func signOut(_ session: BearerSecret, of visitor: Visitor) async
}

/// What stands in the way of a change now, for the page that asks a second time.
public struct ChangePreview: Sendable, Equatable {
    /// What will follow, in sentences.
    public var says: [String]
    /// What the dock shows now: "Phase", "idle".
    public var facts: [(name: String, value: String)]
    /// What each gate would answer now; empty for a change that passes none.
    public var gates: [GateRow]
    /// Why it cannot be done as it was asked for, each with its place; empty when it can.
    public var faults: [String] = []

    /// A preview.
    public init(says: [String], facts: [(name: String, value: String)] = [], gates: [GateRow] = []) {
        (self.says, self.facts, self.gates) = (says, facts, gates)
    }

    /// Of a change that cannot be done.
    public init(faults: [String]) {
        self.init(says: [])
        self.faults = faults
    }

    /// Two previews that show the same.
    public static func == (left: ChangePreview, right: ChangePreview) -> Bool {
        left.says == right.says && left.gates == right.gates && left.faults == right.faults
            && left.facts.map(\.name) == right.facts.map(\.name)
            && left.facts.map(\.value) == right.facts.map(\.value)
    }
}

/// What became of a change.
public enum ChangeAnswer: Sendable, Equatable {
    /// It is stored; the sentence says what follows.
    case done(String)
    /// It cannot be done, and why.
    case refused(String)
    /// Not so soon after the last one.
    case tooSoon(String)
    /// It could not be stored; try again later.
    case notStored(String)
}

/// What carries out changes.
public protocol ConsoleDesk: Sendable {
    /// What may be changed now.
    func operations() async -> OperatePage
    /// What a change would meet now; nil when what it names does not exist.
    func preview(_ change: Change) async -> ChangePreview?
    /// Carries out a change and stores who asked for it in the same transaction.
    func carryOut(_ change: Change, by visitor: Visitor) async -> ChangeAnswer
    /// A page of the audit trail: what came before a number, or the newest.
    func audit(before: Int64?) async -> AuditPage
    /// How mail is sent.
    func notifications() async -> NotificationsPage
    /// What a check of the settings on the disk finds.
    func settingsCheck() async -> SettingsCheckPage
}
