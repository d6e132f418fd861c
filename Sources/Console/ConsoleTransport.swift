// SPDX-License-Identifier: Apache-2.0
// What lies under HTTP: a port or a unix socket, TLS with the dock's own certificate, and how many connections one
// remote address may hold. It decides nothing about who may do what.

internal import Access
internal import DockModel
internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
internal import NIOCore
internal import NIOSSL
internal import Synchronization

/// The certificate that the console shows.
public struct ConsoleCertificate: Sendable {
    private let chain: [UInt8]
    private let key: [UInt8]

    /// The chain, the console's own certificate first, and its key, both in PEM form.
    public init(chain: String, key: String) { (self.chain, self.key) = (Array(chain.utf8), Array(key.utf8)) }

    /// What is wrong with it; nil when it can be shown.
    public var fault: String? {
        do {
            _ = try NIOSSLContext(configuration: configuration())
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// TLS 1.2 at least, without asking browsers for a certificate.
    func configuration() throws -> TLSConfiguration {
        let chain = try NIOSSLCertificate.fromPEMBytes(chain).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(bytes: key, format: .pem)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(key))
        tls.minimumTLSVersion = .tlsv12
        return tls
    }
}

/// How many connections each remote address holds.
final class ConnectionTally: Sendable {
    /// Connections of one remote address at a time; a browser opens six.
    static let mostOfOneAddress = 32
    private let counts = Mutex<[String: Int]>([:])

    /// Counts a connection; false when its address has too many already.
    func open(_ address: String) -> Bool {
        counts.withLock { counts in
            let count = counts[address] ?? 0
            guard count < Self.mostOfOneAddress else { return false }
            counts[address] = count + 1
            return true
        }
    }

    /// A connection that was counted has ended.
    func close(_ address: String) {
        counts.withLock { counts in
            let count = (counts[address] ?? 1) - 1
            counts[address] = count > 0 ? count : nil
        }
    }
}

/// Closes a connection whose address holds too many. Those of this machine and of proxies stand for many people.
final class ConnectionLimit: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let tally: ConnectionTally
    private let proxies: ProxyTrust?
    private var counted: String?

    init(_ tally: ConnectionTally, proxies: ProxyTrust?) { (self.tally, self.proxies) = (tally, proxies) }

    func channelActive(context: ChannelHandlerContext) {
        if let address = context.channel.remoteAddress?.ipAddress, !NetworkPrefix.isLoopback(address),
            proxies?.isProxy(address) != true
        {
            guard tally.open(address) else {
                context.close(promise: nil)
                return
            }
            counted = address
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let counted { tally.close(counted) }
        counted = nil
        context.fireChannelInactive()
    }
}

extension ConsoleServer {
    /// The server under the site: HTTP/1.1 with its limits, over TLS where there is a certificate.
    func serverBuilder() throws -> HTTPServerBuilder {
        let tally = ConnectionTally(), proxies = entrance?.terms.proxies
        let plain = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [ConnectionLimit(tally, proxies: proxies)],
                idleTimeout: .nanoseconds(idleTime.nanoseconds),
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: RequestLimit.headerFieldBytes,
                    maxHeaderListSize: RequestLimit.headerBytes,
                    maxHeaderFieldCount: RequestLimit.headerFields)))
        guard let certificate else { return plain }
        return try .tls(plain, tlsConfiguration: certificate.configuration())
    }
}
