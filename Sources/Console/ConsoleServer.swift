// SPDX-License-Identifier: Apache-2.0
// The web server of the console: listens, serves, and ends in order when its task is cancelled. A console
// that cannot listen is one error to its caller and never a reason to stop supervising.

internal import Access
public import DockModel
internal import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import ServiceLifecycle

/// Where the console listens.
public struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// A host name or an address: "127.0.0.1", "::1", "0.0.0.0".
    public var host: String
    /// The port; 0 lets the system choose a free one.
    public var port: Int
    /// The unix socket in place of an address; nil for an address.
    public var socketPath: String?

    /// An address to listen on.
    public init(host: String = "127.0.0.1", port: Int) {
        self.host = host
        self.port = port
    }

    /// A unix socket to listen on; whoever may write to it reaches the console.
    public init(socketPath: String) {
        (host, port) = ("localhost", 0)
        self.socketPath = socketPath
    }

    /// The address as in a URL: "127.0.0.1:8080", "[::1]:8080"; or "unix:PATH".
    public var description: String {
        if let socketPath { return "unix:\(socketPath)" }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

/// The way in for users: without one the console only reads, whoever asks.
public struct ConsoleEntrance: Sendable {
    /// How it may be reached.
    public var terms: AccessTerms
    /// Who may come in.
    public var access: any ConsoleAccess
    /// What carries out changes.
    public var desk: any ConsoleDesk

    /// A way in.
    public init(terms: AccessTerms, access: any ConsoleAccess, desk: any ConsoleDesk) {
        (self.terms, self.access, self.desk) = (terms, access, desk)
    }
}

/// Why the console does not serve.
public enum ConsoleError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The address is in use, not of this machine, or not allowed.
    case cannotListen(address: String, reason: String)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .cannotListen(let address, let reason):
            "console: cannot listen on \(address): \(reason); "
                + "choose another address or end the program that uses it"
        }
    }
}

/// The web console over one dock.
public struct ConsoleServer: Sendable {
    /// Longest wait for running answers when the console ends.
    public static let longestShutdown = Duration.seconds(3)

    private let address: ListenAddress
    private let site: ConsoleSite
    private let logger: Logger
    let certificate: ConsoleCertificate?
    let entrance: ConsoleEntrance?
    /// Time without a whole request after which a connection is closed; ends slow senders of headers.
    var idleTime = Duration.seconds(RequestLimit.idleSeconds)

    /// A console that will listen on `listen`. Without an entrance anybody who reaches it may read, and nobody may
    /// change anything.
    /// - Parameters:
    ///   - hostNames: names beside literal addresses and `localhost` that requests may use in `Host`.
    ///   - door: who may ask for a run; nil when nobody may.
    ///   - acknowledge: where alerts are taken note of; nil when nowhere.
    ///   - map: where a map server tells that a processing has ended; nil when nowhere.
    ///   - entrance: who may come in, and what changes something; nil for a console that only reads.
    ///   - certificate: what it shows by TLS; nil for plain HTTP.
    ///   - localOffsetSeconds: how far the dock's local time is ahead of UTC at an instant.
    public init(
        listen: ListenAddress, model: any ConsoleModel, hostNames: [String] = [], door: TriggerDoor? = nil,
        acknowledge: AcknowledgeDoor? = nil, map: MapDoor? = nil, entrance: ConsoleEntrance? = nil,
        certificate: ConsoleCertificate? = nil, logger: Logger,
        localOffsetSeconds: @escaping @Sendable (WallTime) -> Int = { _ in 0 }
    ) {
        address = listen
        site = ConsoleSite(
            model: model, hosts: HostRule(listeningOn: listen.host, names: hostNames),
            times: TimeStyle(offsetSeconds: localOffsetSeconds), door: door, acknowledge: acknowledge,
            map: map, gate: entrance.map { ConsoleGate(terms: $0.terms, access: $0.access, desk: $0.desk) })
        (self.entrance, self.certificate) = (entrance, certificate)
        self.logger = logger
    }

    /// Serves until the task is cancelled, then finishes running answers and returns.
    /// - Parameter onListening: told the port once connections are accepted; answers wait until it returns.
    /// - Throws: `ConsoleError.cannotListen` when the address cannot be bound.
    public func run(onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in })
        async throws(ConsoleError)
    {
        guard (0...65_535).contains(address.port) else {
            throw ConsoleError.cannotListen(address: address.description, reason: "there is no such port")
        }
        if Task.isCancelled { return }
        let service: Application<ConsoleResponder>
        do { service = try application(onListening) } catch {
            throw ConsoleError.cannotListen(address: address.description, reason: "its certificate: \(error)")
        }
        var configuration = ServiceGroupConfiguration(services: [service], logger: quietLogger)
        configuration.maximumGracefulShutdownDuration = ConsoleServer.longestShutdown
        let group = ServiceGroup(configuration: configuration)
        // Outside the task tree, so that a cancellation asks for an orderly end instead of cutting answers
        // off.
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

    /// The application; tests drive it through Hummingbird's own clients.
    func application(
        _ onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws -> Application<ConsoleResponder> {
        Application(
            responder: ConsoleResponder(site: site, isSocket: address.socketPath != nil, logger: logger),
            server: try serverBuilder(),
            configuration: ApplicationConfiguration(
                address: address.socketPath.map { .unixDomainSocket(path: $0) }
                    ?? .hostname(address.host, port: address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    RequestLimit.connections, logger: quietLogger)),
            onServerRunning: { [address] channel in
                await onListening(channel.localAddress?.port ?? address.port)
            },
            logger: quietLogger)
    }

    /// The server's own chatter is kept out of the dock's log unless that is asked to be verbose.
    private var quietLogger: Logger {
        var quiet = logger
        if quiet.logLevel > .debug { quiet.logLevel = max(quiet.logLevel, .warning) }
        return quiet
    }
}
