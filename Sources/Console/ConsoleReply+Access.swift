// SPDX-License-Identifier: Apache-2.0
// The refusals of a console with users: each says what was wrong and what to do. They must tell nothing of the dock to
// somebody who may not read.

internal import Access

extension ConsoleReply {
    /// A page with forms that go back to us.
    static func form(_ text: String, status: Int = 200) -> ConsoleReply {
        var reply = page(text, status: status)
        reply.policy = .form
        return reply
    }

    static let notAllowed = refusal(
        403, "Not allowed", "Your role does not allow it. Ask who administers this dock.")
    static let foreignForm = refusal(
        403, "Not our form",
        "Nothing was done: the form was not made by this console for you. Load its page again.")
    static let wrongContent = plain(
        "415 Unsupported Media Type: changes come as application/x-www-form-urlencoded.\n", status: 415)

    static var unauthorized: ConsoleReply {
        var reply = plain(
            "401 Unauthorized: this token is none, or is no longer good; see: roost console token list\n",
            status: 401)
        reply.fields = [("WWW-Authenticate", "Bearer")]
        return reply
    }

    static var onlyByForm: ConsoleReply {
        var reply = refusal(405, "Method not allowed", "Changes are asked for by the forms of this console.")
        reply.fields = [("Allow", "POST")]
        return reply
    }

    static func badForm(_ what: String) -> ConsoleReply {
        refusal(400, "Not understood", "Nothing was done: \(what).")
    }

    static func methodNotAllowed(isChangeable: Bool) -> ConsoleReply {
        var reply = refusal(
            405, "Method not allowed", "Pages are read by GET and HEAD, changes are asked for by POST.")
        reply.fields = [("Allow", isChangeable ? "GET, HEAD, POST" : "GET, HEAD")]
        return reply
    }

    static func tooMany(_ seconds: Int) -> ConsoleReply {
        var reply = plain("429 Too Many Requests: try again in \(seconds) s.\n", status: 429)
        reply.fields = [("Retry-After", "\(seconds)")]
        return reply
    }

    static func wrongWay(_ way: ConsoleGate.WrongWay) -> ConsoleReply {
        switch way {
        case .notThroughProxy:
            plain("403 Forbidden: this console is reached through its proxy.\n", status: 403)
        case .proxySaysNoClient:
            plain(
                "403 Forbidden: the proxy does not say for whom it asks; let it set X-Forwarded-For.\n",
                status: 403)
        case .notEncrypted:
            plain("403 Forbidden: the proxy was reached without TLS; use https.\n", status: 403)
        }
    }

    /// What programs read; they are not sent to a page.
    private static let programPaths = ["/healthz", "/readyz", "/metrics", "/calendar.ics", "/events"]

    /// To the page to sign in, and from there on to a page of ours; programs are told to show a token.
    static func signInFirst(_ target: String) -> ConsoleReply {
        if target.hasPrefix("/api/") || programPaths.contains(where: { target.hasPrefix($0) }) {
            var reply = plain(
                "401 Unauthorized: show a token as Authorization: Bearer roost_….\n", status: 401)
            reply.fields = [("WWW-Authenticate", "Bearer")]
            return reply
        }
        var reply = refusal(303, "Sign in", "Sign in first.")
        reply.fields = [("Location", SignInPage.path(next: target))]
        return reply
    }
}
