// SPDX-License-Identifier: Apache-2.0
// The table of all that can be read: each path with what it takes, what it answers and, where programs are meant, how
// it is described. Routes and the description at /api/openapi.json are both made from it.

/// What programs are told of a path.
struct EndpointWords: Sendable {
    /// What it answers, in one line.
    var summary: String
    /// The media type of the answer.
    var type = "application/json"
    /// How the answer looks; nil for what is no JSON.
    var schema: JSONSchema?
    /// What a 503 means; nil when there is none.
    var unavailable: String?
}

/// One path of the console.
struct ConsoleEndpoint: Sendable {
    /// What may stand behind the question mark.
    enum Query: Sendable, Equatable {
        /// Anything, and it is not looked at.
        case ignored
        /// Nothing, or a page's number.
        case page
    }

    /// The path; `{id}` stands for one name.
    var path: String
    /// What may follow.
    var query = Query.ignored
    /// What programs are told of it; nil for a page for people.
    var words: EndpointWords?
    /// The route of a name ("" without one), a page's number (1 without one) and the query as it is.
    var route: @Sendable (_ id: String, _ page: Int, _ query: String) -> ConsoleRoute

    /// A page for people, or with `words` an answer for programs.
    init(
        _ path: String, _ query: Query = .ignored, words: EndpointWords? = nil,
        route: @escaping @Sendable (String, Int, String) -> ConsoleRoute
    ) {
        (self.path, self.query, self.words, self.route) = (path, query, words, route)
    }

    /// Whether a name stands in the path.
    var hasName: Bool { path.contains("{id}") }
    private var pattern: [Substring] { path.split(separator: "/", omittingEmptySubsequences: false) }

    /// All paths.
    static let all = pages + answers

    private static let pages = [
        ConsoleEndpoint("/") { _, _, query in .overview(isLive: query == "live") },
        ConsoleEndpoint("/missions", .page) { _, page, _ in .missions(page: page) },
        ConsoleEndpoint("/flight") { _, _, _ in .flight },
        ConsoleEndpoint("/hardware", .page) { _, page, _ in .hardware(page: page) },
        ConsoleEndpoint("/wear") { _, _, _ in .wear },
        ConsoleEndpoint("/wear/{id}") { id, _, _ in .wearPart(id) },
        ConsoleEndpoint("/wear/{id}/chart.svg") { id, _, _ in .wearChart(id) },
        ConsoleEndpoint("/incidents", .page) { _, page, _ in .incidents(page: page) },
        ConsoleEndpoint("/incidents/held", .page) { _, page, _ in .heldBack(page: page) },
        ConsoleEndpoint("/incidents/{id}") { id, _, _ in .incident(id) },
        ConsoleEndpoint("/outbox") { _, _, _ in .outbox },
        ConsoleEndpoint("/mailbox", .page) { _, page, _ in .mailbox(page: page) },
        ConsoleEndpoint("/mailbox/{id}") { id, _, _ in .mail(id) },
        ConsoleEndpoint("/mailbox/{id}/html") { id, _, _ in .mailHTML(id) },
        ConsoleEndpoint("/mailbox/{id}/raw") { id, _, _ in .rawMail(id) },
        ConsoleEndpoint("/system") { _, _, _ in .system },
        ConsoleEndpoint("/style.css") { _, _, _ in .styleSheet },
        ConsoleEndpoint("/live.js") { _, _, _ in .liveScript },
    ]

    private static let answers = [
        ConsoleEndpoint(
            "/api/status",
            words: json("The dock now: verdict, phase, readings, runs, parts.", OverviewPage.self)
        ) {
            _, _, _ in .json(.status)
        },
        ConsoleEndpoint(
            "/api/missions", .page, words: json("Runs to come, gates, past runs.", MissionsPage.self)
        ) {
            _, page, _ in .json(.missions(page: page))
        },
        ConsoleEndpoint(
            "/api/flight", words: json("Plan, fence and path of the flight now or last.", FlightPage.self)
        ) {
            _, _, _ in .json(.flight)
        },
        ConsoleEndpoint("/api/hardware", words: json("Every device and point.", HardwarePage.self)) {
            _, _, _ in
            .json(.hardware)
        },
        ConsoleEndpoint("/api/wear", words: json("What is left of each part.", WearPage.self)) { _, _, _ in
            .json(.wear)
        },
        ConsoleEndpoint("/api/wear/{id}", words: json("One part with its journal.", WearPartPage.self)) {
            id, _, _ in
            .json(.wearPart(id))
        },
        ConsoleEndpoint("/api/incidents", .page, words: json("What went wrong.", IncidentsPage.self)) {
            _, page, _ in
            .json(.incidents(page: page))
        },
        ConsoleEndpoint(
            "/api/incidents/held", .page, words: json("What was not mailed, and why.", HeldPage.self)
        ) {
            _, page, _ in .json(.heldBack(page: page))
        },
        ConsoleEndpoint(
            "/api/incidents/{id}", words: json("One incident with its timeline.", IncidentPage.self)
        ) {
            id, _, _ in .json(.incident(id))
        },
        ConsoleEndpoint("/api/outbox", words: json("The outgoing mail queue.", OutboxPage.self)) { _, _, _ in
            .json(.outbox)
        },
        ConsoleEndpoint(
            "/api/mailbox", words: json("Delivered mails of the folder shown.", MailboxAnswer.self)
        ) {
            _, _, _ in .json(.mailbox)
        },
        ConsoleEndpoint("/api/system", words: json("Process, storage, clock, links.", SystemPage.self)) {
            _, _, _ in
            .json(.system)
        },
        ConsoleEndpoint(
            "/api/events",
            words: EndpointWords(
                summary: "News of the dock as server-sent events.", type: "text/event-stream")
        ) { _, _, _ in .events },
        ConsoleEndpoint(
            "/api/openapi.json", words: EndpointWords(summary: "This description.", schema: .any([]))
        ) {
            _, _, _ in .openAPI
        },
        ConsoleEndpoint(
            "/readyz",
            words: EndpointWords(
                summary: "Whether a launch would pass all gates now.", schema: ReadinessFact.schema,
                unavailable: "A gate does not pass, or no run is planned.")
        ) { _, _, _ in .ready },
        ConsoleEndpoint(
            "/healthz",
            words: EndpointWords(
                summary: "Whether the dock is supervised.", type: "text/plain; charset=utf-8",
                unavailable: "A check fails; one line for each.")
        ) { _, _, _ in .health },
        ConsoleEndpoint(
            "/metrics", words: EndpointWords(summary: "Metrics for Prometheus.", type: MetricsText.mediaType)
        ) { _, _, _ in .metrics },
        ConsoleEndpoint(
            "/calendar.ics",
            words: EndpointWords(summary: "The runs of the next year.", type: "text/calendar; charset=utf-8")
        ) { _, _, _ in .calendar },
    ]

    private static func json<Record: JSONRecord>(_ summary: String, _ record: Record.Type) -> EndpointWords {
        EndpointWords(summary: summary, schema: record.schema)
    }

    // MARK: Finding one

    private static let fixed = Dictionary(
        all.filter { !$0.hasName }.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    private static let named = all.filter(\.hasName).map { (parts: $0.pattern, endpoint: $0) }

    /// The path's endpoint and the name in it; paths are compared byte for byte.
    static func find(_ path: Substring) -> (endpoint: ConsoleEndpoint, id: String)? {
        if let endpoint = fixed[String(path)] { return (endpoint, "") }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        for (pattern, endpoint) in named where pattern.count == parts.count {
            var id = ""
            let fits = zip(pattern, parts).allSatisfy { wanted, part in
                guard wanted == "{id}" else { return wanted.utf8.elementsEqual(part.utf8) }
                id = String(part)
                return ConsoleRoute.isMailID(id)
            }
            if fits { return (endpoint, id) }
        }
        return nil
    }
}
