// SPDX-License-Identifier: Apache-2.0
// The page to sign in, and the page about oneself. After signing in one goes on to a page of this console and nowhere
// else; a wrong name and a wrong password look the same.

internal import Access

/// The page to sign in.
struct SignInPage: Sendable {
    /// The page of ours to go on to.
    var next: String?
    /// Why the last try did not work.
    var remark: String?

    /// A page of ours that may be gone on to; nil for any other text.
    static func place(_ text: String?) -> String? {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), AccessTable.need(ofReading: text) != nil
        else {
            return nil
        }
        return text
    }

    /// The path of this page with the page to go on to.
    static func path(next: String) -> String {
        guard let next = place(next), next != "/" else { return "/sign-in" }
        // What a route matches holds no octet that means something in a query but these.
        let escaped = next.map { character -> String in
            switch character {
            case "?": "%3F"
            case "=": "%3D"
            case "&": "%26"
            case "%": "%25"
            case "+": "%2B"
            default: String(character)
            }
        }
        return "/sign-in?next=" + escaped.joined()
    }

    func reply(status: Int = 200) -> ConsoleReply {
        let alert: HTML = remark.map { #"<p role="alert" class="bad">\#($0)</p>"# } ?? ""
        let going: HTML = next.map { Form.hidden("next", $0) } ?? ""
        let content: HTML = #"""
            <h1>Sign in</h1>\#(alert)
            <form method="post" action="/sign-in" class="card stack">\#(going)
            <label>Name <input name="name" autocomplete="username" autocapitalize="none" required
            maxlength="32"></label>
            <label>Password <input name="password" type="password" autocomplete="current-password" required
            maxlength="256"></label>
            <button type="submit">Sign in</button></form>
            <p class="soft">Users are added at the dock: <code>roost console user add NAME</code></p>
            """#
        return .form(PageFrame(title: "Sign in", place: .account, content: content).rendered, status: status)
    }
}

/// The page about oneself.
struct AccountPage: Sendable {
    var visitor: Visitor

    var rendered: String {
        let isKnown = visitor.way != .anonymous
        let out: HTML =
            isKnown ? Form.posting(to: .signOut, "", button: "Sign out") : #"<a href="/sign-in">Sign in</a>"#
        let content: HTML = #"""
            <h1>Account</h1>
            <section class="card">\#(facts([
                ("Name", isKnown ? "\(visitor.name)" : "not signed in"), ("May", may), ("From", "\(visitor.address)"),
            ]))\#(out)</section>
            """#
        return PageFrame(title: "Account", place: .account, content: content).rendered
    }

    private var may: HTML {
        switch visitor.role {
        case .view: "read"
        case .operate: "read and operate"
        case .administer: "read, operate and see the audit trail"
        }
    }
}
