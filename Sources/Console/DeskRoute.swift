// SPDX-License-Identifier: Apache-2.0
// The pages where something is changed, or that tell who has. Paths are matched byte for byte, like those of the pages
// that only read.

internal import Access

/// A page of the desk.
enum DeskRoute: Sendable, Equatable {
    /// The page to sign in; `next` is the page of ours to go on to.
    case signIn(next: String?)
    case account
    case operate
    /// The audit trail before a number, or its newest lines.
    case audit(before: Int64?)
    case auditJSON(before: Int64?)
    case notifications
    case settingsCheck

    /// The paths of these pages.
    static let paths = [
        "/sign-in", "/account", "/operate", "/audit", "/api/audit", "/notifications", "/settings",
    ]

    /// The page that a request target names; nil when there is none.
    init?(target: String) {
        guard target.utf8.count <= ConsoleRoute.longestTarget else { return nil }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count > 1 ? String(parts[1]) : ""
        switch parts[0] {
        case "/sign-in":
            let next = query.hasPrefix("next=") ? FormContent(Array(query.utf8))?.text("next") : nil
            self = .signIn(next: SignInPage.place(next))
        case "/account": self = .account
        case "/operate": self = .operate
        case "/notifications": self = .notifications
        case "/settings": self = .settingsCheck
        case "/audit", "/api/audit":
            let prefix = "before="
            let before = query.hasPrefix(prefix) ? Int64(query.dropFirst(prefix.count)) : nil
            guard query.isEmpty || before.map({ $0 > 0 }) == true else { return nil }
            self = parts[0] == "/audit" ? .audit(before: before) : .auditJSON(before: before)
        default: return nil
        }
    }
}
