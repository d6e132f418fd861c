// SPDX-License-Identifier: Apache-2.0
// The one request that does not only read: `POST /trigger/NAME` with a key asks for the runs of a schedule. What
// follows is for the gates; the door knows no schedule and starts nothing itself.

/// What became of a request for a run.
public enum TriggerAnswer: Sendable, Equatable {
    /// It is asked for; the gates decide.
    case asked
    /// Nothing has that name.
    case unknown
    /// Who asked could not be stored, so nothing was asked for.
    case notStored
}

/// Who may ask for a run, and what is asked.
public struct TriggerDoor: Sendable {
    /// Longest name and longest key.
    static let longestName = 64, longestKey = 1_024

    private let key: [UInt8]
    private let start: @Sendable (_ name: String, _ address: String) -> TriggerAnswer

    /// A door with its key; `start` asks for what a name stands for, for who asks from an address.
    public init(key: String, start: @escaping @Sendable (_ name: String, _ address: String) -> TriggerAnswer) {
        (self.key, self.start) = (Array(key.utf8), start)
    }

    /// The answer to a request for a name.
    /// - Parameter authorization: the field of that name, "Bearer KEY".
    func reply(method: String, name: String, authorization: String?, from address: String) -> ConsoleReply {
        guard method == "POST" else {
            var reply = ConsoleReply.plain("405 Method Not Allowed: a trigger is asked for by POST.\n", status: 405)
            reply.fields = [("Allow", "POST")]
            return reply
        }
        let scheme = "Bearer "
        guard let authorization, authorization.hasPrefix(scheme), isKey(authorization.dropFirst(scheme.count)) else {
            var reply = ConsoleReply.plain(
                "401 Unauthorized: show the key as Authorization: Bearer KEY.\n", status: 401)
            reply.fields = [("WWW-Authenticate", "Bearer")]
            return reply
        }
        let answer = name.utf8.count <= Self.longestName ? start(name, address) : .unknown
        switch answer {
        case .unknown: return .plain("404 Not Found: no schedule is triggered by that name.\n", status: 404)
        case .notStored:
            return .plain("503 Service Unavailable: it could not be stored; ask again in a minute.\n", status: 503)
        case .asked: return .plain("202 Accepted: the gates decide; see the overview.\n", status: 202)
        }
    }

    /// Whether a text is the key; the time it takes does not tell how much of it was right.
    private func isKey(_ text: Substring) -> Bool {
        let shown = Array(text.utf8)
        guard !key.isEmpty, shown.count <= Self.longestKey else { return false }
        var difference = shown.count ^ key.count
        for (index, octet) in shown.enumerated() { difference |= Int(octet ^ key[index % key.count]) }
        return difference == 0
    }
}
