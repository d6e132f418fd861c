// SPDX-License-Identifier: Apache-2.0
// From a request to an answer on a console with users: address, budget, visitor, role, then the page or the change. A
// request that is refused reaches neither the dock nor its store.

internal import Access
internal import DockModel

extension ConsoleSite {
    /// The answer to a request.
    func answer(_ request: ConsoleRequest) async -> ConsoleReply {
        guard request.hosts.count == 1, let host = request.hosts.first else { return .badRequest }
        guard hosts.allows(host) else { return .wrongHost }
        guard let gate else {
            return await reply(
                method: request.method, target: request.target, hosts: request.hosts,
                authorization: request.authorization, from: request.peer)
        }
        let address: String
        do throws(ConsoleGate.WrongWay) { address = try gate.address(of: request) } catch {
            return .wrongWay(error)
        }
        let isChange = request.method == "POST"
        if let wait = gate.overdraft(address, isChange: isChange) { return .tooMany(wait) }
        if provesItself(request.target) {
            return await reply(
                method: request.method, target: request.target, hosts: request.hosts,
                authorization: request.authorization, from: address)
        }
        guard let visitor = await gate.visitor(request, from: address) else { return .unauthorized }
        return await Visitor.$reader.withValue(visitor) {
            isChange
                ? await change(request, host: host, visitor, gate) : await read(request, visitor, gate)
        }
    }

    /// Whether what lies at a path asks for its own proof: the link in a mail, a trigger's key, a map's id.
    private func provesItself(_ target: String) -> Bool {
        (door != nil && target.hasPrefix("/trigger/")) || (acknowledge != nil && target.hasPrefix("/ack/"))
            || (map != nil && target.hasPrefix(MapDoor.prefix))
    }

    // MARK: Reading

    private func read(_ request: ConsoleRequest, _ visitor: Visitor, _ gate: ConsoleGate) async
        -> ConsoleReply
    {
        guard request.method == "GET" || request.method == "HEAD" else {
            return .methodNotAllowed(isChangeable: true)
        }
        guard let need = AccessTable.need(ofReading: request.target) else {
            return ChangeRoute(rawValue: request.target) == nil ? .notFound : .onlyByForm
        }
        guard gate.allows(visitor, need, isChange: false) else {
            return visitor.way == .anonymous ? .signInFirst(request.target) : .notAllowed
        }
        guard let route = DeskRoute(target: request.target) else {
            return await reply(method: request.method, target: request.target, hosts: request.hosts)
        }
        switch route {
        case .signIn(let next): return SignInPage(next: next).reply()
        case .account: return .form(AccountPage(visitor: visitor).rendered)
        case .operate: return .form(await gate.desk.operations().rendered(times))
        case .audit(let before): return .page(await gate.desk.audit(before: before).rendered(times))
        case .auditJSON(let before): return .json(await gate.desk.audit(before: before).json)
        case .notifications: return .form(await gate.desk.notifications().rendered(times))
        case .settingsCheck: return .page(await gate.desk.settingsCheck().rendered(times))
        }
    }

    // MARK: Changing

    private func change(
        _ request: ConsoleRequest, host: String, _ visitor: Visitor, _ gate: ConsoleGate
    ) async -> ConsoleReply {
        guard let route = ChangeRoute(rawValue: request.target) else {
            return AccessTable.need(ofReading: request.target) == nil
                ? .notFound : .methodNotAllowed(isChangeable: false)
        }
        guard
            OriginRule.isOurs(
                origin: request.origin, fetchSite: request.fetchSite, host: host,
                isSecure: gate.terms.isSecure)
        else { return .foreignForm }
        let type = request.contentType?.split(separator: ";").first?.lowercased()
        guard type == "application/x-www-form-urlencoded" else { return .wrongContent }
        guard let content = FormContent(request.content) else { return .badForm("its fields cannot be read") }
        guard gate.allows(visitor, AccessTable.need(of: route), isChange: true) else {
            return visitor.way == .anonymous ? .signInFirst("/") : .notAllowed
        }
        if visitor.way == .session, route != .signIn {
            let shown = Array((content.secret("csrf") ?? "").utf8)
            guard let token = visitor.formToken, isSame(shown, Array(token.utf8)) else { return .foreignForm }
        }
        switch route {
        case .signIn: return await signIn(content, visitor, gate)
        case .signOut: return await signOut(request, visitor, gate)
        case .confirm:
            guard let change = content.text("ticket").flatMap({ gate.redeem($0, by: visitor) }) else {
                return .refusal(
                    410, "Asked too long ago",
                    "Nothing was done: the second word comes within two minutes, once, from who asked. Ask again."
                )
            }
            // A token of the same name may have another role by now.
            guard visitor.role.includes(change.role) else { return .notAllowed }
            return result(of: change, await gate.desk.carryOut(change, by: visitor))
        case .acknowledge, .shelve, .unshelve, .replace, .pause, .resume, .run, .callHome, .lockOut, .reset,
            .testMail, .mailServer, .mailAccount, .mailOAuth, .mailRecipients, .mailRoute, .mailRouteRemove,
            .mailRevert, .mailLogin:
            return await ask(route, FormFields(content: content), visitor, gate)
        }
    }

    private func ask(
        _ route: ChangeRoute, _ form: FormFields, _ visitor: Visitor, _ gate: ConsoleGate
    ) async -> ConsoleReply {
        let change: Change
        do throws(ChangeFault) {
            guard let asked = try Change(route, form) else { return .notFound }
            change = asked
        } catch {
            return .badForm(error.what)
        }
        guard change.asksTwice else {
            return result(of: change, await gate.desk.carryOut(change, by: visitor))
        }
        guard let preview = await gate.desk.preview(change) else {
            return .refusal(404, "Not found", "There is no \(change.subject) at this dock.")
        }
        guard preview.faults.isEmpty else { return .faults(change, preview.faults) }
        let ticket = gate.hold(change, for: visitor)
        return .form(ConfirmPage(change: change, preview: preview, ticket: ticket).rendered)
    }

    private func result(of change: Change, _ answer: ChangeAnswer) -> ConsoleReply {
        switch answer {
        case .done(let text):
            let content: HTML = #"""
                <h1>\#(change.words)</h1><p role="status">\#(text, upTo: 400)</p>
                <p>\#(change.wayBack) · <a href="/">Overview</a></p>
                """#
            return .page(PageFrame(title: change.words, place: change.place, content: content).rendered)
        case .refused(let text): return .refusal(409, "Not done", text)
        case .tooSoon(let text): return .refusal(429, "Too soon", text)
        case .notStored(let text): return .refusal(503, "Not stored", text)
        }
    }

    // MARK: Signing in and out

    private func signIn(_ form: FormContent, _ visitor: Visitor, _ gate: ConsoleGate) async -> ConsoleReply {
        let next = SignInPage.place(form.text("next"))
        guard let name = form.text("name"), let password = form.secret("password"),
            AccountRule.fault(ofName: name) == nil,
            password.utf8.count <= AccountRule.passwordLengths.upperBound
        else {
            return SignInPage(next: next, remark: "The name or the password is wrong.").reply(status: 403)
        }
        let answer = await gate.access.signIn(name: name, password: password, from: visitor.address)
        switch answer {
        case .welcome(let secret):
            var reply = ConsoleReply.refusal(303, "Signed in", "Go on.")
            reply.fields = [("Location", next ?? "/"), gate.cookie(secret)]
            return reply
        case .refused(let wait):
            let more = wait > .zero ? " The next try waits \(TimeStyle.span(wait))." : ""
            return SignInPage(next: next, remark: "The name or the password is wrong.\(more)").reply(
                status: 403)
        case .wait(let wait):
            var reply = SignInPage(
                next: next, remark: "Too many wrong passwords. Try again in \(TimeStyle.span(wait))."
            ).reply(status: 429)
            reply.fields = [("Retry-After", "\(max(1, Int(wait.inSeconds.rounded(.up))))")]
            return reply
        case .busy:
            return SignInPage(next: next, remark: "Others sign in just now. Try again.").reply(status: 503)
        case .notStored:
            return SignInPage(next: next, remark: "The dock could not store the session. Try again.").reply(
                status: 503)
        }
    }

    private func signOut(_ request: ConsoleRequest, _ visitor: Visitor, _ gate: ConsoleGate) async
        -> ConsoleReply
    {
        if let secret = gate.session(of: request) { await gate.access.signOut(secret, of: visitor) }
        var reply = ConsoleReply.refusal(303, "Signed out", "Go on.")
        reply.fields = [("Location", "/sign-in"), gate.cookie(nil)]
        return reply
    }
}
