// SPDX-License-Identifier: Apache-2.0
// Which page a path names. Paths are matched byte for byte: nothing is decoded, joined or normalised, so
// there is no form of `..` or `%2e` that reaches a file name.

/// What is asked for as JSON.
enum JSONQuestion: Sendable, Equatable {
    case status, flight, hardware, wear, outbox, mailbox, system
    case missions(page: Int)
    case wearPart(String)
    case incidents(page: Int)
    case heldBack(page: Int)
    case incident(String)
}

/// A page of the console.
enum ConsoleRoute: Sendable, Equatable {
    /// The overview; `isLive` makes the browser load it again every few seconds.
    case overview(isLive: Bool)
    /// Lists, `page` counted from 1.
    case missions(page: Int)
    case hardware(page: Int)
    case incidents(page: Int)
    case heldBack(page: Int)
    case mailbox(page: Int)
    case flight
    case wear
    case wearPart(String)
    case wearChart(String)
    case incident(String)
    case mail(String)
    case mailHTML(String)
    case rawMail(String)
    case outbox
    case system
    case styleSheet
    case liveScript
    case json(JSONQuestion)
    case events
    case openAPI
    case health
    case ready
    case metrics
    case calendar

    /// Longest request target that is looked at.
    static let longestTarget = 1024
    /// Longest name of a mail, a part or an incident.
    static let longestMailID = 128

    /// The page that a request target names; nil when there is none.
    init?(target: String) {
        guard target.utf8.count <= ConsoleRoute.longestTarget else { return nil }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count > 1 ? String(parts[1]) : ""
        guard let path = parts.first, let (endpoint, id) = ConsoleEndpoint.find(path) else { return nil }
        var number = 1
        if endpoint.query == .page {
            guard let page = ConsoleRoute.page(query) else { return nil }
            number = page
        }
        self = endpoint.route(id, number, query)
    }

    /// Whether a text can name a mail, a part or an incident in a path: ASCII letters, digits and `._@+=-`, not
    /// led by a mark, without `..`.
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
