// SPDX-License-Identifier: Apache-2.0
// The topics under which docks and fleet talk. Everything of one dock lies below its name, so that a broker can let a
// dock's certificate write there and nowhere else. A topic that is not one of these is refused, never guessed at.

/// One topic, versioned with the documents.
public enum FleetTopic: Sendable, Hashable, CustomStringConvertible {
    /// A document of a stream of a dock.
    case document(dock: String, FleetStream)
    /// Whether the broker has the dock on the line: retained, and the dock's last will.
    case link(dock: String)
    /// A dock says of documents that nobody can have them any more.
    case gone(dock: String)
    /// The fleet asks a dock for documents that are missing.
    case request(dock: String)
    /// Settings and schedules for a dock, signed; retained, so that a dock that was away finds the newest.
    case bundle(dock: String)

    /// All that docks say.
    public static let fromEveryDock = "roost/1/up/+/+"

    /// All that docks say, shared among the instances of a group.
    public static func shared(by group: String) -> String { "$share/\(group)/\(fromEveryDock)" }

    /// Whether a name can stand in a topic, an access list and a document: letters, digits, '-', '_' and '.'.
    public static func isName(_ name: String) -> Bool {
        (1...FleetLimit.dockNameOctets).contains(name.utf8.count)
            && name.utf8.allSatisfy { octet in
                switch octet {
                case 48...57, 65...90, 97...122, 45, 46, 95: true
                default: false
                }
            }
    }

    /// The topic of a text; nil when it is none of ours.
    public init?(_ text: String) {
        let levels = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard levels.count == 5, levels[0] == "roost", levels[1] == "1", Self.isName(levels[3]) else {
            return nil
        }
        switch (levels[2], levels[4]) {
        case ("up", "link"): self = .link(dock: levels[3])
        case ("up", "gone"): self = .gone(dock: levels[3])
        case ("up", let word):
            guard let stream = FleetStream(rawValue: word) else { return nil }
            self = .document(dock: levels[3], stream)
        case ("down", "request"): self = .request(dock: levels[3])
        case ("down", "bundle"): self = .bundle(dock: levels[3])
        default: return nil
        }
    }

    /// The dock it belongs to.
    public var dock: String {
        switch self {
        case .document(let dock, _), .link(let dock), .gone(let dock), .request(let dock), .bundle(let dock): dock
        }
    }

    /// The topic as the broker knows it.
    public var description: String {
        switch self {
        case .document(let dock, let stream): "roost/1/up/\(dock)/\(stream.rawValue)"
        case .link(let dock): "roost/1/up/\(dock)/link"
        case .gone(let dock): "roost/1/up/\(dock)/gone"
        case .request(let dock): "roost/1/down/\(dock)/request"
        case .bundle(let dock): "roost/1/down/\(dock)/bundle"
        }
    }
}
