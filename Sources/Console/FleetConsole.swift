// SPDX-License-Identifier: Apache-2.0
// The web page of a fleet: the look and the rules of a dock's console over the facts of all docks. It only reads, has
// no users, and therefore listens on this machine only; a proxy in front of it may let people in.

internal import DockModel
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import ServiceLifecycle

/// The pages of a fleet, from a request line to an answer.
struct FleetSite: Sendable {
    /// For how long one look serves all who ask.
    static let freshness = Duration.seconds(1)

    let model: any FleetModel
    let hosts: HostRule
    let times = TimeStyle()
    private let looks = NamedSnapshots<FleetQuestion, FleetPageFacts>(freshness: FleetSite.freshness)

    init(model: any FleetModel, hosts: HostRule) { (self.model, self.hosts) = (model, hosts) }

    /// The answer to a request; `named` are its `Host` fields, of which exactly one is sound.
    func reply(method: String, target: String, hosts named: [String]) async -> ConsoleReply {
        guard named.count == 1, let host = named.first else { return .badRequest }
        guard hosts.allows(host) else { return .wrongHost }
        guard method == "GET" || method == "HEAD" else {
            var reply = ConsoleReply.plain(
                "405 Method Not Allowed: this page only reads: GET and HEAD.\n", status: 405)
            reply.fields = [("Allow", "GET, HEAD")]
            return reply
        }
        guard target.utf8.count <= ConsoleRoute.longestTarget else { return Self.none }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        let query = parts.count > 1 ? parts[1] : ""
        switch (parts.first ?? "", query.isEmpty) {
        case ("/", _):
            guard let (page, only) = Self.query(query) else { return Self.none }
            return await facts(.docks).docksPage(page, only: only, times).map { .page($0) } ?? Self.none
        case ("/parts", true): return .page(await facts(.parts).partsPage(times))
        case ("/style.css", true): return .styleSheet(StyleSheet.text)
        case ("/api/fleet", true):
            let facts = await facts(.all)
            return .json(facts.json, status: facts.trouble == nil ? 200 : 503)
        case ("/healthz", true):
            let facts = await facts(.docks)
            return facts.trouble == nil ? .plain("ok\n", status: 200) : .plain("unhealthy\n", status: 503)
        default:
            return target.hasPrefix("/api/") ? .problem(404, "there is no such answer") : Self.none
        }
    }

    private static let none = ConsoleReply.page(FleetPageFacts.notFound, status: 404)

    private func facts(_ question: FleetQuestion) async -> FleetPageFacts {
        await looks.value(question) { [model] in await model.facts(question) }
    }

    /// "only=silent&page=2", each at most once; nil for anything else.
    private static func query(_ text: String) -> (page: Int, only: String?)? {
        var page = 1, only: String?
        guard !text.isEmpty else { return (1, nil) }
        var seen: Set<String> = []
        for pair in text.split(separator: "&", omittingEmptySubsequences: false) {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            guard sides.count == 2, seen.insert(sides[0]).inserted, (1...16).contains(sides[1].utf8.count)
            else {
                return nil
            }
            switch sides[0] {
            case "page":
                guard let number = Int(sides[1]), (1...100_000).contains(number) else { return nil }
                page = number
            case "only":
                guard sides[1].utf8.allSatisfy({ (97...122).contains($0) }) else { return nil }
                only = sides[1]
            default: return nil
            }
        }
        return (page, only)
    }
}

/// Answers requests from the site of a fleet.
struct FleetResponder: HTTPResponder {
    typealias Context = ConsoleContext

    let site: FleetSite

    func respond(to request: Request, context: ConsoleContext) async throws -> Response {
        // Nothing here takes content: a request that has some is not read to its end.
        let hasContent =
            request.headers[.contentLength].map { $0 != "0" } ?? request.headers.contains(.transferEncoding)
        // The codec moves the first Host field into the authority and leaves further ones in the header.
        let further = request.headers.filter { $0.name.canonicalName == "host" }.map(\.value)
        let reply =
            hasContent
            ? ConsoleReply.tooLarge
            : await site.reply(
                method: request.method.rawValue, target: request.head.path ?? "",
                hosts: (request.head.authority.map { [$0] } ?? []) + further)
        var fields = HTTPFields()
        fields[.contentType] = reply.contentType
        if hasContent { fields[.connection] = "close" }
        for field in reply.fields + reply.securityFields {
            if let name = HTTPField.Name(field.name), HTTPField.isValidValue(field.value) {
                fields[name] = field.value
            }
        }
        let response = Response(
            status: HTTPResponse.Status(code: reply.status), headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
        return request.method == .head ? response.createHeadResponse() : response
    }
}

/// The web page of a fleet.
public struct FleetConsole: Sendable {
    private let address: ListenAddress
    private let site: FleetSite
    private let logger: Logger

    /// A page that will listen on a loopback address.
    /// - Throws: `ConsoleError.cannotListen` for any other address.
    public init(
        listen: ListenAddress, model: any FleetModel, hostNames: [String] = [], logger: Logger
    ) throws(ConsoleError) {
        guard HostRule.isLoopback(listen.host) else {
            throw .cannotListen(
                address: listen.description,
                reason: "the page of a fleet has no users, so it listens on this machine only (127.0.0.1)")
        }
        (address, self.logger) = (listen, logger)
        site = FleetSite(model: model, hosts: HostRule(listeningOn: listen.host, names: hostNames))
    }

    /// The application; tests drive it through Hummingbird's own clients.
    func application(
        _ onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) -> Application<FleetResponder> {
        var quiet = logger
        if quiet.logLevel > .debug { quiet.logLevel = max(quiet.logLevel, .warning) }
        return Application(
            responder: FleetResponder(site: site),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    idleTimeout: .seconds(RequestLimit.idleSeconds),
                    httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                        maxHeaderFieldSize: RequestLimit.headerFieldBytes,
                        maxHeaderListSize: RequestLimit.headerBytes,
                        maxHeaderFieldCount: RequestLimit.headerFields))),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    RequestLimit.connections, logger: quiet)),
            onServerRunning: { [address] channel in
                await onListening(channel.localAddress?.port ?? address.port)
            },
            logger: quiet)
    }

    /// Serves until the task is cancelled.
    /// - Parameter onListening: told the port once connections are accepted.
    public func run(onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in })
        async throws(ConsoleError)
    {
        var quiet = logger
        if quiet.logLevel > .debug { quiet.logLevel = max(quiet.logLevel, .warning) }
        var configuration = ServiceGroupConfiguration(services: [application(onListening)], logger: quiet)
        configuration.maximumGracefulShutdownDuration = ConsoleServer.longestShutdown
        let group = ServiceGroup(configuration: configuration)
        // Outside the task tree, so that a cancellation asks for an orderly end instead of cutting answers off.
        let serving = Task { try await group.run() }
        do {
            try await withTaskCancellationHandler {
                try await serving.value
            } onCancel: {
                Task { await group.triggerGracefulShutdown() }
            }
        } catch {
            if Task.isCancelled { return }
            throw ConsoleError.cannotListen(address: address.description, reason: "\(error)")
        }
    }
}
