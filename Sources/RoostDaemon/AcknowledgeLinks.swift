// SPDX-License-Identifier: Apache-2.0
// The links by which a reader of an alert says that somebody has taken note of it: the incident and a code that only
// this dock can make. A link gives no other right and shows nothing that its mail does not.

internal import DockModel
internal import Foundation
internal import Settings
internal import Triage

/// Makes and checks the links of one dock.
struct AcknowledgeLinks: Sendable {
    private let address: String
    private let dock: String
    private let key: MessageKey

    /// Links to the console at `address`.
    init(address: String, dock: String, key: MessageKey) {
        (self.address, self.dock, self.key) = (address, dock, key)
    }

    /// Links whose key is kept in a directory, in the file `acknowledge.key` of mode 0600; it is made where there is
    /// none.
    init(address: String, dock: String, directory: String) throws {
        let name = "acknowledge.key"
        let path = directory + "/" + name
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if file >= 0 {
            defer { close(file) }
            var random = SystemRandomNumberGenerator()
            let digits = (0..<32).map { _ in Self.hexadecimal(UInt8.random(in: 0 ... .max, using: &random)) }
                .joined()
            let octets = Array((digits + "\n").utf8)
            let count = unsafe octets.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
            guard count == octets.count, fsync(file) == 0 else {
                unsafe unlink(path)
                throw SecretError.unusable(path: path)
            }
        }
        let text = try SecretSource(baseDirectory: directory).read(.file(path: name))
        guard let key = MessageKey(secret: text) else { throw SecretError.unusable(path: path) }
        self.init(address: address, dock: dock, key: key)
    }

    /// The host names under which readers of mails reach the console.
    static func hosts(of mail: MailSettings) -> [String] {
        guard let address = mail.acknowledgeURL, let start = address.range(of: "://")?.upperBound else { return [] }
        let authority = address[start...].prefix { $0 != "/" }
        return authority.split(separator: ":").first.map { [String($0)] } ?? []
    }

    /// The link for an incident.
    func link(for incident: String) -> String { "\(address)/ack/\(token(incident))" }

    /// The incident of a token that this dock made; nil for any other.
    func incident(of token: String) -> String? {
        guard token.utf8.count <= 128, let dot = token.lastIndex(of: ".") else { return nil }
        let incident = String(token[..<dot])
        guard !incident.isEmpty, Self.isSame(self.token(incident), token) else { return nil }
        return incident
    }

    private func token(_ incident: String) -> String {
        let code = key.code(of: Array("roost-acknowledge/1|\(dock)|\(incident)".utf8))
        let safe = code.map { character -> Character in
            switch character {
            case "+": "-"
            case "/": "_"
            default: character
            }
        }
        return "\(incident).\(String(safe.filter { $0 != "=" }))"
    }

    /// Compares in a time that does not tell how much of a guess was right.
    private static func isSame(_ wanted: String, _ found: String) -> Bool {
        let left = Array(wanted.utf8), right = Array(found.utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func hexadecimal(_ octet: UInt8) -> String {
        let digits = String(octet, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }
}
