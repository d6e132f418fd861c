// SPDX-License-Identifier: Apache-2.0
// One answer of the console before it becomes HTTP: status, kind of content, bytes and the rules a browser
// must keep. No answer leaves without a content security policy; the only script that it allows is our own file.

/// An answer.
struct ConsoleReply: Sendable, Equatable {
    /// What a browser may do with the content.
    enum Policy: Sendable, Equatable {
        /// A page of ours.
        case page
        /// A page of ours with a form that goes back to us.
        case form
        /// The HTML part of a mail: inline styles and pictures inside the mail, nothing else, framed by us
        /// only.
        case foreignHTML
        /// Not to be shown as a page.
        case inert
    }

    /// The HTTP status.
    var status: Int
    /// The media type.
    var contentType: String
    /// What a browser may do with it.
    var policy: Policy
    /// The content.
    var body: [UInt8]
    /// Further header fields.
    var fields: [(name: String, value: String)] = []
    /// Whether the content is followed by news until the reader goes away.
    var isStream = false

    static func == (left: ConsoleReply, right: ConsoleReply) -> Bool {
        left.status == right.status && left.contentType == right.contentType && left.policy == right.policy
            && left.body == right.body && left.fields.map(\.name) == right.fields.map(\.name)
            && left.fields.map(\.value) == right.fields.map(\.value)
    }

    static func page(_ text: String, status: Int = 200) -> ConsoleReply {
        ConsoleReply(
            status: status, contentType: "text/html; charset=utf-8", policy: .page, body: Array(text.utf8))
    }

    static func json(_ value: JSONValue, status: Int = 200) -> ConsoleReply {
        ConsoleReply(
            status: status, contentType: "application/json; charset=utf-8", policy: .inert,
            body: Array((value.rendered + "\n").utf8))
    }

    static func plain(_ text: String, status: Int) -> ConsoleReply {
        ConsoleReply(
            status: status, contentType: "text/plain; charset=utf-8", policy: .inert, body: Array(text.utf8))
    }

    /// Text of some media type, not to be shown as a page.
    static func text(_ text: String, type: String) -> ConsoleReply {
        ConsoleReply(status: 200, contentType: type, policy: .inert, body: Array(text.utf8))
    }

    /// A picture of ours (PNG).
    static func picture(_ octets: [UInt8]) -> ConsoleReply {
        ConsoleReply(status: 200, contentType: "image/png", policy: .inert, body: octets)
    }

    /// The beginning of a stream of news.
    static let stream = ConsoleReply(
        status: 200, contentType: "text/event-stream", policy: .inert, body: [], isStream: true)

    /// Why there is no answer, for programs.
    static func problem(_ status: Int, _ text: String) -> ConsoleReply {
        json(JSONValue([("error", text)]), status: status)
    }

    static func styleSheet(_ text: String) -> ConsoleReply {
        ConsoleReply(
            status: 200, contentType: "text/css; charset=utf-8", policy: .inert, body: Array(text.utf8))
    }

    static func foreignHTML(_ text: String) -> ConsoleReply {
        ConsoleReply(
            status: 200, contentType: "text/html; charset=utf-8", policy: .foreignHTML, body: Array(text.utf8)
        )
    }

    /// A mail to be saved; `id` was checked by `ConsoleRoute.isMailID`, so it needs no quoting.
    static func download(_ bytes: [UInt8], id: String) -> ConsoleReply {
        let name = id.hasSuffix(".eml") ? id : id + ".eml"
        return ConsoleReply(
            status: 200, contentType: "message/rfc822", policy: .inert, body: bytes,
            fields: [("Content-Disposition", "attachment; filename=\"\(name)\"")])
    }

    /// A page that says why there is none.
    static func refusal(_ status: Int, _ title: String, _ explanation: String) -> ConsoleReply {
        let content: HTML = #"<h1>\#(title)</h1><p>\#(explanation, upTo: 600)</p><p><a href="/">Overview</a></p>"#
        return page(PageFrame(title: title, place: .none, content: content).rendered, status: status)
    }

    static let notFound = refusal(404, "Not found", "There is no such page or mail.")

    static var methodNotAllowed: ConsoleReply {
        var reply = refusal(405, "Method not allowed", "This console only reads: GET and HEAD.")
        reply.fields = [("Allow", "GET, HEAD")]
        return reply
    }

    /// Plain text, so that nothing of ours is readable under a foreign name.
    static let wrongHost = plain(
        "421 Misdirected Request: this console does not answer to that host name. "
            + "Open it by the address it listens on.\n",
        status: 421)
    static let badRequest = plain("400 Bad Request: exactly one Host field is needed.\n", status: 400)
    static let tooLarge = plain(
        "413 Content Too Large: requests to this console carry at most \(RequestLimit.contentBytes) octets.\n",
        status: 413)
    static let tooSlow = plain(
        "408 Request Timeout: the content of the request did not arrive.\n", status: 408)

    /// The fields that tell a browser what it may do.
    var securityFields: [(name: String, value: String)] {
        [
            ("Content-Security-Policy", contentSecurityPolicy),
            ("X-Frame-Options", policy == .foreignHTML ? "SAMEORIGIN" : "DENY"),
            ("X-Content-Type-Options", "nosniff"),
            // With no-referrer browsers say "null" as the origin of our own forms.
            ("Referrer-Policy", policy == .form ? "same-origin" : "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
            ("Cache-Control", "no-store"),
        ]
    }

    private var contentSecurityPolicy: String {
        switch policy {
        case .page, .form:
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
                + "frame-src 'self'; base-uri 'none'; "
                + "form-action \(policy == .form ? "'self'" : "'none'"); frame-ancestors 'none'"
        case .foreignHTML:
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
                + "form-action 'none'; frame-ancestors 'self'; sandbox"
        case .inert:
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
        }
    }
}
