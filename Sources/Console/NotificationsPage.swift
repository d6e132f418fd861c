// SPDX-License-Identifier: Apache-2.0
// How the dock's mail is sent, who gets it, and whether it works: facts of the settings without any secret, and a
// button for a test mail. Settings are not written here: the page says where they stand and how they are changed.

public import DockModel

/// A route of mail.
public struct RouteRow: Sendable, Equatable {
    /// Which mails go this way.
    public var what: String
    /// Who gets them.
    public var to: String

    /// A route.
    public init(what: String, to: String) { (self.what, self.to) = (what, to) }
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
        let table = TableView(
            columns: ["Mails", "To"], of: routes, upTo: 40, whenEmpty: "Nobody gets mail."
        ) { ["\($0.what, upTo: 200)", "\($0.to, upTo: 300)"] }
        let button: HTML =
            Form.isOffered(.testMail)
            ? Form.posting(to: .testMail, "", button: "Send a test mail")
            : #"<p class="soft">Sign in with the role operate to send a test mail.</p>"#
        let change = howToChange.map { line -> HTML in "<p>\(line, upTo: 400)</p>" }
        let content: HTML = #"""
            <h1>Notifications</h1>
            <div class="grid">
            \#(card("Server", facts(server.map { ("\($0.name)", "\($0.value, upTo: 200)") })))
            \#(card("Secrets", secrets.isEmpty ? "<p>None is needed.</p>" : facts(secrets)))
            \#(card("State", facts([("Link", Words.text(link))]) + button + #"<p><a href="/outbox">Outbox</a></p>"#))
            </div>
            \#(card("Who gets what", wide: true, table.markup))
            \#(card("To change this", wide: true, HTML.empty + change.reduce(HTML.empty, +)
                + #"<p><a href="/settings">Check the settings on the disk</a></p>"#))
            """#
        return PageFrame(title: "Notifications", place: .notifications, content: content).rendered
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
