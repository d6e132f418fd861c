// SPDX-License-Identifier: Apache-2.0
// Files of settings and schedules that a fleet sends to one dock: which paths may be among them, and their form. It
// knows nothing of signatures and keys, and never names a file outside the folders of a configuration. The file
// dock.yaml stays the dock's own: where it stands, its devices' addresses, its secrets and whom it obeys.

public import DockModel
internal import Post

/// Why octets are no bundle for this dock.
public enum BundleFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// They cannot be read.
    case malformed(String)
    /// The signature is missing, or does not belong to them and the key.
    case unsigned
    /// It is for another dock.
    case otherDock(String)
    /// A newer one was judged already.
    case older(number: Int64, than: Int64)
    /// A file is none that a fleet may send.
    case path(String)
    /// It is too large.
    case tooLarge

    /// The reason.
    public var description: String {
        switch self {
        case .malformed(let reason): "it cannot be read: \(reason)"
        case .unsigned: "its signature does not belong to it and fleet.bundle_key"
        case .otherDock(let dock): "it is for dock \"\(dock)\""
        case .older(let number, let newest): "its number \(number) is not above \(newest)"
        case .path(let path):
            "\"\(path)\" is none of schedules/, hardware/, priors/ and parts.yaml, or no plain name"
        case .tooLarge:
            "it has more than \(FleetBundle.mostOctets >> 20) MiB or \(FleetBundle.mostFiles) files"
        }
    }
}

/// Files for one dock, or the word to take those of an earlier bundle back.
public struct FleetBundle: Sendable, Equatable {
    /// The form of the body.
    public static let schema = "roost-bundle/1"
    /// Octets of a signed bundle at most.
    public static let mostOctets = 4 << 20
    /// Files at most, and removed ones.
    public static let mostFiles = 256

    /// The dock it is for.
    public var dock: String
    /// Its number: a dock takes none that is not above the newest it has judged.
    public var number: Int64
    /// What it is called, for people.
    public var name: String
    /// When it was made.
    public var made: WallTime
    /// The bundle whose files are taken back; nil for one that brings files.
    public var undoes: Int64?
    /// Contents by path, and paths that are to be gone.
    public var files: [String: [UInt8]], removed: [String]

    /// A bundle that brings files.
    public init(
        dock: String, number: Int64, name: String, made: WallTime, files: [String: [UInt8]],
        removed: [String] = []
    ) {
        (self.dock, self.number, self.name, self.made) = (dock, number, name, made)
        (self.files, self.removed) = (files, removed)
    }

    /// A bundle that takes the files of another back.
    public init(undoing number: Int64, by own: Int64, dock: String, name: String, made: WallTime) {
        self.init(dock: dock, number: own, name: name, made: made, files: [:])
        undoes = number
    }

    /// The bundle in the octets that were signed.
    public init(_ octets: [UInt8]) throws(BundleFault) {
        guard octets.count <= Self.mostOctets else { throw .tooLarge }
        guard let node = JSONNode(octets) else { throw .malformed("no JSON") }
        guard node["schema"]?.text == Self.schema else { throw .malformed("another form") }
        guard let dock = node["dock"]?.text, let number = node["number"]?.wholeNumber, number >= 1,
            number <= FleetLimit.largestNumber, let name = node["name"]?.text,
            let made = node["made_ms"]?.wholeNumber,
            case .array(let files)? = node["files"], case .array(let removed)? = node["removed"]
        else { throw .malformed("a member is missing") }
        guard files.count <= Self.mostFiles, removed.count <= Self.mostFiles else { throw .tooLarge }
        self.init(
            dock: dock, number: number, name: String(name.prefix(100)), made: WallTime(milliseconds: made),
            files: [:])
        switch node["undoes"] {
        case .null?, nil: break
        case let value?:
            guard let whole = value.wholeNumber, whole < number, files.isEmpty, removed.isEmpty else {
                throw .malformed("it undoes what it cannot")
            }
            undoes = whole
        }
        for file in files {
            guard let path = file["path"]?.text, let text = file["octets"]?.text, self.files[path] == nil
            else {
                throw .malformed("a file is no file")
            }
            guard Self.isAllowed(path) else { throw .path(String(path.prefix(80))) }
            self.files[path] = Base64.decode(text.utf8)
        }
        for item in removed {
            guard let path = item.text, self.files[path] == nil else {
                throw .malformed("a removed file is none")
            }
            guard Self.isAllowed(path) else { throw .path(String(path.prefix(80))) }
            self.removed.append(path)
        }
        guard undoes != nil || !self.files.isEmpty || !self.removed.isEmpty else {
            throw .malformed("it is empty")
        }
    }

    /// The octets that are signed.
    public var octets: [UInt8] {
        var all = JSONMembers()
        all.add("schema", text: Self.schema)
        all.add("dock", text: dock)
        all.add("number", whole: number)
        all.add("name", text: name)
        all.add("made_ms", whole: made.milliseconds)
        all.add("undoes", whole: undoes)
        let files = files.sorted { $0.key < $1.key }.map { path, octets in
            let text = String(decoding: Base64.encode(octets), as: UTF8.self)
            return "{\"path\":\(JSONNode.quoted(path)),\"octets\":\"\(text)\"}"
        }
        let paths = removed.sorted().map(JSONNode.quoted).joined(separator: ",")
        let rest = "[\(files.joined(separator: ","))],\"removed\":[\(paths)]"
        return all.octets(andLast: "files", octets: Array(rest.utf8))
    }

    /// Whether a path is one that a fleet may send: a file that a configuration reads, but for dock.yaml.
    public static func isAllowed(_ path: String) -> Bool {
        if path == "parts.yaml" { return true }
        let sides = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard sides.count == 2, (1...100).contains(sides[1].utf8.count), !sides[1].hasPrefix(".") else {
            return false
        }
        guard sides[1].utf8.allSatisfy({ isPlain($0) }) else { return false }
        let endings = ["schedules": [".yaml", ".plan", ".ics"], "hardware": [".yaml"], "priors": [".json"]]
        return endings[sides[0]]?.contains { sides[1].hasSuffix($0) && sides[1] != $0 } ?? false
    }

    /// Whether a running dock takes these files without a start: schedules and plans.
    public static func isTakenAtOnce(_ path: String) -> Bool { path.hasPrefix("schedules/") }

    private static func isPlain(_ octet: UInt8) -> Bool {
        switch octet {
        case 48...57, 65...90, 97...122, 45, 46, 95: true
        default: false
        }
    }
}

/// Octets with a signature around them.
public struct SignedOctets: Sendable, Equatable {
    /// The form, and the line that is signed before the body.
    public static let schema = "roost-signed/1"

    /// What is signed, and the signature.
    public var body: [UInt8], signature: [UInt8]

    /// A body and its signature.
    public init(body: [UInt8], signature: [UInt8]) { (self.body, self.signature) = (body, signature) }

    /// The two in a message.
    public init(_ message: [UInt8]) throws(BundleFault) {
        // Base64 takes four octets for three.
        guard message.count <= FleetBundle.mostOctets / 3 * 4 + 1_024 else { throw .tooLarge }
        guard let node = JSONNode(message) else { throw .malformed("no JSON") }
        guard node["schema"]?.text == Self.schema, let body = node["body"]?.text else {
            throw .malformed("another form")
        }
        guard let signature = node["signature"]?.text else { throw .unsigned }
        self.init(body: Base64.decode(body.utf8), signature: Base64.decode(signature.utf8))
    }

    /// The message.
    public var octets: [UInt8] {
        func text(_ octets: [UInt8]) -> String { String(decoding: Base64.encode(octets), as: UTF8.self) }
        return Array(
            "{\"schema\":\"\(Self.schema)\",\"body\":\"\(text(body))\",\"signature\":\"\(text(signature))\"}"
                .utf8)
    }

    /// What the signature is made over: the form stands before the body, so that no other signature of the key fits.
    public static func message(_ body: [UInt8]) -> [UInt8] { Array("\(schema)\n".utf8) + body }
}
