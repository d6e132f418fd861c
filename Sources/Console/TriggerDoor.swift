// SPDX-License-Identifier: Apache-2.0
// The one request that does not only read: `POST /trigger/NAME` with a key asks for the runs of a schedule. What
// follows is for the gates; the door knows no schedule and starts nothing itself.

/// Who may ask for a run, and what is asked.
public struct TriggerDoor: Sendable {
    /// Longest name and longest key.
    static let longestName = 64, longestKey = 1_024

    private let key: [UInt8]
    private let start: @Sendable (String) -> Bool

    /// A door with its key; `start` asks for what a name stands for, and answers false when nothing does.
    public init(key: String, start: @escaping @Sendable (String) -> Bool) {
        (self.key, self.start) = (Array(key.utf8), start)
    }

    /// The answer to a request for a name.
    /// - Parameter authorization: the field of that name, "Bearer KEY".
    func reply(method: String, name: String, authorization: String?) -> ConsoleReply {
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
        guard name.utf8.count <= Self.longestName, start(name) else {
            return .plain("404 Not Found: no schedule is triggered by that name.\n", status: 404)
        }
        return .plain("202 Accepted: the gates decide; see the overview.\n", status: 202)
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
