// SPDX-License-Identifier: Apache-2.0
// The way in: how often an address may ask, who a request is, whether its form is ours, and what waits for a second
// word. It keeps bounded memory only, and asks the table which role a route needs.

internal import Access
internal import DockModel
internal import Synchronization

/// A request as it came in.
struct ConsoleRequest: Sendable {
    var method: String
    var target: String
    /// Every `Host` field; exactly one is sound.
    var hosts: [String]
    /// The address of the connection, or "local" for the unix socket.
    var peer: String
    var authorization: String?
    var cookies: [String] = []
    var contentType: String?
    var origin: String?
    var fetchSite: String?
    var forwardedFor: [String] = []
    var forwardedProto: [String] = []
    var content: [UInt8] = []
}

/// The way in.
final class ConsoleGate: Sendable {
    /// Requests a second and at once from one address, and from this machine.
    static let remoteRate = (perSecond: 50.0, burst: 200.0), localRate = (perSecond: 1_000.0, burst: 4_000.0)
    /// Changes a second and at once from one address.
    static let changeRate = (perSecond: 1.0, burst: 20.0)

    let terms: AccessTerms
    let access: any ConsoleAccess
    let desk: any ConsoleDesk
    private let remote = Mutex(
        RequestBudget(perSecond: ConsoleGate.remoteRate.perSecond, burst: ConsoleGate.remoteRate.burst))
    private let local = Mutex(
        RequestBudget(perSecond: ConsoleGate.localRate.perSecond, burst: ConsoleGate.localRate.burst))
    private let changes = Mutex(
        RequestBudget(perSecond: ConsoleGate.changeRate.perSecond, burst: ConsoleGate.changeRate.burst))
    private let tickets = Mutex(TicketBook<Change>())

    /// The way in to a dock.
    init(terms: AccessTerms, access: any ConsoleAccess, desk: any ConsoleDesk) {
        (self.terms, self.access, self.desk) = (terms, access, desk)
    }

    // MARK: Where it comes from

    /// Why a request's origin is not believed.
    enum WrongWay: Error, Equatable { case notThroughProxy, proxySaysNoClient, notEncrypted }

    /// Whom a request comes from.
    func address(of request: ConsoleRequest) throws(WrongWay) -> String {
        guard let proxies = terms.proxies else { return request.peer }
        guard proxies.isProxy(request.peer) else { throw .notThroughProxy }
        guard let client = proxies.client(peer: request.peer, forwardedFor: request.forwardedFor) else {
            throw .proxySaysNoClient
        }
        guard request.forwardedProto.allSatisfy({ $0.lowercased() == "https" }) else { throw .notEncrypted }
        return client
    }

    /// Takes a request out of its address's budget; the seconds to wait when there is none left.
    func overdraft(_ address: String, isChange: Bool) -> Int? {
        let now = access.now
        let isLocal = address == ProxyTrust.socketPeer || NetworkPrefix.isLoopback(address)
        let wait =
            isLocal
            ? local.withLock { $0.take(address, now: now) } : remote.withLock { $0.take(address, now: now) }
        if let wait { return wait }
        return isChange ? changes.withLock { $0.take(address, now: now) } : nil
    }

    // MARK: Who it is

    /// The cookie of a session. The prefix binds it to this host and to encryption where there is some.
    var cookieName: String { terms.isSecure ? "__Host-roost" : "roost" }

    /// The field that sets the cookie, or takes it away.
    func cookie(_ secret: BearerSecret?) -> (name: String, value: String) {
        let life = secret == nil ? 0 : Int(terms.cookieLife.inSeconds)
        let secure = terms.isSecure ? "; Secure" : ""
        let value =
            "\(cookieName)=\(secret?.text ?? ""); Path=/; Max-Age=\(life); HttpOnly; SameSite=Strict\(secure)"
        return ("Set-Cookie", value)
    }

    /// The session that a request shows.
    func session(of request: ConsoleRequest) -> BearerSecret? {
        FormContent.cookie(cookieName, in: request.cookies).flatMap { BearerSecret($0) }
    }

    /// Who a request is; nil when it shows a token that is none.
    func visitor(_ request: ConsoleRequest, from address: String) async -> Visitor? {
        let scheme = "Bearer "
        if let shown = request.authorization {
            guard shown.hasPrefix(scheme + BearerSecret.prefix),
                let secret = BearerSecret(String(shown.dropFirst(scheme.count)))
            else { return nil }
            return await access.visitor(token: secret, from: address)
        }
        if let secret = session(of: request), let known = await access.visitor(session: secret, from: address)
        {
            return known
        }
        return Visitor(name: "", role: terms.anonymous ?? .view, way: .anonymous, address: address)
    }

    /// Whether a visitor may take a route with this need. One who is not known may read at most what is open to all,
    /// and change nothing.
    func allows(_ visitor: Visitor, _ need: RouteNeed, isChange: Bool) -> Bool {
        switch need {
        case .open: return true
        case .role(let role):
            if visitor.way == .anonymous {
                guard !isChange, let anonymous = terms.anonymous else { return false }
                return anonymous.includes(role)
            }
            return visitor.role.includes(role)
        }
    }

    // MARK: The second word

    /// Keeps a change until the visitor says so again; the text is what the second form carries.
    func hold(_ change: Change, for visitor: Visitor) -> String {
        let secret = BearerSecret(), now = access.now
        tickets.withLock { $0.issue(change, to: visitor.holder, hash: secret.hash, now: now) }
        return secret.text
    }

    /// The change that a visitor says a second word on; nil when there is none, it is too old, or another's.
    func redeem(_ ticket: String, by visitor: Visitor) -> Change? {
        guard let secret = BearerSecret(ticket) else { return nil }
        let now = access.now
        return tickets.withLock { $0.redeem(secret.hash, by: visitor.holder, now: now) }
    }
}
