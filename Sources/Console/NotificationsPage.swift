// SPDX-License-Identifier: Apache-2.0
// How the dock's mail is sent, who gets it, and whether it works: facts of the settings without any secret, and a
// button for a test mail. An administrator has forms to change the settings; what they say is judged elsewhere.

public import DockModel

/// A route of mail.
public struct RouteRow: Sendable, Equatable {
    /// Which mails go this way.
    public var what: String
    /// Who gets them.
    public var to: String
    /// Its place among the routes and what tells it from another one there; nil for what cannot be removed here.
    public var mark: (number: Int, text: String)?

    /// A route.
    public init(what: String, to: String) { (self.what, self.to) = (what, to) }

    /// Two rows that say the same.
    public static func == (left: RouteRow, right: RouteRow) -> Bool {
        left.what == right.what && left.to == right.to && left.mark?.number == right.mark?.number
            && left.mark?.text == right.mark?.text
    }
}

/// How mail is sent.
public struct NotificationsPage: Sendable, Equatable {
    /// When it was looked at.
    public var now: WallTime
    /// Server, port, security, sender: name and value.
    public var server: [(name: String, value: String)]
    /// What each secret needs, and whether it is there: "password", "file /etc/…, readable".
    public var credentials: [(name: String, value: String, isThere: Bool)]
    /// How the links and the queue stand.
    public var link: String?
    /// Who gets what.
    public var routes: [RouteRow]
    /// Where the settings stand, and how they are changed.
    public var howToChange: [String]
    /// What the forms begin with; nil where the settings cannot be changed.
    public var form: MailForm?
    /// What became of the last test mail; nil when none was sent since the start.
    public var test: String?
    /// How a log-in to the provider stands; nil when none was begun.
    public var login: MailLoginFact?

    /// A page.
    public init(
        now: WallTime, server: [(name: String, value: String)],
        credentials: [(name: String, value: String, isThere: Bool)] = [], link: String? = nil,
        routes: [RouteRow] = [],
        howToChange: [String] = []
    ) {
        (self.now, self.server, self.credentials) = (now, server, credentials)
        (self.link, self.routes, self.howToChange) = (link, routes, howToChange)
    }

    /// Two pages that show the same.
    public static func == (left: NotificationsPage, right: NotificationsPage) -> Bool {
        left.rendered(TimeStyle()) == right.rendered(TimeStyle())
    }

    /// The page as it goes out.
    func rendered(_ style: TimeStyle) -> String {
        let secrets = credentials.map { secret -> (HTML, HTML) in
            ("\(secret.name)", Words.badge("\(secret.value, upTo: 200)", secret.isThere ? .good : .bad))
        }
        let change = howToChange.map { line -> HTML in "<p>\(line, upTo: 400)</p>" }
        let content: HTML = #"""
            <h1>Notifications</h1>
            <div class="grid">
            \#(card("Server", facts(server.map { ("\($0.name)", "\($0.value, upTo: 200)") })))
            \#(card("Secrets", secrets.isEmpty ? "<p>None is needed.</p>" : facts(secrets)))
            \#(card("State", state))
            </div>
            \#(card("Who gets what", wide: true, routeTable))
            \#(form.map { $0.cards(login, style) } ?? "")
            \#(card("To change this", wide: true, HTML.empty + change.reduce(HTML.empty, +)
                + #"<p><a href="/settings">Check the settings on the disk</a></p>"#))
            """#
        return PageFrame(
            title: "Notifications", place: .notifications, refreshSeconds: login?.isWaiting == true ? 10 : nil,
            content: content
        ).rendered
    }

    private var state: HTML {
        let button: HTML =
            Form.isOffered(.testMail)
            ? Form.posting(to: .testMail, "", button: "Send a test mail")
            : #"<p class="soft">Sign in with the role operate to send a test mail.</p>"#
        var rows: [(HTML, HTML)] = [("Link", Words.text(link))]
        if let test { rows.append(("Last test mail", "\(test, upTo: 400)")) }
        return facts(rows) + button + #"<p><a href="/outbox">Outbox</a></p>"#
    }

    private var routeTable: HTML {
        let mayRemove = form != nil && Form.isOffered(.mailRouteRemove)
        let columns: [HTML] = mayRemove ? ["Mails", "To", "Change"] : ["Mails", "To"]
        return TableView(columns: columns, of: routes, upTo: 60, whenEmpty: "Nobody gets mail.") { row in
            let cells: [HTML] = ["\(row.what, upTo: 200)", "\(row.to, upTo: 300)"]
            guard mayRemove else { return cells }
            guard let mark = row.mark else { return cells + [""] }
            let fields = Form.hidden("number", "\(mark.number)") + Form.hidden("mark", mark.text)
            return cells + [Form.posting(to: .mailRouteRemove, fields, button: "Remove…")]
        }.markup
    }
}

/// What a check of the settings on the disk finds.
public struct SettingsCheckPage: Sendable, Equatable {
    /// The directory.
    public var directory: String
    /// The problems, each with file, line, column and remedy; empty when all is well.
    public var problems: [String]
    /// Whether the files differ from those that the daemon has read.
    public var hasChanged: Bool?

    /// A check.
    public init(directory: String, problems: [String], hasChanged: Bool? = nil) {
        (self.directory, self.problems, self.hasChanged) = (directory, problems, hasChanged)
    }

    /// The page as it goes out.
    func rendered(_ style: TimeStyle) -> String {
        let verdict: HTML =
            problems.isEmpty
            ? Words.badge("The settings on the disk can be used.", .good)
            : Words.badge("The settings on the disk cannot be used.", .bad)
        let change: HTML =
            switch hasChanged {
            case true?:
                "<p>dock.yaml has changed since the daemon read it; restart it while nothing flies.</p>"
            case false?: "<p>dock.yaml is as the daemon has read it.</p>"
            case nil: ""
            }
        let items = problems.prefix(100).map { problem -> HTML in
            "<li><code>\(problem, upTo: 500)</code></li>"
        }
        let content: HTML = #"""
            <h1>Settings check</h1>
            <section class="card"><p>\#(verdict)</p><p class="soft">\#(directory, upTo: 300)</p>\#(change)
            <ul>\#(items)</ul></section>
            """#
        return PageFrame(title: "Settings check", place: .none, content: content).rendered
    }
}
