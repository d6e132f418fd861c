// SPDX-License-Identifier: Apache-2.0
// Which page a path names. Paths are matched byte for byte: nothing is decoded, joined or normalised, so
// there is no form of `..` or `%2e` that reaches a file name.

/// A page of the console.
enum ConsoleRoute: Sendable, Equatable {
    /// The overview; `isLive` makes the browser load it again every few seconds.
    case overview(isLive: Bool)
    /// The mailbox, `page` counted from 1.
    case mailbox(page: Int)
    case mail(String)
    case mailHTML(String)
    case rawMail(String)
    case outbox
    case health
    case styleSheet
    case statusJSON
    case mailboxJSON
    case outboxJSON

    /// Longest request target that is looked at.
    static let longestTarget = 1024
    /// Longest name of a mail.
    static let longestMailID = 128

    /// The page that a request target names; nil when there is none.
    init?(target: String) {
        guard target.utf8.count <= ConsoleRoute.longestTarget else { return nil }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count > 1 ? String(parts[1]) : ""
        switch parts[0] {
        case "/": self = .overview(isLive: query == "live")
        case "/mailbox":
            guard let page = ConsoleRoute.page(query) else { return nil }
            self = .mailbox(page: page)
        case "/outbox": self = .outbox
        case "/healthz": self = .health
        case "/style.css": self = .styleSheet
        case "/api/status": self = .statusJSON
        case "/api/mailbox": self = .mailboxJSON
        case "/api/outbox": self = .outboxJSON
        default: self.init(mailPath: parts[0])
        }
    }

    private init?(mailPath: Substring) {
        let prefix = "/mailbox/"
        guard mailPath.hasPrefix(prefix) else { return nil }
        let parts = mailPath.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false)
        guard let id = parts.first.map(String.init), ConsoleRoute.isMailID(id) else { return nil }
        switch parts.dropFirst().map(String.init) {
        case []: self = .mail(id)
        case ["html"]: self = .mailHTML(id)
        case ["raw"]: self = .rawMail(id)
        default: return nil
        }
    }

    /// Whether a text can name a mail: ASCII letters, digits and `._@+=-`, not led by a mark, without `..`.
    static func isMailID(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, isLetterOrDigit(first), bytes.count <= longestMailID else {
            return false
        }
        return bytes.allSatisfy { isLetterOrDigit($0) || "._@+=-".utf8.contains($0) } && !text.contains("..")
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// The page of "page=3"; 1 without a query, nil for anything else.
    private static func page(_ query: String) -> Int? {
        if query.isEmpty { return 1 }
        let prefix = "page="
        guard query.hasPrefix(prefix), query.utf8.count <= prefix.count + 6 else { return nil }
        let digits = query.dropFirst(prefix.count)
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let page = Int(digits), page >= 1 else {
            return nil
        }
        return page
    }
}
