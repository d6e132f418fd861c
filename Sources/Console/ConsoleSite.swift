// SPDX-License-Identifier: Apache-2.0
// From a request line to an answer. All refusals that do not need the socket are made here, before the dock
// is asked anything.

/// The pages of the console over one dock.
struct ConsoleSite: Sendable {
    /// The dock.
    var model: any ConsoleModel
    /// Which hosts a request may name.
    var hosts: HostRule
    /// How times are written.
    var times = TimeStyle()
    /// Who may ask for a run; nil when nobody may.
    var door: TriggerDoor?
    /// Where alerts are taken note of; nil when nowhere.
    var acknowledge: AcknowledgeDoor?
    /// Where a map server tells that a processing has ended; nil when nowhere.
    var map: MapDoor?
    /// The way in, and what changes something; nil on a console that only reads.
    var gate: ConsoleGate?
    /// Who reads news.
    let readers = ReaderCount()
    /// The overview as it was made last for a reader: most of what a request costs is the making.
    private let overviews = NamedSnapshots<OverviewReader, ConsoleReply>(
        freshness: .milliseconds(250), grace: .milliseconds(250))

    /// What is told to all who read news.
    private let told = Snapshot<DockNews>(freshness: .milliseconds(500))

    /// A site over one dock; its answers are shared for a moment by all who ask.
    init(
        model: any ConsoleModel, hosts: HostRule, times: TimeStyle = TimeStyle(), door: TriggerDoor? = nil,
        acknowledge: AcknowledgeDoor? = nil, map: MapDoor? = nil, gate: ConsoleGate? = nil
    ) {
        self.model = CachedModel(model)
        (self.hosts, self.times, self.door) = (hosts, times, door)
        (self.acknowledge, self.map, self.gate) = (acknowledge, map, gate)
    }

    /// The answer to a request.
    /// - Parameters:
    ///   - hosts: every `Host` field of the request; exactly one is sound.
    ///   - address: who asks, for what is written down.
    func reply(
        method: String, target: String, hosts named: [String], authorization: String? = nil, from address: String = ""
    ) async -> ConsoleReply {
        guard named.count == 1, let host = named.first else { return .badRequest }
        guard hosts.allows(host) else { return .wrongHost }
        let trigger = "/trigger/"
        if let door, target.hasPrefix(trigger) {
            return door.reply(
                method: method, name: String(target.dropFirst(trigger.count)), authorization: authorization,
                from: address)
        }
        let alert = "/ack/"
        if let acknowledge, target.hasPrefix(alert), target.utf8.count <= ConsoleRoute.longestTarget {
            return acknowledge.reply(method: method, token: String(target.dropFirst(alert.count)), from: address, times)
        }
        if let map, target.hasPrefix(MapDoor.prefix) {
            return await map.reply(method: method, id: String(target.dropFirst(MapDoor.prefix.count)))
        }
        guard method == "GET" || method == "HEAD" else { return .methodNotAllowed }
        guard let route = ConsoleRoute(target: target) else {
            return target.hasPrefix("/api/") ? .problem(404, "there is no such answer") : .notFound
        }
        return await reply(to: route)
    }

    private func reply(to route: ConsoleRoute) async -> ConsoleReply {
        switch route {
        case .overview(let isLive): await overview(isLive: isLive)
        case .missions(let page): pageOrNone(await model.missions(page: page).rendered(page: page, times))
        case .flight: .page(await model.flight().rendered(times))
        case .hardware(let page): pageOrNone(await model.hardware().rendered(page: page, times))
        case .wear: .page(await model.wear().rendered(times))
        case .wearPart(let id): pageOrNone(await model.wear(of: id)?.rendered(times))
        case .wearChart(let id): await model.wearChart(of: id).map(ConsoleReply.picture) ?? .notFound
        case .incidents(let page): pageOrNone(await model.incidents(page: page).rendered(page: page, times))
        case .incident(let id): pageOrNone(await model.incident(id)?.rendered(times))
        case .heldBack(let page): pageOrNone(await model.heldBack(page: page).rendered(page: page, times))
        case .system: .page(await model.system().rendered(times))
        case .mailbox(let page):
            pageOrNone(MailboxList(entries: await model.mailbox(), page: page).rendered(times))
        case .mail(let id): pageOrNone(await model.mail(id).map { MailPage(mail: $0).rendered(times) })
        case .mailHTML(let id): await model.mail(id)?.html.map(ConsoleReply.foreignHTML) ?? .notFound
        case .rawMail(let id): await model.rawMail(id).map { .download($0, id: id) } ?? .notFound
        case .outbox: outbox(await model.outbox())
        case .styleSheet: .styleSheet(StyleSheet.text)
        case .liveScript: .text(LiveScript.text, type: "text/javascript; charset=utf-8")
        case .json(let question): await answer(to: question)
        case .events: .stream
        case .openAPI: .json(OpenAPI.document)
        case .health: health(await model.health())
        case .ready: ready(await model.readiness())
        case .metrics: .text(await metrics(), type: MetricsText.mediaType)
        case .calendar: .text(await model.calendar(), type: "text/calendar; charset=utf-8")
        }
    }

    private func overview(isLive: Bool) async -> ConsoleReply {
        // Whoever asks first has the page made; the task it is made in knows the same reader.
        await overviews.value(OverviewReader(isLive: isLive)) { [model, times] in
            .page(await model.overview().rendered(isLive: isLive, times))
        }
    }

    private func answer(to question: JSONQuestion) async -> ConsoleReply {
        switch question {
        case .status: .json(await model.overview().json)
        case .missions(let page): .json(await model.missions(page: page).json)
        case .flight: .json(await model.flight().json)
        case .hardware: .json(await model.hardware().json)
        case .wear: .json(await model.wear().json)
        case .wearPart(let id): jsonOrNone(await model.wear(of: id))
        case .incidents(let page): .json(await model.incidents(page: page).json)
        case .incident(let id): jsonOrNone(await model.incident(id))
        case .heldBack(let page): .json(await model.heldBack(page: page).json)
        case .outbox: .json(await model.outbox().json)
        case .mailbox: .json(MailboxAnswer(entries: await model.mailbox()).json)
        case .system: .json(await model.system().json)
        }
    }

    private func pageOrNone(_ page: String?) -> ConsoleReply { page.map { .page($0) } ?? .notFound }

    private func jsonOrNone(_ record: (some JSONRecord)?) -> ConsoleReply {
        record.map { .json($0.json) } ?? .problem(404, "there is none of that id")
    }

    private func metrics() async -> String {
        async let overview = model.overview()
        async let hardware = model.hardware()
        async let wear = model.wear()
        async let system = model.system()
        async let readiness = model.readiness()
        return MetricsText(
            DockMetrics.families(
                overview: await overview, hardware: await hardware, wear: await wear, system: await system,
                readiness: await readiness, readers: await readers.count)
        ).text
    }

    private func ready(_ fact: ReadinessFact) -> ConsoleReply { .json(fact.json, status: fact.isReady ? 200 : 503) }

    /// The news for one reader now, and whether they differ from what it was told last.
    func news() async -> DockNews { await told.value { [model] in DockNews(await model.overview()) } }

    private func outbox(_ page: OutboxPage) -> ConsoleReply {
        let text = page.rendered(times)
        return Form.isOffered(.testMail) ? .form(text) : .page(text)
    }

    private func health(_ health: HealthPage) -> ConsoleReply {
        if health.isHealthy { return .plain("ok\n", status: 200) }
        let failing = health.checks.filter { !$0.isPassing }.map {
            "\(plain($0.name)): \(plain($0.detail))\n"
        }
        return .plain(
            "unhealthy\n" + (failing.isEmpty ? "no check has run yet\n" : failing.joined()), status: 503)
    }

    /// One line of text without control characters.
    private func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(500).map { $0.properties.isWhitespace ? " " : $0 }
                    .filter { $0.properties.generalCategory != .control }))
    }
}
