// SPDX-License-Identifier: Apache-2.0
// The one table that says which role each route needs. What only reads needs the role view unless it is named here; the
// switches over what changes have no default: a new one does not compile before somebody has said who may take it.

internal import Access

/// What a route needs.
enum RouteNeed: Sendable, Equatable {
    /// Nothing: it tells nothing of the dock, or proves itself who may (a link in a mail, a trigger's key).
    case open
    /// A visitor of this role, or of one that may more.
    case role(Role)
}

/// Roles by route.
enum AccessTable {
    /// What a page that only reads needs: whatever tells something of the dock, the role view.
    static func need(of route: ConsoleRoute) -> RouteNeed {
        // What makes the sign-in page readable says nothing of the dock.
        route == .styleSheet || route == .liveScript ? .open : .role(.view)
    }

    /// What a page of the desk needs.
    static func need(of route: DeskRoute) -> RouteNeed {
        switch route {
        case .signIn: .open
        case .operate, .notifications, .settingsCheck, .account: .role(.view)
        case .audit, .auditJSON: .role(.administer)
        }
    }

    /// What a path needs that is read; nil for one that names nothing.
    static func need(ofReading target: String) -> RouteNeed? {
        DeskRoute(target: target).map { need(of: $0) } ?? ConsoleRoute(target: target).map { need(of: $0) }
    }

    /// What a change needs.
    static func need(of route: ChangeRoute) -> RouteNeed {
        switch route {
        case .signIn: .open
        case .signOut: .role(.view)
        case .acknowledge, .shelve, .unshelve, .replace, .pause, .resume, .run, .callHome, .lockOut, .reset,
            .testMail,
            .confirm:
            .role(.operate)
        case .mailServer, .mailAccount, .mailOAuth, .mailRecipients, .mailRoute, .mailRouteRemove, .mailRevert,
            .mailLogin:
            .role(.administer)
        }
    }
}

/// A route that changes something; only POST takes it.
enum ChangeRoute: String, Sendable, CaseIterable {
    case signIn = "/sign-in"
    case signOut = "/sign-out"
    case acknowledge = "/operate/acknowledge"
    case shelve = "/operate/shelve"
    case unshelve = "/operate/unshelve"
    case replace = "/operate/replace"
    case pause = "/operate/pause"
    case resume = "/operate/resume"
    case run = "/operate/run"
    case callHome = "/operate/call-home"
    case lockOut = "/operate/lock-out"
    case reset = "/operate/reset"
    case testMail = "/operate/test-mail"
    case mailServer = "/notifications/server"
    case mailAccount = "/notifications/account"
    case mailOAuth = "/notifications/oauth2"
    case mailRecipients = "/notifications/recipients"
    case mailRoute = "/notifications/route"
    case mailRouteRemove = "/notifications/route-remove"
    case mailRevert = "/notifications/revert"
    case mailLogin = "/notifications/login"
    /// The second word on what was asked for.
    case confirm = "/operate/confirm"

    /// Where its form goes.
    var path: HTML { HTML(showing: rawValue) }
}
