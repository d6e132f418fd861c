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
    /// The way in, and what changes something; nil on a console that only reads.
    var gate: ConsoleGate?

    /// The answer to a request.
    /// - Parameter hosts: every `Host` field of the request; exactly one is sound.
    func reply(
        method: String, target: String, hosts named: [String], authorization: String? = nil
    ) async -> ConsoleReply {
        guard named.count == 1, let host = named.first else { return .badRequest }
        guard hosts.allows(host) else { return .wrongHost }
        let trigger = "/trigger/"
        if let door, target.hasPrefix(trigger) {
            return door.reply(
                method: method, name: String(target.dropFirst(trigger.count)), authorization: authorization)
        }
        let alert = "/ack/"
        if let acknowledge, target.hasPrefix(alert), target.utf8.count <= ConsoleRoute.longestTarget {
            return acknowledge.reply(method: method, token: String(target.dropFirst(alert.count)), times)
        }
        guard method == "GET" || method == "HEAD" else { return .methodNotAllowed }
        guard let route = ConsoleRoute(target: target) else { return .notFound }
        return await reply(to: route)
    }

    private func reply(to route: ConsoleRoute) async -> ConsoleReply {
        switch route {
        case .overview(let isLive): .page(await model.overview().rendered(isLive: isLive, times))
        case .mailbox(let page):
            MailboxList(entries: await model.mailbox(), page: page).rendered(times).map { .page($0) }
                ?? .notFound
        case .mail(let id):
            await model.mail(id).map { .page(MailPage(mail: $0).rendered(times)) } ?? .notFound
        case .mailHTML(let id): await model.mail(id)?.html.map(ConsoleReply.foreignHTML) ?? .notFound
        case .rawMail(let id): await model.rawMail(id).map { .download($0, id: id) } ?? .notFound
        case .outbox: outbox(await model.outbox())
        case .health: health(await model.health())
        case .styleSheet: .styleSheet(StyleSheet.text)
        case .statusJSON: .json(await model.overview().json)
        case .mailboxJSON: .json(MailboxEntry.json(await model.mailbox()))
        case .outboxJSON: .json(await model.outbox().json)
        }
    }

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
