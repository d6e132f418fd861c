// SPDX-License-Identifier: Apache-2.0
// The web server of the console: listens, serves, and ends in order when its task is cancelled. A console
// that cannot listen is one error to its caller and never a reason to stop supervising.

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

    /// An address to listen on.
    public init(host: String = "127.0.0.1", port: Int) {
        self.host = host
        self.port = port
    }

    /// The address as in a URL: "127.0.0.1:8080", "[::1]:8080".
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
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

    /// A console that will listen on `listen`. It has no log-in: listen on a loopback address unless what
    /// stands in front of it decides who may read.
    /// - Parameters:
    ///   - hostNames: names beside literal addresses and `localhost` that requests may use in `Host`.
    ///   - door: who may ask for a run; nil when nobody may.
    ///   - acknowledge: where alerts are taken note of; nil when nowhere.
    ///   - testMail: where a test mail is asked for; nil when nowhere.
    ///   - map: where a map server tells that a processing has ended; nil when nowhere.
    ///   - localOffsetSeconds: how far the dock's local time is ahead of UTC at an instant.
    public init(
        listen: ListenAddress, model: any ConsoleModel, hostNames: [String] = [], door: TriggerDoor? = nil,
        acknowledge: AcknowledgeDoor? = nil, testMail: TestMailDoor? = nil, map: MapDoor? = nil,
        logger: Logger,
        localOffsetSeconds: @escaping @Sendable (WallTime) -> Int = { _ in 0 }
    ) {
        address = listen
        site = ConsoleSite(
            model: model, hosts: HostRule(listeningOn: listen.host, names: hostNames),
            times: TimeStyle(offsetSeconds: localOffsetSeconds), door: door, acknowledge: acknowledge,
            testMail: testMail, map: map)
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
        var configuration = ServiceGroupConfiguration(
            services: [application(onListening)], logger: quietLogger)
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
    ) -> Application<ConsoleResponder> {
        Application(
            responder: ConsoleResponder(site: site),
            server: .http1(configuration: httpConfiguration),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    RequestLimit.connections, logger: quietLogger)),
            onServerRunning: { [address] channel in
                await onListening(channel.localAddress?.port ?? address.port)
            },
            logger: quietLogger)
    }

    private var httpConfiguration: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            idleTimeout: .seconds(RequestLimit.idleSeconds),
            httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                maxHeaderFieldSize: RequestLimit.headerFieldBytes,
                maxHeaderListSize: RequestLimit.headerBytes,
                maxHeaderFieldCount: RequestLimit.headerFields))
    }

    /// The server's own chatter is kept out of the dock's log unless that is asked to be verbose.
    private var quietLogger: Logger {
        var quiet = logger
        if quiet.logLevel > .debug { quiet.logLevel = max(quiet.logLevel, .warning) }
        return quiet
    }
}
