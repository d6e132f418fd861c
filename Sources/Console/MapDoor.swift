// SPDX-License-Identifier: Apache-2.0
// Where a map server tells that a processing has ended: `POST /map/UUID`. The id is a random one that only the server was
// told; what the request says beside it is not read, because the dock asks the server itself.

/// The door for a map server's word.
public struct MapDoor: Sendable {
    /// Longest id.
    static let longestID = 64
    static let prefix = "/map/"

    private let hurry: @Sendable (String) async -> Bool

    /// A door; `hurry` looks at the task of an id at once, and answers false when there is none.
    public init(hurry: @escaping @Sendable (String) async -> Bool) { self.hurry = hurry }

    /// The answer to a request for an id.
    func reply(method: String, id: String) async -> ConsoleReply {
        guard method == "POST" else {
            var reply = ConsoleReply.plain(
                "405 Method Not Allowed: a map server tells by POST.\n", status: 405)
            reply.fields = [("Allow", "POST")]
            return reply
        }
        guard id.utf8.count <= Self.longestID, await hurry(id) else {
            return .plain("404 Not Found: no map is under way by that id.\n", status: 404)
        }
        return .plain("200 OK: the dock asks the server.\n", status: 200)
    }
}
