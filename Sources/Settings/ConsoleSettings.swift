// SPDX-License-Identifier: Apache-2.0
// What dock.yaml says of the console: where it listens, over what, and who may read without a password. It holds no
// secret, only where the key of the certificate is kept.

public import Access

/// Where the console listens.
public enum ConsolePlace: Sendable, Hashable, CustomStringConvertible {
    /// An address and a port.
    case address(NetworkAddress)
    /// A unix socket.
    case socket(path: String)

    /// The place as written.
    public var description: String {
        switch self {
        case .address(let address): address.description
        case .socket(let path): "unix:\(path)"
        }
    }

    /// Whether only this machine reaches it.
    public var isLocal: Bool {
        switch self {
        case .address(let address): NetworkPrefix.isLoopback(address.host) || address.host == "localhost"
        case .socket: true
        }
    }
}

/// What somebody may do who has not signed in.
public enum AnonymousAccess: String, Sendable, Hashable, CaseIterable {
    /// Nothing but sign in.
    case none
    /// Read every page that needs the role view.
    case view
}

/// The certificate that the console shows.
public struct ConsoleTLS: Sendable, Hashable {
    /// The file of the chain in PEM form, the console's own certificate first.
    public var certificate: String
    /// Where its key is kept.
    public var key: SecretReference
}

/// The console of a dock.
public struct ConsoleSettings: Sendable, Hashable {
    /// Where it listens.
    public var listen = ConsolePlace.address(DockFile.standardConsole)
    /// The certificate; nil for plain HTTP.
    public var tls: ConsoleTLS?
    /// The addresses of the proxies in front; nil when none stands there.
    public var proxies: [NetworkPrefix]?
    /// The names under which browsers reach it, beside its address.
    public var names: [String] = []
    /// What somebody may do who has not signed in.
    public var anonymous = AnonymousAccess.view

    /// The console of a dock that says nothing of it.
    public init() {}

    /// Whether only this machine reaches it.
    public var isLocal: Bool { listen.isLocal && proxies == nil }
}
