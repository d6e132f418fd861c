// SPDX-License-Identifier: Apache-2.0
// The HTTP edge of OAuth2: one POST over verified TLS, one bounded answer. It follows no redirect, keeps no
// connection, and never sends a secret anywhere but to the https address it was given.

internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
public import Post

/// Why an endpoint gave no answer at all.
public struct TokenEndpointError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where and why, in one line.
    public var description: String
}

/// What an endpoint answered.
public struct EndpointAnswer: Sendable, Equatable {
    /// The HTTP status.
    public var status: Int
    /// The value of Content-Type.
    public var mediaType: String?
    /// The value of Retry-After.
    public var retryAfter: String?
    /// The body.
    public var body: [UInt8]

    /// The meaning of the answer to a request for a token.
    public var meaning: OAuthAnswer {
        OAuthAnswer(status: status, mediaType: mediaType, body: body, retryAfter: retryAfter)
    }
}

/// Sends requests to token endpoints.
public struct TokenEndpoint: Sendable {
    /// Octets of the longest answer that is read.
    static let longestAnswer = 262_144

    private let caFile: String?
    private let timeout: Duration

    /// An edge that trusts the certificates of `caFile` alone, or the system's. `timeout` bounds the whole exchange.
    public init(caFile: String? = nil, timeout: Duration = .seconds(30)) {
        self.caFile = caFile
        self.timeout = timeout
    }

    /// Whether a secret may be sent to this address.
    public static func isUsable(_ url: String) -> Bool {
        guard let parts = URLComponents(string: url), parts.scheme == "https", let host = parts.host else {
            return false
        }
        return !host.isEmpty && parts.user == nil && parts.password == nil && parts.fragment == nil
    }

    /// Sends one request.
    public func send(_ request: OAuthRequest) async throws(TokenEndpointError) -> EndpointAnswer {
        guard Self.isUsable(request.url) else {
            throw TokenEndpointError(description: "\(request.url) is no https address")
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result: Result<EndpointAnswer, TokenEndpointError>
        do {
            result = .success(try await exchange(request, client))
        } catch {
            result = .failure(TokenEndpointError(description: "\(request.url): \(Self.words(for: error))"))
        }
        // The answer is complete or lost by now; a connection that does not close in order changes neither.
        try? await client.shutdown()
        return try result.get()
    }

    private func exchange(_ request: OAuthRequest, _ client: HTTPClient) async throws -> EndpointAnswer {
        var message = HTTPClientRequest(url: request.url)
        message.method = .POST
        message.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        message.headers.add(name: "Accept", value: "application/json")
        message.headers.add(name: "User-Agent", value: "roost")
        if let authorization = request.authorization {
            message.headers.add(name: "Authorization", value: authorization)
        }
        message.body = .bytes(ByteBuffer(bytes: request.body))
        let response = try await client.execute(
            message, timeout: .nanoseconds(max(1, timeout.nanosecondsForNIO)))
        let body = try await response.body.collect(upTo: Self.longestAnswer)
        return EndpointAnswer(
            status: Int(response.status.code), mediaType: response.headers.first(name: "Content-Type"),
            retryAfter: response.headers.first(name: "Retry-After"), body: Array(body.readableBytesView))
    }

    private var configuration: HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let caFile { tls.trustRoots = .file(caFile) }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.timeout.connect = .nanoseconds(max(1, timeout.nanosecondsForNIO))
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private static func words(for error: any Error) -> String {
        switch error {
        case let fault as HTTPClientError: fault.shortDescription
        case is NIOTooManyBytesError: "the answer is longer than \(longestAnswer) octets"
        case is NIOSSLError, is NIOSSLExtraError: "TLS failed: \(error)"
        case is NIOConnectionError: "no connection"
        default: "\(error)"
        }
    }
}

extension Duration {
    fileprivate var nanosecondsForNIO: Int64 {
        let seconds = min(max(components.seconds, 0), 86_400)
        return seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
