// SPDX-License-Identifier: Apache-2.0
// The button of the outbox page that sends a test mail to those who get alerts. Its address holds a number that only
// this page tells, so that no other site can make a browser press it; it works once a minute.

/// What became of a press.
public enum TestMailAnswer: Sendable, Equatable {
    /// The mail waits in the queue under this number.
    case queued(Int64)
    /// Another was sent less than a minute ago.
    case tooSoon
    /// It could not be queued, and why.
    case refused(String)
}

/// Where a test mail is asked for.
public struct TestMailDoor: Sendable {
    static let prefix = "/outbox/test/"
    private let token: String
    private let send: @Sendable () -> TestMailAnswer

    /// A door; `token` is a secret of this process, `send` queues the mail.
    public init(token: String, send: @escaping @Sendable () -> TestMailAnswer) {
        (self.token, self.send) = (token, send)
    }

    /// The path of the button.
    var path: String { Self.prefix + token }

    /// The answer to a request below the door's path.
    func reply(method: String, target: String) -> ConsoleReply {
        guard target == path else { return .notFound }
        guard method == "POST" else {
            var reply = ConsoleReply.refusal(405, "Method not allowed", "A test mail is asked for by the button.")
            reply.fields = [("Allow", "POST")]
            return reply
        }
        switch send() {
        case .queued(let id):
            let content: HTML = #"""
                <h1>Test mail</h1>
                <p>The test mail is number \#("\(id)") of the queue and is being sent.</p>
                <p><a href="/outbox">The outbox</a> shows what the server says to it.</p>
                """#
            return .page(PageFrame(title: "Test mail", place: .outbox, content: content).rendered)
        case .tooSoon:
            return .refusal(429, "Too soon", "A test mail was asked for less than a minute ago.")
        case .refused(let reason):
            return .refusal(503, "Not queued", reason)
        }
    }
}
