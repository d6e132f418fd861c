// SPDX-License-Identifier: Apache-2.0
// `GET /ack/TOKEN` shows an incident with a button, and only `POST` takes note of it: programs that look into mails
// follow links, and must not answer for a person. Who may is proven by the token; the door knows no key.

public import DockModel

/// An incident as the reader of its mail sees it.
public struct AcknowledgeView: Sendable, Equatable {
    /// What happened.
    public var title: String
    /// Its class.
    public var severity: Severity
    /// When it began.
    public var opened: WallTime
    /// Whether it goes on.
    public var isOpen: Bool
    /// When somebody took note of it; nil when nobody has.
    public var taken: WallTime?
    /// Who, as far as it is known.
    public var who: String?

    /// An incident and who has taken note of it.
    public init(
        title: String, severity: Severity, opened: WallTime, isOpen: Bool, taken: WallTime? = nil,
        who: String? = nil
    ) {
        (self.title, self.severity, self.opened, self.isOpen) = (title, severity, opened, isOpen)
        (self.taken, self.who) = (taken, who)
    }
}

/// What became of a request.
public enum AcknowledgeAnswer: Sendable, Equatable {
    /// The incident as it stands now.
    case view(AcknowledgeView)
    /// The token names no incident of this dock.
    case unknown
    /// It could not be stored now.
    case notStored
}

/// Where readers of alerts say that somebody has taken note.
public struct AcknowledgeDoor: Sendable {
    private let look: @Sendable (String) -> AcknowledgeAnswer
    private let take: @Sendable (_ token: String, _ address: String) -> AcknowledgeAnswer

    /// A door; `look` shows what a token stands for and changes nothing, `take` takes note of it for who asks from an
    /// address.
    public init(
        look: @escaping @Sendable (String) -> AcknowledgeAnswer,
        take: @escaping @Sendable (_ token: String, _ address: String) -> AcknowledgeAnswer
    ) {
        (self.look, self.take) = (look, take)
    }

    /// The answer to a request for a token.
    func reply(method: String, token: String, from address: String, _ times: TimeStyle) -> ConsoleReply {
        let answer: AcknowledgeAnswer
        switch method {
        case "GET", "HEAD": answer = look(token)
        case "POST": answer = take(token, address)
        default:
            var reply = ConsoleReply.refusal(
                405, "Method not allowed", "An alert is shown by GET and taken by POST.")
            reply.fields = [("Allow", "GET, HEAD, POST")]
            return reply
        }
        switch answer {
        case .unknown: return .notFound
        case .notStored:
            return .refusal(503, "Not stored", "The dock could not store it. Try again in a minute.")
        case .view(let view):
            var reply = ConsoleReply.page(view.rendered(times))
            reply.policy = .form
            return reply
        }
    }
}

extension AcknowledgeView {
    fileprivate func rendered(_ times: TimeStyle) -> String {
        let state: HTML = isOpen ? "It is open." : "It has ended."
        let button: HTML =
            taken == nil
            ? #"<form method="post"><button type="submit">I take care of it</button></form>"#
            : #"<p><strong>Taken note of</strong> at \#(taken.map(times.text) ?? "") by \#(who ?? "")</p>"#
        let content: HTML = #"""
            <h1>\#(severity.label) \#(title, upTo: 400)</h1>
            <p>Since \#(times.text(opened)). \#(state)</p>
            \#(button)
            """#
        return PageFrame(title: "Alert", place: .none, content: content).rendered
    }
}
