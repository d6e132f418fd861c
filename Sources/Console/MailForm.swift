// SPDX-License-Identifier: Apache-2.0
// The forms of the page Notifications: server, account, OAuth2, recipients, routes. They begin with what holds now,
// except secrets, whose fields are always empty. Each asks a second time; nothing is judged here.

internal import Access
public import DockModel

/// What the forms of the mail settings begin with.
public struct MailForm: Sendable, Equatable {
    /// Server, port, security and sender.
    public var host: String, port: Int, security: String, from: String
    /// How the account is proved, and its name.
    public var way: String, user: String
    /// How tokens are got; nil when none are.
    public var oauth: OAuthEdit?
    /// Whether a person can log in to the provider with a code.
    public var canLogIn = false
    /// The addresses of each list, by its name.
    public var lists: [String: [String]]
    /// Whether the console has changed something that it can take back.
    public var isChanged = false

    /// What holds now.
    public init(
        host: String, port: Int, security: String, from: String, way: String, user: String,
        oauth: OAuthEdit? = nil, lists: [String: [String]] = [:]
    ) {
        (self.host, self.port, self.security, self.from) = (host, port, security, from)
        (self.way, self.user, self.oauth, self.lists) = (way, user, oauth, lists)
    }
}

/// How a log-in to the mail provider stands.
public struct MailLoginFact: Sendable, Equatable {
    /// What a person does or has done.
    public var text: String
    /// Where the person goes, and what is typed there; nil when nothing is waited for.
    public var address: String?, code: String?
    /// Until when the code is good.
    public var until: WallTime?
    /// Whether it went wrong.
    public var isFault: Bool

    /// How it stands.
    public init(
        _ text: String, address: String? = nil, code: String? = nil, until: WallTime? = nil,
        isFault: Bool = false
    ) {
        (self.text, self.address, self.code, self.until, self.isFault) = (text, address, code, until, isFault)
    }

    /// Whether a person is waited for.
    var isWaiting: Bool { code != nil }
}

extension MailForm {
    /// The cards with the forms; only a sentence for who may not change anything.
    func cards(_ login: MailLoginFact?, _ style: TimeStyle) -> HTML {
        guard Form.isOffered(.mailServer) else {
            return card(
                "Change", wide: true,
                #"<p class="soft">Sign in with the role administer to change the mail settings.</p>"#)
        }
        let revert: HTML =
            isChanged
            ? card(
                "Changed here", wide: true,
                "<p>The console has changed what dock.yaml says.</p>"
                    + Form.posting(to: .mailRevert, "", button: "Go back to dock.yaml…"))
            : ""
        return #"""
            <div class="grid">
            \#(card("Change the server", stack(.mailServer, serverFields, "Change the server…")))
            \#(card("Change the account", stack(.mailAccount, accountFields, "Change the account…")))
            \#(card("Change the recipients", stack(.mailRecipients, recipientFields, "Change the recipients…")))
            \#(card("Add a route", stack(.mailRoute, routeFields, "Add the route…")))
            \#(card("OAuth2", loginPart(login, style) + stack(.mailOAuth, oauthFields, "Use OAuth2…")))
            </div>
            \#(revert)
            """#
    }

    private func stack(_ route: ChangeRoute, _ fields: HTML, _ button: HTML) -> HTML {
        #"<div class="stack">\#(Form.posting(to: route, fields, button: button))</div>"#
    }

    private func field(_ label: HTML, _ name: HTML, _ value: String, _ more: HTML = "") -> HTML {
        #"<label>\#(label) <input name="\#(name)" value="\#(value, upTo: 4_000)"\#(more)></label>"#
    }

    private func secret(_ label: HTML, _ name: HTML) -> HTML {
        #"""
        <label>\#(label) <input type="password" name="\#(name)" autocomplete="new-password" maxlength="1000"></label>
        """#
    }

    private func choice(_ label: HTML, _ name: HTML, _ words: [String], _ chosen: String) -> HTML {
        let options = words.map { word -> HTML in
            #"<option value="\#(word)"\#(word == chosen ? " selected" as HTML : "")>\#(word)</option>"#
        }
        return #"<label>\#(label) <select name="\#(name)">\#(options)</select></label>"#
    }

    private var serverFields: HTML {
        field("Server", "host", host, #" required maxlength="253""#)
            + field("Port", "port", "\(port)", #" required inputmode="numeric" maxlength="5""#)
            + choice("Security", "security", MailEdit.securities, security)
            + field("Sender", "from", from, #" required type="email" maxlength="254""#)
    }

    private var accountFields: HTML {
        choice("Sign-in", "way", MailEdit.ways, MailEdit.ways.contains(way) ? way : "password")
            + field("User", "user", user, #" maxlength="254" autocomplete="off""#)
            + secret("New password; empty keeps the one there is", "password")
    }

    private var recipientFields: HTML {
        let fields = MailEdit.lists.map { list -> HTML in
            field(
                list.what, HTML(showing: list.name), (lists[list.name] ?? []).joined(separator: ", "),
                list.name == "alerts" ? " required" : "")
        }
        return #"<p class="soft">Addresses with commas between them.</p>\#(fields)"#
    }

    private var routeFields: HTML {
        field("To: addresses or groups", "to", "", " required")
            + field("Kinds; empty for all", "kinds", "", #" placeholder="incident, mission, digest""#)
            + choice("Incidents of this class or more urgent", "severity", MailEdit.severities, "any")
            + choice("Language", "language", MailEdit.languages, "en")
            + field("At these hours", "hours", "", #" placeholder="06:00-22:00" maxlength="20""#)
            + field(
                "Held back at night, P0 and P1 excepted", "quiet", "",
                #" placeholder="22:00-06:00" maxlength="20""#)
            + field("On these days", "days", "", #" placeholder="mon, tue, wed""#)
    }

    private var oauthFields: HTML {
        let now = oauth ?? OAuthEdit(preset: "microsoft365", grant: "refresh_token", user: user, clientID: "")
        return choice("Provider", "preset", MailEdit.presets, now.preset)
            + choice("Grant", "grant", MailEdit.grants, now.grant)
            + field("User", "user", now.user, #" required maxlength="254" autocomplete="off""#)
            + field("Client id", "client_id", now.clientID, #" maxlength="300""#)
            + secret("New client secret; empty keeps the one there is", "client_secret")
            + field("Tenant (Microsoft 365)", "tenant", now.tenant, #" maxlength="253""#)
            + field("Token address; empty for the provider's", "token_url", now.tokenURL)
            + field("Device address; empty for the provider's", "device_url", now.deviceURL)
            + field("Scope; empty for the provider's", "scope", now.scope)
    }

    /// How a log-in stands, and the button that begins one.
    private func loginPart(_ login: MailLoginFact?, _ style: TimeStyle) -> HTML {
        guard canLogIn else { return "" }
        guard let login else { return Form.posting(to: .mailLogin, "", button: "Log in with a code") }
        guard let address = login.address, let code = login.code else {
            return "<p>\(Words.badge("\(login.text, upTo: 300)", login.isFault ? .bad : .good))</p>"
                + Form.posting(to: .mailLogin, "", button: "Log in again")
        }
        // The address is the provider's word: it is a link only where it is https.
        let place: HTML =
            address.hasPrefix("https://")
            ? #"<a href="\#(address, upTo: 2_000)" rel="noreferrer">\#(address, upTo: 2_000)</a>"#
            : "\(address, upTo: 2_000)"
        let until: HTML = login.until.map { "Good until \(Words.time($0, style))." } ?? ""
        return #"""
            <div role="status"><p>\#(login.text, upTo: 300)</p>
            <dl><dt>Open</dt><dd>\#(place)</dd><dt>Type</dt><dd><strong>\#(code)</strong></dd></dl>
            <p class="soft">\#(until) This page looks again by itself.</p></div>
            """#
    }
}
